/** Bars with their values above them. */
import type { Axis, Plot } from '../report-block.ts';
import { buildScale, drawFrame, PLOT_WIDTH, pixel } from './svg-frame.ts';

/** Part of its room that a bar fills. */
const FILL = 0.72;
/** Bars up to which values fit above them. */
const MAX_WITH_VALUES = 16;
/** Widest bar in pixels: two bars need not fill the plot. */
const MAX_BAR = 90;

/** The plot as an SVG. */
export function drawBars({ xLabel, y, bars }: Extract<Plot, { kind: 'bars' }>, title: string): string {
  const x: Axis = {
    label: xLabel,
    from: 0.5,
    to: bars.length + 0.5,
    ticks: bars.map((_, i) => i + 1),
    tickLabels: bars.map(({ label }) => label),
  };
  const scale = buildScale({ x, y });
  const width = Math.min(MAX_BAR, ((scale.x(2) - scale.x(1)) * FILL) | 0, PLOT_WIDTH);
  const base = scale.y(0);
  const content = bars.map(({ value }, i) => {
    const [middle, top] = [scale.x(i + 1), scale.y(value)];
    const bar = `<rect class="bar" x="${pixel(middle - width / 2)}" y="${pixel(top)}" width="${width}" height="${pixel(base - top)}"/>`;
    if (bars.length > MAX_WITH_VALUES) return bar;
    return `${bar}<text class="value" x="${pixel(middle)}" y="${pixel(Math.max(top - 5, 11))}" text-anchor="middle">${value.toFixed(3)}</text>`;
  });
  return drawFrame({ x, y, content: content.join('\n'), title });
}
