import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { createJob } from '../../db/stores/job-runs.ts';
import { findNulls, findSides } from '../../db/stores/matchings.ts';
import { loadEnd } from '../../db/stores/matching-blocks.ts';
import { readRows } from '../../db/stores/latents.ts';
import { findOrphanSpans, findSimilarities } from '../../db/stores/similarities.ts';
import { includeRowRounding } from '../../src/compute/matching/certificate.ts';
import { matchRows } from '../../src/compute/matching/match-rows.ts';
import { orphanSpans } from '../../src/compute/similarity/orphan-spans.ts';
import { canonicalCorrelation } from '../../src/compute/similarity/canonical-correlation.ts';
import { drawRotation, rotateRows } from '../../src/compute/nulls/random-rotation.ts';
import { buildRandomStream } from '../../src/compute/nulls/random-stream.ts';
import { buildUnitRows, pickRows } from '../../src/compute/unit-rows.ts';
import { readUnitRows } from '../../src/jobs/matching/read-unit-rows.ts';
import { recoverJobs } from '../../src/jobs/queue/recover-jobs.ts';
import { startBoss } from '../../src/jobs/queue/boss.ts';
import { queueName } from '../../src/jobs/queue/queue-name.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';
import { RANDOM_SEED } from '../../src/compute/random-seed.ts';

let root: string;
let fixture: JobFixture;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-match-'));
  await writeFile(path.join(root, 'reseed.json'), JSON.stringify({ model: 'tiny', hookpoint: 'layers.0' }));
  fixture = await startJobFixture({ importRoots: [root] });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

/** Imports a group of dictionaries of one size. */
async function importGroup(name: string, shape: { n: number; d: number; seeds: number[] }): Promise<DictionaryRow[]> {
  const rows: DictionaryRow[] = [];
  for (const seed of shape.seeds) {
    const folder = `${name}/seed${seed}`;
    await writeSparsifyCheckpoint(path.join(root, folder), { ...shape, seed: seed * 100 });
    const job = await fixture.succeeded(
      (await fixture.queue.enqueue('IMPORT', { path: folder, hookpoint: `d${shape.d}` })).id,
    );
    const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
    if (!row) throw new Error(`${job.errorCode}: ${job.errorMessage}`);
    rows.push(row);
  }
  return rows;
}

async function unitRowsOf(row: DictionaryRow) {
  const { spaceId, id: dictionaryId, nLatents: n, dIn: d } = row;
  return buildUnitRows(await readRows(fixture.db, { spaceId, dictionaryId, side: 'DECODER', start: 0, count: n, d }), {
    n,
    d,
  }).unit;
}

test("a matching in the database is the engine's, side by side and end by end, with its null", async () => {
  const [a, b] = await importGroup('pair', { n: 24, d: 6, seeds: [1, 2] });
  const { matchings, jobs } = await fixture.queue.enqueueMatchings({
    pairs: [{ a, b }],
    measures: ['COSINE'],
    nulls: true,
  });
  expect(jobs.map((job) => job.kind)).toEqual(['MATCH', 'MATCH', 'NULL_BASELINE']);
  for (const job of jobs)
    expect(await fixture.succeeded(job.id)).toMatchObject({ state: 'SUCCEEDED', matchingId: matchings[0].id });
  const [sides] = await findSides(fixture.db, matchings);
  expect(sides.map((row) => row.side).sort()).toEqual(['DECODER', 'ENCODER']);
  const unitA = await unitRowsOf(a);
  const direct = await matchRows(unitA, await unitRowsOf(b), { measure: 'COSINE', threads: 1 });
  const key = { spaceId: matchings[0].spaceId, id: matchings[0].id };
  expect(await loadEnd(fixture.db, { matching: key, side: 'DECODER', end: 'A', n: 24 })).toEqual(direct.a);
  expect(await loadEnd(fixture.db, { matching: key, side: 'DECODER', end: 'B', n: 24 })).toEqual(direct.b);
  expect(sides.find((row) => row.side === 'DECODER')?.certificate).toEqual(
    includeRowRounding(direct.certificate, { pairs: 24, d: unitA.d }),
  );
  const [nulls] = await findNulls(fixture.db, matchings);
  expect(nulls.map((row) => row.kind).sort()).toEqual(['COVARIANCE_MATCHED', 'ISOTROPIC', 'JOINT', 'ROTATION']);
  for (const { statistics } of nulls) {
    expect(statistics).toMatchObject({
      draws: 9,
      cycles: { decoder: expect.any(Number), encoder: expect.any(Number) },
    });
    expect(statistics.similarity?.cka).toHaveLength(9);
  }
  // nulls of an older version are drawn again; the isotropic one is that of any pair of these sizes
  await fixture.db.run("delete from null_baselines where matching_id = $1 and kind = 'ROTATION'", [key.id]);
  const again = await fixture.queue.enqueueMatchings({ pairs: [{ a, b }], measures: ['COSINE'], nulls: true });
  expect(again.jobs.map((job) => job.kind)).toEqual(['NULL_BASELINE']);
  await fixture.succeeded(again.jobs[0].id);
  const [second] = await findNulls(fixture.db, matchings);
  expect(second.map(({ statistics }) => statistics)).toEqual(nulls.map(({ statistics }) => statistics));
  const none = await fixture.queue.enqueueMatchings({ pairs: [{ a, b }], measures: ['COSINE'], nulls: true });
  expect(none.jobs).toEqual([]);
});

