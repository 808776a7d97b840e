/** A measurement's markdown: printed, and kept as its section of bench/RESULTS.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = new URL('./RESULTS.md', import.meta.url);
const HEAD = `# Measurements

Written by \`npm run bench\`. Trust the ratios: each is taken in one run, against the peer or ceiling named next to it; absolute times are
those of the machine named.
`;

/** Prints `markdown` and puts it in place of the section \`name\` of bench/RESULTS.md, or at its end. */
export function writeReport(name: string, markdown: string): void {
  const section = `<!-- ${name} -->\n${markdown.trim()}\n<!-- end of ${name} -->\n`;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : HEAD;
  const place = new RegExp(`<!-- ${name} -->\n[\\s\\S]*?<!-- end of ${name} -->\n`);
  const after = place.test(before) ? before.replace(place, () => section) : `${before}\n${section}`;
  writeFileSync(file, after);
  process.stdout.write(`${markdown.trim()}\n`);
}

/** Whether bench/RESULTS.md has a section `name`. */
export function hasReport(name: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').includes(`<!-- ${name} -->`);
}

/** A markdown table. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
