/** Axes of plots. */
import type { Axis } from '../report-block.ts';

/** From 0 to 1, marked at every fifth. */
export function unitAxis(label: string): Axis {
  return { label, from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };
}

/** From 0 to a round number at or above `max`, marked four to eight times. */
export function axisTo(max: number, label: string): Axis {
  const power = 10 ** Math.floor(Math.log10(max > 0 ? max : 1));
  const step = [0.1, 0.2, 0.5, 1, 2].map((part) => part * power).find((one) => max / one <= 6) ?? 2 * power;
  const count = Math.max(1, Math.ceil(max / step - 1e-9)); // a maximum on a mark needs no further one
  const ticks = Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
  return { label, from: 0, to: ticks[count], ticks };
}

/** From a round number at or below `from` to one at or above `to`, marked two to seven times. */
export function rangeAxis({ from, to }: { from: number; to: number }, label: string): Axis {
  const span = to > from ? to - from : Math.max(Math.abs(to), 1) / 10;
  const power = 10 ** Math.floor(Math.log10(span));
  const step = [0.2, 0.5, 1, 2].map((part) => part * power).find((one) => span / one <= 5) ?? 2 * power;
  const first = Math.floor(from / step + 1e-9);
  const count = Math.max(1, Math.ceil(to / step - 1e-9) - first);
  const ticks = Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { label, from: ticks[0], to: ticks[count], ticks };
}

/** Whole numbers, all of them marked up to 16. */
export function wholeAxis(range: { from: number; to: number }, label: string): Axis {
  const step = Math.ceil((range.to - range.from + 1) / 16);
  const ticks = Array.from({ length: Math.floor((range.to - range.from) / step) + 1 }, (_, i) => range.from + i * step);
  return { label, ...range, ticks };
}