test('SVCCA of a matching is that of the rows of its pairs', async () => {
  const [a, b] = await importGroup('svcca', { n: 40, d: 5, seeds: [1, 2] });
  const request = { measures: ['COSINE' as const], nulls: false };
  const { matchings, jobs } = await fixture.queue.enqueueMatchings({ ...request, pairs: [{ a, b }] });
  const [matching] = matchings;
  const [early] = await fixture.queue.enqueueMissing('SIMILARITY', [{ matching, a, b }]);
  for (const job of jobs) await fixture.succeeded(job.id);
  expect(await fixture.succeeded(early.id)).toMatchObject({ state: 'SUCCEEDED' }); // matchings are taken first
  const [row] = await findSimilarities(fixture.db, [matching]);
  const { partner } = await loadEnd(fixture.db, { matching, side: 'DECODER', end: 'A', n: 40 });
  const [one, other] = [await unitRowsOf(a), await unitRowsOf(b)];
  const paired = Float32Array.from(
    { length: 200 },
    (_, at) => other.values[partner[Math.floor(at / 5)] * 5 + (at % 5)],
  );
  const options = { variance: 0.99, shuffles: 99, seed: RANDOM_SEED, threads: 1 };
  const expected = await canonicalCorrelation({ a: one, b: { n: 40, d: 5, values: paired } }, options);
  expect(row?.statistics).toMatchObject({ pairs: 40, sampledFrom: 40, shuffles: 99, correlation: expected });
  // B turned at random, and matched anew
  expect(row?.statistics.rotated).toHaveLength(9);
  const rotation = await drawRotation(5, buildRandomStream(RANDOM_SEED, [0]));
  const turned = await rotateRows(other, rotation);
  const { a: again } = await matchRows(one, turned, { measure: 'COSINE', threads: 1 });
  const chosen = { a: one, b: pickRows(turned, Array.from(again.partner)) };
  const byChance = await canonicalCorrelation(chosen, { ...options, shuffles: 0 });
  expect(row?.statistics.rotated?.[0]).toBeCloseTo(byChance?.value ?? Number.NaN, 5);
  // the subspaces of the latents that the pair does not share, by the default criterion
  const [stored] = await findOrphanSpans(fixture.db, [matching]);
  const encoders = await loadEnd(fixture.db, { matching, side: 'ENCODER', end: 'A', n: 40 });
  const decoders = await loadEnd(fixture.db, { matching, side: 'DECODER', end: 'A', n: 40 });
  const orphans = Array.from(partner.keys()).filter(
    (i) => partner[i] !== encoders.partner[i] || decoders.cosine[i] < 0.7 || encoders.cosine[i] < 0.7,
  );
  const spans = stored?.statistics.spans;
  expect(spans?.orphans).toEqual([orphans.length, orphans.length]);
  expect(spans?.subsets).toHaveLength(9);
  const ends = { a: orphans, b: orphans.map((i) => partner[i]).sort((x, y) => x - y) };
  const everyone = Array.from(partner.keys());
  const direct = await orphanSpans(
    {
      a: { rows: one, orphans: ends.a, among: everyone },
      b: { rows: other, orphans: ends.b, among: everyone },
    },
    { draws: 0, seed: RANDOM_SEED, threads: 1 },
  );
  expect(spans?.meanSquaredCosine).toBeCloseTo(direct?.meanSquaredCosine ?? Number.NaN, 5);
  expect(spans?.ofA.mean).toBeCloseTo(direct?.ofA.mean ?? Number.NaN, 5);
  expect(await fixture.queue.enqueueMissing('SIMILARITY', [{ matching, a, b }])).toEqual([]);
});

