/** The frame of a plot: its place in pixels, axes with marks and labels. Colours and fonts come from the page's classes. */
import { escapeHtml } from '../escape-html.ts';
import type { Axis } from '../report-block.ts';

/** Pixels: a plot fills the column of the page; the margins hold numbers of five characters and a label. */
export const PLOT_WIDTH = 640;
const HEIGHT = 340;
const MARGIN = { left: 64, right: 16, top: 12, bottom: 48 };
const [LEFT, RIGHT] = [MARGIN.left, PLOT_WIDTH - MARGIN.right];
const [TOP, BOTTOM] = [MARGIN.top, HEIGHT - MARGIN.bottom];

/** Where values lie, in pixels. */
export interface PlotScale {
  x(value: number): number;
  y(value: number): number;
}

/** The scale of two axes; linear. */
export function buildScale(axes: { x: Axis; y: Axis }): PlotScale {
  const place = ({ from, to }: Axis, [low, high]: [number, number]) => {
    const span = to > from ? to - from : 1;
    return (value: number) => low + ((value - from) / span) * (high - low);
  };
  return { x: place(axes.x, [LEFT, RIGHT]), y: place(axes.y, [BOTTOM, TOP]) };
}

/** A whole plot: frame, marks, labels, and `content` inside. */
export function drawFrame(frame: { x: Axis; y: Axis; content: string; title: string }): string {
  const { x, y } = frame;
  const scale = buildScale(frame);
  const xMarks = x.ticks.map((tick, i) => {
    const at = pixel(scale.x(tick));
    const label = escapeHtml(x.tickLabels?.[i] ?? formatTick(tick));
    return `<line class="tick" x1="${at}" x2="${at}" y1="${BOTTOM}" y2="${BOTTOM + 5}"/><text class="number" x="${at}" y="${BOTTOM + 18}" text-anchor="middle">${label}</text>`;
  });
  const yMarks = y.ticks.map((tick) => {
    const at = pixel(scale.y(tick));
    return `<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${at}" y2="${at}"/><text class="number" x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${formatTick(tick)}</text>`;
  });
  const middle = (TOP + BOTTOM) / 2;
  return [
    `<svg role="img" viewBox="0 0 ${PLOT_WIDTH} ${HEIGHT}" width="${PLOT_WIDTH}" height="${HEIGHT}" aria-label="${escapeHtml(frame.title)}">`,
    ...yMarks,
    ...xMarks,
    frame.content,
    `<path class="axis" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}"/>`,
    `<text class="label" x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escapeHtml(x.label)}</text>`,
    `<text class="label" transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle">${escapeHtml(y.label)}</text>`,
    '</svg>',
  ].join('\n');
}

/** Tenths of a pixel: finer is not seen. */
export function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}

function formatTick(value: number): string {
  return String(Number(value.toPrecision(6)));
}
