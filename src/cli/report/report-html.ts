/** A report as one HTML page that needs nothing else: style and plots are inside, there is no script, and nothing is fetched. */
import { escapeHtml } from './escape-html.ts';
import { isNumberColumn } from '../tables/is-number-column.ts';
import type { Plot, ReportBlock } from './report-block.ts';
import { reportStyle } from './report-style.ts';
import { drawBars } from './plots/svg-bars.ts';
import { drawHeat } from './plots/svg-heat.ts';
import { drawLines } from './plots/svg-lines.ts';

/** Should a browser meet something in the page that was not meant, it neither runs nor loads it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** The whole page. */
export function formatReportHtml(blocks: readonly ReportBlock[], title: string): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${reportStyle}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...formatBlocks(blocks),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A plot has the table of its numbers next to it where the window is wide enough. */
function formatBlocks(blocks: readonly ReportBlock[]): string[] {
  return blocks.map((block, i) => {
    if (block.kind === 'plot' && blocks[i + 1]?.kind === 'table') return `<div class="beside">\n${formatBlock(block)}`;
    if (block.kind === 'table' && blocks[i - 1]?.kind === 'plot') return `<div>${formatBlock(block)}</div>\n</div>`;
    return formatBlock(block);
  });
}

function formatBlock(block: ReportBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'table':
      return formatTable(block);
    case 'plot':
      return `<figure>\n<figcaption>${escapeHtml(block.title)}</figcaption>\n${draw(block.plot, block.title)}\n</figure>`;
  }
}

function formatTable({ header, rows, caption }: Extract<ReportBlock, { kind: 'table' }>): string {
  const classes = header.map((_, c) => (isNumberColumn(rows, c) ? ' class="n"' : ''));
  const head = header.map((title, c) => `<th${classes[c]}>${escapeHtml(title)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((cell, c) => `<td${classes[c]}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return [
    `<div class="scroll"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>`,
    ...body,
    '</tbody>\n</table></div>',
    ...(caption === undefined ? [] : [`<p class="caption">${escapeHtml(caption)}</p>`]),
  ].join('\n');
}

function draw(plot: Plot, title: string): string {
  switch (plot.kind) {
    case 'lines':
      return drawLines(plot, title);
    case 'bars':
      return drawBars(plot, title);
    case 'heat':
      return drawHeat(plot, title);
  }
}
