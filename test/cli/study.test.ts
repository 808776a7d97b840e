/** `reseed study` as a person runs it: figures of the API by n and architecture, nothing trained twice, seeds alone in their run groups. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../db/connect/connect.ts';
import { listTrainingRuns } from '../../db/stores/training-runs.ts';
import { drawTextLines } from '../../src/cli/report/plots/draw-text-lines.ts';
import { buildStudySettings } from '../../src/cli/study/study-settings.ts';
import { isReseedError } from '../../src/errors.ts';
import { writeExampleActivations } from '../jobs/training-fixture.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let root: string;
beforeAll(async () => {
  root = await writeExampleActivations();
});
afterAll(() => rm(root, { recursive: true }));

async function study(...flags: string[]): Promise<{ code: number | null; output: string }> {
  const { DATABASE_URL: _, ...env } = process.env;
  const given = '--activations activations --latents 16,32 --l0 2 --seeds 1,2,3 --batch-size 32';
  const child = spawn(
    process.execPath,
    [main, 'study', ...`${given} --tokens 25600 --learning-rate 0.01`.split(' '), ...flags],
    {
      cwd: root,
      env: { ...env, RESEED_DATA_DIR: 'database', RESEED_TRAINING_DIR: 'checkpoints', RESEED_THREADS: '1' },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const [code] = await once(child, 'close');
  return { code, output };
}

/** Cells of the rows of the table. */
const rowsOf = (output: string) =>
  output.split('\n').flatMap((line) => (/^(TOPK|RELU_L1) .* \d+$/.test(line) ? [line.split(/ {2,}/)] : []));

test('every n and architecture is trained, matched and shown; again, with another threshold, nothing is trained', async () => {
  const first = await study('--out', 'study.html');
  expect(first.code, first.output).toBe(0);
  expect(first.output).toContain('BOTH_AGREE at 0.7');
  expect(first.output).toContain('JOINT');
  const rows = rowsOf(first.output);
  expect(rows.map((row) => row.slice(0, 2))).toEqual([
    ['TOPK', '16'],
    ['TOPK', '32'],
    ['RELU_L1', '16'],
    ['RELU_L1', '32'],
  ]);
  for (const [, , sparsity, ...numbers] of rows) {
    expect(sparsity).toMatch(/^(k = 2|[\d.]+)$/);
    expect(numbers).toHaveLength(11);
    expect(numbers.map(Number).every(Number.isFinite)).toBe(true);
    const [l0, , shared, low, high, alive] = numbers.map(Number);
    expect(Math.abs(l0 - 2)).toBeLessThan(0.5); // near what was asked for, in both architectures
    expect(low).toBeLessThanOrEqual(shared);
    expect(high).toBeGreaterThanOrEqual(shared);
    expect(alive).toBeGreaterThanOrEqual(shared); // every latent that is shared here fires
  }
  expect(rows[0][3]).toBe('2.00'); // L0 of TOPK is k
  const html = await readFile(path.join(root, 'study.html'), 'utf8');
  expect(html.match(/<svg /g)).toHaveLength(2);
  expect(html).not.toMatch(/<script|src=|href=/);

  const again = await study('--threshold', '0', '--definition', 'AGREE', '--out', 'study.md');
  expect(again.code, again.output).toBe(0);
  expect(again.output.match(/trained before/g)).toHaveLength(4);
  expect(again.output).toContain('AGREE, no threshold');
  const agreed = rowsOf(again.output);
  // no threshold: shared is the agreement; what does not depend on the criterion is what it was
  expect(agreed.map((row) => row[5])).toEqual(rows.map((row) => row[10]));
  expect(agreed.map((row) => row.slice(10))).toEqual(rows.map((row) => row.slice(10)));
  expect(agreed.map((row) => row.slice(0, 5))).toEqual(rows.map((row) => row.slice(0, 5)));

  const markdown = await readFile(path.join(root, 'study.md'), 'utf8');
  expect(markdown).toContain('| architecture | n | sparsity |');
  expect(markdown).toMatch(/```text\nShared fraction against n: AGREE, no threshold\n/);

  const db = await openDatabase({ databaseUrl: null, dataDir: path.join(root, 'database') });
  try {
    expect((await listTrainingRuns(db, { name: null, first: 9, after: null })).rows).toHaveLength(4);
  } finally {
    await db.close();
  }
}, 300_000);

const flags = { architectures: 'topk,relu_l1', latents: '16,32', nulls: true };

test.each([
  { changes: { seeds: '1' }, says: 'a study compares seeds' },
  { changes: { architectures: 'OTHER' }, says: 'does not know it' },
  { changes: { l0: '2.5' }, says: 'keeps whole numbers' },
  { changes: { latents: '16,16' }, says: 'named twice' },
  { changes: { sparsity: '1,2,3' }, says: '3 numbers for 2' },
  { changes: { activations: 'somewhere', sparsity: '2' }, says: '"TOPK": it needs --l0' },
])('$changes is refused', ({ changes, says }) => {
  const error = (() => {
    try {
      return buildStudySettings({ ...flags, ...changes });
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(isReseedError(error) && error.code).toBe('BAD_INPUT');
  expect(String(error)).toContain(says);
});

test('run groups differ wherever anything but the seeds or the criterion differs', () => {
  const names = (changes: object) => buildStudySettings({ ...flags, ...changes }).map(({ training }) => training.name);
  const criterion = { definition: 'AGREE', threshold: '0', out: 'x.html', nulls: false };
  expect(names({ seeds: '7,8', ...criterion })).toEqual(names({}));
  const others = [
    { tokens: '1000' },
    { learningRate: '1' },
    { dataSeed: '4' },
    { activations: 'x', l0: '4', sparsity: '1' },
    { l0: '5' },
  ];
  const all = [{}, ...others].flatMap(names);
  expect(new Set(all).size).toBe(all.length);
});

test('a plot in characters has its points where they belong', () => {
  const text = drawTextLines({
    kind: 'lines',
    x: { label: 'n', from: 0, to: 60, ticks: [0, 60], tickLabels: ['16', '32'] },
    y: { label: 'y', from: 0, to: 1, ticks: [0, 1] },
    lines: [
      {
        label: 'TOPK',
        style: 'main',
        points: [
          [0, 0],
          [60, 1],
        ],
      },
      {
        label: 'RELU_L1',
        style: 'other',
        points: [
          [30, 0.4],
          [60, 1],
        ],
      },
    ],
  });
  const lines = text.split('\n');
  expect(lines[0]).toMatch(/^1 \| {57,}\.*\*$/);
  expect(lines[0]).toHaveLength(3 + 61);
  expect(lines[9][3 + 30]).toBe('R');
  expect(lines[15].slice(0, 4)).toBe('0 |T');
  expect(lines[17].trim()).toMatch(/^16 +32$/);
});
