/** All pairs of a run group: separate jobs that workers share, rows read once per worker, one progress for the whole. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DictionaryRow, listDictionaries } from '../../db/stores/dictionaries.ts';
import { readMatchingProgress } from '../../db/stores/read-matching-progress.ts';
import { followProgress } from '../../src/graph/subscriptions/follow-progress.ts';
import { startWorker } from '../../src/jobs/worker/worker.ts';
import { recordStatements } from '../db/test-database.ts';
import { type JobFixture, silent, startJobFixture } from './job-fixture.ts';
import { writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';

const SEEDS = [1, 2, 3, 4];
let root: string;
let fixture: JobFixture;
let rows: DictionaryRow[];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-group-'));
  await writeFile(path.join(root, 'reseed.json'), JSON.stringify({ model: 'tiny', hookpoint: 'layers.0' }));
  fixture = await startJobFixture({ importRoots: [root] });
  for (const seed of SEEDS) {
    await writeSparsifyCheckpoint(path.join(root, `run/seed${seed}`), { n: 32, d: 6, seed: seed * 100 });
    await fixture.succeeded((await fixture.queue.enqueue('IMPORT', { path: `run/seed${seed}` })).id);
  }
  rows = (await listDictionaries(fixture.db, { filter: {}, first: 10, after: null })).rows;
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

test('every side is a job of its own, decoders first; rows are read once each; the progress is one, and ends', async () => {
  const { db, queue } = fixture;
  const group = { spaceId: rows[0].spaceId, id: rows[0].runGroupId };
  const none = { queued: 0, running: 0, failed: 0, cancelled: 0, runningFraction: 0 };
  expect(await readMatchingProgress(db, { group, measure: 'COSINE' })).toEqual({ ...none, total: 12, done: 0 });
  await fixture.worker.stop();
  const pairs = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => ({ a, b })));
  const { jobs } = await queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls: false });
  const sides = jobs.map(({ payload }) => (payload as { side: string }).side);
  expect(sides).toEqual(Array.from({ length: 12 }, (_, i) => (i < 6 ? 'DECODER' : 'ENCODER')));
  expect(await readMatchingProgress(db, { group, measure: 'COSINE' })).toEqual({
    ...none,
    total: 12,
    done: 0,
    queued: 12,
  });
  await queue.cancel(jobs[11].id);
  const seen: { done: number; total: number; cancelled: number }[] = [];
  const settings = { importRoots: [root], threads: 1, memoryMb: 1024, rowCacheMb: 16 };
  const { statements } = await recordStatements(async () => {
    const worker = await startWorker({ db, settings, log: silent, kinds: ['MATCH'] });
    try {
      for await (const row of followProgress(db, { group, measure: 'COSINE', pollMs: 5 })) seen.push(row);
    } finally {
      await worker.stop();
    }
  });
  expect(seen[0]).toMatchObject({ total: 12, done: 0 });
  expect(seen.at(-1)).toMatchObject({ total: 12, done: 11, queued: 0, running: 0, cancelled: 1 });
  const done = seen.map((row) => row.done);
  expect(done).toEqual(done.toSorted((x, y) => x - y));
  // four dictionaries, two sides: not once per pair
  expect(statements.filter((text) => /select vector from latent_vectors/.test(text)).length).toBe(8);
  // asked again, what is missing is queued, and nothing else
  const again = await queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls: false });
  expect(again.jobs).toHaveLength(1);
  expect(await readMatchingProgress(db, { group, measure: 'COSINE' })).toMatchObject({
    done: 11,
    queued: 1,
    cancelled: 0,
  });
  expect(await readMatchingProgress(db, { group, measure: 'ABSOLUTE_COSINE' })).toMatchObject({
    total: 12,
    done: 0,
    queued: 0,
  });
});

test('who stops listening is heard at once, though nothing changes', async () => {
  const group = { spaceId: rows[0].spaceId, id: rows[0].runGroupId };
  const rowsOf = followProgress(fixture.db, { group, measure: 'COSINE', pollMs: 600_000 });
  expect((await rowsOf.next()).value).toMatchObject({ queued: 1 });
  const waiting = rowsOf.next();
  await rowsOf.return();
  expect((await waiting).done).toBe(true);
});
