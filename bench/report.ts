/** A measurement's markdown: printed, and kept in bench/results. */
import { mkdirSync, writeFileSync } from 'node:fs';

/** Prints `markdown` and writes it to bench/results/<name>.md. */
export function writeReport(name: string, markdown: string): void {
  const folder = new URL('./results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${name}.md`, folder), `${markdown.trim()}\n`);
  process.stdout.write(`${markdown.trim()}\n`);
}

/** A markdown table. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
