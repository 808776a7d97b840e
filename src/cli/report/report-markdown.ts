/** A report as Markdown (GitHub's, for its tables). Plots are drawn in characters, as code: Markdown has no pictures of its own. */
import { isNumberColumn } from '../tables/is-number-column.ts';
import { printable } from './printable.ts';
import type { ReportBlock } from './report-block.ts';
import { drawTextPlot } from './plots/text-plot.ts';

/** The whole report, with a line feed at its end. */
export function formatReportMarkdown(blocks: readonly ReportBlock[]): string {
  return `${blocks.flatMap(formatBlock).join('\n\n')}\n`;
}

function formatBlock(block: ReportBlock): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${escapeMarkdown(block.text)}`];
    case 'paragraph':
      return [escapeMarkdown(block.text)];
    case 'table': {
      const { header, rows, caption } = block;
      const marks = header.map((_, c) => (isNumberColumn(rows, c) ? '---:' : '---'));
      const lines = [header.map(escapeMarkdown), marks, ...rows.map((row) => row.map(escapeMarkdown))];
      const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
      return caption === undefined ? [table] : [table, escapeMarkdown(caption)];
    }
    case 'plot':
      return [escapeMarkdown(block.title), drawTextPlot(block.plot).replaceAll(/^/gm, '    ')];
  }
}

/** Everything that Markdown or HTML inside it could read as more than text; a dot after digits would begin a list, a colon a link. */
function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~^$@]/g, String.raw`\$&`)
    .replaceAll('://', '&#58;//')
    .replace(/^(\s*)([-=])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(\s)/, String.raw`$1\$2$3`);
}
