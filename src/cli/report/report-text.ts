/** A report for the terminal: tables and paragraphs; plots are left out, since every plot's numbers stand in a table, too. */
import { buildTextTable } from '../tables/text-table.ts';
import { printable } from './printable.ts';
import type { ReportBlock } from './report-block.ts';

/** Columns of a line of prose. */
const WIDTH = 110;

/** The whole report, with a line feed at its end. */
export function formatReportText(blocks: readonly ReportBlock[]): string {
  return `${blocks.flatMap(formatBlock).join('\n\n')}\n`;
}

function formatBlock(block: ReportBlock): string[] {
  switch (block.kind) {
    case 'heading': {
      const text = printable(block.text);
      return [`${text}\n${(block.level === 1 ? '=' : '-').repeat(text.length)}`];
    }
    case 'paragraph':
      return [wrap(printable(block.text))];
    case 'table': {
      const table = buildTextTable(
        block.header.map(printable),
        block.rows.map((row) => row.map(printable)),
      );
      return block.caption === undefined ? [table] : [table, wrap(printable(block.caption))];
    }
    case 'plot':
      return [];
  }
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
