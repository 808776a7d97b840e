/** Plots in characters, for reports that are text. In: a plot. Out: lines, at most 80 columns unless names are long. */
import { fraction } from '../../tables/matching-table.ts';
import { printable } from '../printable.ts';
import type { Plot } from '../report-block.ts';
import { drawTextLines } from './draw-text-lines.ts';

/** Characters of the longest bar. */
const BAR = 50;
/** From nothing to most. */
const SHADES = ' .:-=+*#%@';

/** The plot, without a line feed at its end. Names keep only what is text in any kind of document. */
export function drawTextPlot(plot: Plot): string {
  switch (plot.kind) {
    case 'lines':
      return drawTextLines(plot);
    case 'bars':
      return drawTextBars(plot);
    case 'heat':
      return drawTextHeat(plot);
  }
}

function drawTextBars({ xLabel, y, bars }: Extract<Plot, { kind: 'bars' }>): string {
  const room = Math.max(...bars.map(({ label }) => label.length));
  const rows = bars.map(({ label, value }) => {
    const length = Math.round((BAR * value) / (y.to || 1));
    return `${label.padStart(room)} |${'#'.repeat(length)} ${value.toFixed(3)}`;
  });
  return [...rows, `${' '.repeat(room)} +${'-'.repeat(BAR)}`, `down: ${xLabel}; right: ${y.label}`].join('\n');
}

function drawTextHeat({ labels, cells, marked }: Extract<Plot, { kind: 'heat' }>): string {
  const most = Math.max(0, ...cells.flat().map((value) => value ?? 0));
  const shadeOf = (value: number | null) =>
    value === null ? ' ' : SHADES[Math.round((value / (most || 1)) * (SHADES.length - 1))];
  const names = labels.map((label) => printable(label).replaceAll(/[^\w .:/-]/g, '?'));
  const room = Math.max(...names.map((name) => name.length));
  const rows = cells.map((row, i) => {
    const mark = marked[i] ? '  outlier' : '';
    return `${names[i].padStart(room)} |${row.map((value) => shadeOf(value).repeat(3)).join(' ')}|${mark}`;
  });
  return [...rows, `rows and columns in one order; "${SHADES}" from 0 to ${fraction(most)}`].join('\n');
}
