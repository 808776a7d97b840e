/**
 * Memory of one large import: the peak of this process while it imports a dictionary of 131,072 x 4,096 (float32, 4.3 GB) into PostgreSQL,
 * above what the process holds with the database open and nothing to do.
 *
 * `node bench/import-memory.ts [--latents 131072] [--width 4096]` with RESEED_TEST_DATABASE_URL; needs about 12 GB of disk.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchDatabase, onEveryDatabase } from './bench-databases.ts';
import { importCheckpoint } from './import-checkpoint.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';
import { writeSyntheticCheckpoint } from './synthetic-checkpoint.ts';

const { values: flags } = parseArgs({
  options: { latents: { type: 'string', default: '131072' }, width: { type: 'string', default: '4096' } },
});
const shape = { n: Number(flags.latents), d: Number(flags.width) };
if (!process.env.RESEED_TEST_DATABASE_URL) throw new Error('set RESEED_TEST_DATABASE_URL to a PostgreSQL server');

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB`;
const lines: string[][] = [];

async function run({ name, db }: BenchDatabase, folder: string): Promise<void> {
  if (db.kind !== 'POSTGRES') return;
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const ms = await importCheckpoint(db, { folder, nth: 0 });
  clearInterval(watch);
  const bytes = 8 * shape.n * shape.d;
  lines.push([
    name,
    megabytes(bytes),
    megabytes(before),
    megabytes(peak),
    megabytes(peak - before),
    `${Math.round(ms / 1000)} s`,
  ]);
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'reseed-bench-'));
try {
  await writeSyntheticCheckpoint(folder, shape);
  await onEveryDatabase((database) => run(database, folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}
const table = markdownTable(['database', 'weights', 'before', 'peak', 'above', 'time'], lines);
const size = `${shape.n.toLocaleString('en')} x ${shape.d.toLocaleString('en')}`;
writeReport(
  'import-memory',
  `# Memory of a large import\n\n${describeMachine()}\n\n${size}, float32, sparsify; resident memory of the importing process, seen every 50 ms; one run.\n\n${table}`,
);
