/**
 * `npm run bench [-- matching|nearest|import ...]`: runs benches one after another, each in a process of its own, and gathers what they
 * wrote to bench/results into bench/RESULTS.md. Run it on a machine that does nothing else.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const names = process.argv.length > 2 ? process.argv.slice(2) : ['matching', 'nearest', 'import'];
for (const name of names) {
  const { status } = spawnSync(process.execPath, [new URL(`./${name}.ts`, import.meta.url).pathname], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
const folder = new URL('./results/', import.meta.url);
const reports = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .sort()
  .map((file) => readFileSync(new URL(file, folder), 'utf8').trim());
const head = [
  '# Measurements',
  'Written by `npm run bench`. Trust the ratios: each is taken in one run, against the peer or ceiling named beside it; absolute times are',
  "this machine's.",
];
writeFileSync(
  new URL('./RESULTS.md', import.meta.url),
  `${head[0]}\n\n${head.slice(1).join('\n')}\n\n${reports.join('\n\n')}\n`,
);
