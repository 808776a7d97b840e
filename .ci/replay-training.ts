/**
 * Runs the README's `train` example on an empty database and fails unless what it prints is what the README shows.
 *
 * Words and whole numbers must be equal. Fractions may differ as those of other seeds do: another processor rounds other last bits, and after
 * two thousand steps a training with other last bits is a training from other weights. Lines of progress are left out: they depend on the clock.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Three times what was seen between pairs of ten seeds, which is 0.02 for shared and agreement and less for all others. */
const TOLERANCE = 0.06;
/** FVU of ten seeds lay within 0.006. */
const TIGHTER: Record<string, number> = { FVU: 0.02, dead: 0.01 };
/** How far from the optimum a proof leaves a matching: rounding. */
const UNCHECKED = new Set(['gap']);

/** Each line that is compared: cells of a table with their columns, other lines as one cell. */
function readCells(text: string): { column: string; cell: string }[] {
  const cells: { column: string; cell: string }[] = [];
  let columns: string[] = [];
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    const isProgress = /^ +seed \d+ +\d+% /.test(line) || line === '...';
    if (line.trim() === '' || isProgress || /^[- ]+$/.test(line)) continue;
    const parts = line.trim().split(/ {2,}/);
    if (/^-[- ]+$/.test(lines[i + 1] ?? '')) columns = parts;
    const isRow = parts.length === columns.length;
    cells.push(...parts.map((cell, z) => ({ column: isRow ? columns[z] : '', cell })));
  }
  return cells;
}

function isSame(shown: { column: string; cell: string }, got: { column: string; cell: string } | undefined): boolean {
  if (got === undefined || shown.column !== got.column) return false;
  if (shown.cell === got.cell || UNCHECKED.has(shown.column)) return true;
  const isFraction = /^\d+\.\d+$/.test(shown.cell) && /^\d+\.\d+$/.test(got.cell);
  return isFraction && Math.abs(Number(shown.cell) - Number(got.cell)) <= (TIGHTER[shown.column] ?? TOLERANCE);
}

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const example = /```sh\n(npm run reseed -- train --activations [\s\S]*?)```\s*```text\n([\s\S]*?)```/.exec(readme);
if (example === null) throw new Error('README.md has no train command followed by its output');
const [, command, shown] = example;
const folder = await mkdtemp(path.join(tmpdir(), 'reseed-readme-'));
try {
  const started = performance.now();
  const { stdout } = await promisify(execFile)('bash', ['-c', command.replace('npm run', 'npm run --silent')], {
    env: {
      ...process.env,
      RESEED_DATA_DIR: path.join(folder, 'data'),
      RESEED_TRAINING_DIR: path.join(folder, 'training'),
    },
  });
  const got = readCells(stdout);
  // The legend and the step that is being done are printed too; the README leaves them out.
  let at = 0;
  for (const cell of readCells(shown)) {
    const found = got.findIndex((one, i) => i >= at && isSame(cell, one));
    if (found < 0)
      throw new Error(`the README shows "${cell.cell}" (${cell.column || 'a line'}); this came out:\n${stdout}`);
    at = found + 1;
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`The training of the README printed what the README shows, in ${seconds} s.\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
