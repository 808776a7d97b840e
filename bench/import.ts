/**
 * Import: rows per second of our paths next to a plain binary COPY of the same bytes into the same table, in the same run.
 *
 * Three ways, each into an empty part of `latent_vectors`, decoder and encoder rows: COPY of ready bytes; `copyVectors` from typed arrays;
 * the whole import job from a safetensors file (survey, hashes, latents, vectors, publication).
 * `node bench/import.ts [--latents 16384] [--widths 768,4096] [--repeats 3]`; RESEED_TEST_DATABASE_URL adds PostgreSQL.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { encodeRows } from '../db/connect/binary-copy.ts';
import type { Database } from '../db/connect/connect.ts';
import { copyVectors } from '../db/stores/latents.ts';
import { type BenchDatabase, onEveryDatabase } from './bench-databases.ts';
import { importCheckpoint } from './import-checkpoint.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';
import { beginSynthetic } from './stored-dictionary.ts';
import { writeSyntheticCheckpoint } from './synthetic-checkpoint.ts';
import { measure, median } from './timing.ts';

const { values: flags } = parseArgs({
  options: {
    latents: { type: 'string', default: '16384' },
    widths: { type: 'string', default: '768,4096' },
    repeats: { type: 'string', default: '3' },
  },
});
const n = Number(flags.latents);
const repeats = Number(flags.repeats);
const TABLE = 'latent_vectors (space_id, dictionary_id, side, index, vector)';

interface Rows {
  n: number;
  d: number;
  values: Float32Array;
}

/** Tuples of both sides under another dictionary id, encoded before the clock starts, in the pieces that our path uses. */
function encodeReady(db: Database, { rows, spaceId, id }: { rows: Rows; spaceId: number; id: number }): Uint8Array[][] {
  const perCopy = Math.floor(db.copyChunkBytes / (4 * rows.d + 64));
  const copies: Uint8Array[][] = [];
  for (const side of [0, 1]) {
    for (let from = 0; from < rows.n; from += perCopy) {
      const count = Math.min(perCopy, rows.n - from);
      const values = rows.values.subarray(from * rows.d, (from + count) * rows.d);
      const tuples = encodeRows(
        [
          { type: 'int8', at: () => spaceId },
          { type: 'int8', at: () => id },
          { type: 'int2', at: () => side },
          { type: 'int4', at: (row) => from + row },
          { type: 'vector', values, d: rows.d },
        ],
        count,
      );
      copies.push([...tuples]);
    }
  }
  return copies;
}

async function copyPlainly(db: Database, rows: Rows): Promise<number> {
  const { spaceId, id } = await beginSynthetic(db, { rows, hasEncoder: true });
  const copies = encodeReady(db, { rows, spaceId, id });
  const { ms } = await measure(async () => {
    for (const chunks of copies) await db.copyIn(TABLE, chunks);
  });
  await db.query('truncate latent_vectors');
  return ms;
}

async function copyOurs(db: Database, rows: Rows): Promise<number> {
  const { spaceId, id: dictionaryId } = await beginSynthetic(db, { rows, hasEncoder: true });
  const { values, d } = rows;
  const { ms } = await measure(async () => {
    for (const side of ['DECODER', 'ENCODER'] as const) {
      await copyVectors(db, { spaceId, dictionaryId, side, start: 0, values, d });
    }
  });
  await db.query('truncate latent_vectors');
  return ms;
}

async function importWhole(db: Database, from: { folder: string; nth: number }): Promise<number> {
  const ms = await importCheckpoint(db, from);
  await db.query('truncate latent_vectors');
  return ms;
}

async function runDatabase(
  { name, db }: BenchDatabase,
  { rows, folder }: { rows: Rows; folder: string },
): Promise<string[][]> {
  const times: Record<'plain' | 'ours' | 'whole', number[]> = { plain: [], ours: [], whole: [] };
  for (let nth = 0; nth <= repeats; nth++) {
    // in turns, so that what disturbs the machine disturbs all three
    const plain = await copyPlainly(db, rows);
    const ours = await copyOurs(db, rows);
    const whole = await importWhole(db, { folder, nth });
    if (nth === 0) continue; // the first round grows the files of the database
    times.plain.push(plain);
    times.ours.push(ours);
    times.whole.push(whole);
  }
  const perSecond = (ms: number) => (2 * rows.n) / (ms / 1000);
  const line = (what: string, all: number[]) => [
    name,
    what,
    `${Math.round(perSecond(median(all))).toLocaleString('en')} rows/s`,
    (median(times.plain) / median(all)).toFixed(2),
  ];
  return [
    line('plain COPY of ready bytes', times.plain),
    line('copyVectors from typed arrays', times.ours),
    line('whole import from safetensors', times.whole),
  ];
}

const sections = [
  '# Import',
  describeMachine(),
  `${n.toLocaleString('en')} latents, decoder and encoder rows counted; medians of ${repeats} rounds, the three ways in turns.`,
];
if (!process.env.RESEED_TEST_DATABASE_URL) sections.push('Without a PostgreSQL server (RESEED_TEST_DATABASE_URL).');
for (const d of flags.widths.split(',').map(Number)) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'reseed-bench-'));
  try {
    await writeSyntheticCheckpoint(folder, { n, d });
    const rows = { n, d, values: Float32Array.from({ length: n * d }, (_, k) => Math.sin(k)) };
    const lines: string[][] = [];
    await onEveryDatabase(async (database) => {
      lines.push(...(await runDatabase(database, { rows, folder })));
    });
    const table = markdownTable(['database', 'way', 'rate', 'of plain COPY'], lines);
    sections.push(`## d = ${d}\n\n${table}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
writeReport('import', sections.join('\n\n'));