test('the same work is never queued or done twice', async () => {
  const [a, b] = await importGroup('twice', { n: 16, d: 4, seeds: [1, 2] });
  const request = { measures: ['COSINE' as const], nulls: false };
  const asked = await Promise.all([
    fixture.queue.enqueueMatchings({ ...request, pairs: [{ a, b }] }),
    fixture.queue.enqueueMatchings({ ...request, pairs: [{ a: b, b: a }] }),
  ]);
  expect(asked[0].matchings[0].id).toBe(asked[1].matchings[0].id);
  const ids = new Set(asked.flatMap(({ jobs }) => jobs.map((job) => job.id)));
  for (const id of ids) expect(await fixture.succeeded(id)).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
  expect((await fixture.queue.enqueueMatchings({ ...request, pairs: [{ a, b }] })).jobs).toEqual([]);
  const [{ count }] = await fixture.db.query<{ count: number }>(
    "select count(*)::int as count from jobs where kind = 'MATCH' and matching_id = $1",
    [asked[0].matchings[0].id],
  );
  expect(count).toBe(2);
});

test('a running job ends soon after it is cancelled and leaves nothing', async () => {
  const [a, b] = await importGroup('cancel', { n: 3000, d: 16, seeds: [1, 2] });
  const { matchings, jobs } = await fixture.queue.enqueueMatchings({
    pairs: [{ a, b }],
    measures: ['COSINE'],
    nulls: false,
  });
  const cancelled = await fixture.queue.cancel(jobs[1].id);
  expect(cancelled).toMatchObject({ state: 'CANCELLED' });
  await fixture.until(jobs[0].id, ({ state }) => state === 'RUNNING');
  await fixture.queue.cancel(jobs[0].id);
  expect(await fixture.ended(jobs[0].id)).toMatchObject({ state: 'CANCELLED' });
  expect(await findSides(fixture.db, matchings)).toEqual([[]]);
});

test('reading rows stops between two parts, and says so if the dictionary is gone', async () => {
  const [row] = await importGroup('parts', { n: 4200, d: 256, seeds: [1] }); // 4.3 MB: two parts
  const stop = new AbortController();
  const reason = new Error('not wanted');
  let reads = 0;
  const read = (onRead: () => void) => {
    const db: typeof fixture.db = {
      ...fixture.db,
      copyOut(select) {
        reads++;
        onRead();
        return fixture.db.copyOut(select);
      },
    };
    return readUnitRows({ db, signal: stop.signal }, { dictionary: row, side: 'DECODER' });
  };
  const whole = await read(() => {});
  expect(whole).toEqual(await unitRowsOf(row));
  expect(reads).toBe(2);
  await expect(read(() => stop.abort(reason))).rejects.toBe(reason);
  expect(reads).toBe(3);
  const gone = { ...row, id: row.id + 1_000_000 };
  const { signal } = new AbortController();
  await expect(readUnitRows({ db: fixture.db, signal }, { dictionary: gone, side: 'DECODER' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a deleted dictionary is not matched, whether it goes before or during the work', async () => {
  const [a, b, c] = await importGroup('gone', { n: 3000, d: 5, seeds: [1, 2, 3] });
  const request = { measures: ['COSINE' as const], nulls: false };
  await fixture.queue.enqueue('DELETE', c);
  await expect(fixture.queue.enqueueMatchings({ ...request, pairs: [{ a, b: c }] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const { jobs } = await fixture.queue.enqueueMatchings({ ...request, pairs: [{ a, b }] });
  const deletion = await fixture.queue.enqueue('DELETE', b);
  await expect(fixture.queue.enqueue('DELETE', b)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const job of jobs)
    expect(await fixture.ended(job.id)).toMatchObject({ state: 'FAILED', errorCode: 'NOT_FOUND' });
  expect(await fixture.succeeded(deletion.id)).toMatchObject({ state: 'SUCCEEDED' });
  const [{ count }] = await fixture.db.query<{ count: number }>(
    'select count(*)::int as count from latent_vectors where dictionary_id = $1',
    [b.id],
  );
  expect(count).toBe(0);
});

test('a job whose process is gone is given back or ended when the database opens', async () => {
  const orphaned = await createJob(fixture.db, {
    kind: 'DELETE',
    key: 'ran by a command',
    title: 'x',
    payload: { spaceId: 1, dictionaryId: 0 },
  });
  await fixture.db.query(
    "update jobs set state = 'RUNNING', attempt = 1, updated_at = now() - interval '1 hour' where id = $1",
    [orphaned.job.id],
  );
  const boss = await startBoss(fixture.db, { supervise: false, onError: () => {} });
  await recoverJobs({ db: fixture.db, boss });
  expect(await fixture.ended(orphaned.job.id)).toMatchObject({ state: 'FAILED', errorCode: 'JOB_FAILED' });
  expect(await boss.getQueue(queueName('MATCH'))).toBeTruthy();
  await boss.stop({ graceful: false });
});
