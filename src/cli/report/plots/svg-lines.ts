/** Curves over two axes, with a legend below them. */
import { escapeHtml } from '../escape-html.ts';
import type { Line, Plot } from '../report-block.ts';
import { buildScale, drawFrame, type PlotScale, pixel } from './svg-frame.ts';

type Lines = Extract<Plot, { kind: 'lines' }>;

/** Radius of a dot in pixels. */
const DOT = 4;

/** The plot as HTML: an SVG and its legend. */
export function drawLines({ x, y, lines, band }: Lines, title: string): string {
  const scale = buildScale({ x, y });
  const content = [band ? drawBand(band.points, scale) : '', ...lines.map((line) => drawLine(line, scale))].join('\n');
  const entries = [...lines, ...(band ? [{ label: band.label, style: 'band' }] : [])].map(
    ({ label, style }) => `<span><i class="key ${style}"></i>${escapeHtml(label)}</span>`,
  );
  return `${drawFrame({ x, y, content, title })}\n<p class="legend">${entries.join(' ')}</p>`;
}

function drawLine({ label, style, points }: Line, scale: PlotScale): string {
  if (style === 'dots') {
    const dots = points.map(
      ([x, y]) =>
        `<circle class="dots" cx="${pixel(scale.x(x))}" cy="${pixel(scale.y(y))}" r="${DOT}"><title>${x}: ${y.toFixed(3)}</title></circle>`,
    );
    return dots.join('\n');
  }
  return `<path class="line ${style}" d="${pathOf(points, scale)}"><title>${escapeHtml(label)}</title></path>`;
}

function drawBand(points: NonNullable<Lines['band']>['points'], scale: PlotScale): string {
  const low = points.map(([x, value]) => [x, value] as const);
  const high = points.map(([x, , value]) => [x, value] as const).toReversed();
  return `<path class="band" d="${pathOf([...low, ...high], scale)}Z"/>`;
}

function pathOf(points: readonly (readonly [number, number])[], scale: PlotScale): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${pixel(scale.x(x))} ${pixel(scale.y(y))}`).join('');
}
