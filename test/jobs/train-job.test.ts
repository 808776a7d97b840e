/** Training as a job: from request to dictionaries of one run group, matched. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRunGroups } from '../../db/stores/catalogue.ts';
import { listDictionariesOfRunGroups } from '../../db/stores/dictionaries.ts';
import { listJobs } from '../../db/stores/job-runs.ts';
import { readRows } from '../../db/stores/latents.ts';
import { findNulls, listMatchings } from '../../db/stores/matchings.ts';
import { listDictionariesOfRuns } from '../../db/stores/training-dictionaries.ts';
import { listTrainingDistances } from '../../db/stores/training-distances.ts';
import { listTrainingCurves } from '../../db/stores/training-points.ts';
import { listTrainingRuns } from '../../db/stores/training-runs.ts';
import { buildRandomStream } from '../../src/compute/nulls/random-stream.ts';
import type { TrainingRunRequest } from '../../src/compute/training/options/run-options.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { exampleRequest, writeExampleActivations, writeShards } from './training-fixture.ts';

let root: string;
let checkpoints: string;
let fixture: JobFixture;

beforeAll(async () => {
  root = await writeExampleActivations();
  checkpoints = path.join(root, 'checkpoints');
  fixture = await startJobFixture({ importRoots: [root], trainingDir: checkpoints });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

async function findRun(name: string) {
  const { rows } = await listTrainingRuns(fixture.db, { name, first: 10, after: null });
  return rows[0];
}
async function members(name: string) {
  const [group] = await listRunGroups(fixture.db, { name });
  return listDictionariesOfRunGroups(fixture.db, [group]);
}
const train = async (request: TrainingRunRequest) => fixture.ended((await fixture.queue.enqueue('TRAIN', request)).id);

async function curve(name: string) {
  return (await listTrainingCurves(fixture.db, [{ run: await findRun(name), maxPoints: 5 }]))[0];
}

test('three seeds become a matched run group with curves, measures and provenance', async () => {
  expect(await train(exampleRequest())).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
  const run = await findRun('tiny');
  expect(run).toMatchObject({ provider: 'cpu', resumedAt: 0, seeds: [1, 2, 3], estimate: { diskMb: 1 } });
  expect(run.sources?.map(({ name }) => name)).toHaveLength(2);
  const rows = await members('tiny');
  expect(rows.map(({ initSeed }) => initSeed)).toEqual([1, 2, 3]);
  expect(rows[0]).toMatchObject({
    architecture: 'TOPK',
    nLatents: 32,
    dIn: 8,
    k: 2,
    tokens: 1920,
    dataset: 'example text',
  });
  expect(rows[0]).toMatchObject({ name: 'tiny/seed1', format: 'reseed-training', files: run.sources });
  const [made] = await listDictionariesOfRuns(fixture.db, [run]);
  for (const { heldOut } of made) {
    expect(heldOut?.fvu).toBeLessThan(0.6);
    expect(heldOut?.l0).toBeCloseTo(2, 1);
    expect(heldOut?.tokens).toBe(200);
  }
  for (const { seed, dictionaryId, initialisation } of made) {
    const range = { spaceId: run.spaceId, dictionaryId, side: 'DECODER' as const, start: 0, count: 32, d: 8 };
    const stored = await readRows(fixture.db, range);
    const cosines = Array.from({ length: 32 }, (_, i) => {
      const stream = buildRandomStream(seed, [1, i]);
      const first = Array.from({ length: 8 }, () => stream.nextNormal());
      const last = [...stored.subarray(i * 8, (i + 1) * 8)];
      return last.reduce((sum, x, z) => sum + x * first[z], 0) / Math.hypot(...first) / Math.hypot(...last);
    });
    expect(initialisation?.meanDecoderCosine).toBeCloseTo(cosines.reduce((sum, x) => sum + x, 0) / 32, 5);
    expect(initialisation?.quantiles[0].cosine).toBeCloseTo(Math.min(...cosines), 5);
    expect(initialisation?.quantiles.at(-1)?.cosine).toBeCloseTo(Math.max(...cosines), 5);
    // it has moved, and has not gone anywhere at random: chance is 0 with a standard error of 1 / sqrt(32 x 8)
    expect(initialisation?.meanDecoderCosine).toBeLessThan(0.999);
    expect(initialisation?.meanDecoderCosine).toBeGreaterThan(4 / Math.sqrt(32 * 8));
  }
  const [points] = await listTrainingCurves(fixture.db, [{ run, maxPoints: 2000 }]);
  expect(points).toHaveLength(180);
  expect(points.at(-1)).toMatchObject({ seed: 3, step: 60, tokens: 1920 });
  const { rows: matchings } = await listMatchings(fixture.db, { filter: {}, first: 10, after: null });
  expect(matchings).toHaveLength(3);
  await expect.poll(() => readdir(checkpoints)).toEqual([]); // once all is committed
});

test('distances between the seeds are measured from the first weights to the last, as written out from the stored rows', async () => {
  const run = await findRun('tiny');
  const [distances] = await listTrainingDistances(fixture.db, [run]);
  expect(distances.map(({ step, tokens }) => [step, tokens / 32])).toEqual(
    [0, 1, 2, 4, 8, 15, 30, 45, 60].map((step) => [step, step]),
  );
  const [first, last] = [distances[0], distances[8]];
  expect(first.initialCosine).toBeCloseTo(1, 6);
  const [made] = await listDictionariesOfRuns(fixture.db, [run]);
  const began = made.map(({ initialisation }) => initialisation?.meanDecoderCosine ?? Number.NaN);
  expect(last.initialCosine).toBeCloseTo(began.reduce((sum, one) => sum + one, 0) / 3, 6);
  const rows = await Promise.all(
    made.map(({ spaceId, dictionaryId }) =>
      readRows(fixture.db, { spaceId, dictionaryId, side: 'DECODER' as const, start: 0, count: 32, d: 8 }),
    ),
  );
  const dot = (a: Float32Array, b: Float32Array, [i, j]: [number, number]) =>
    a.subarray(i * 8, (i + 1) * 8).reduce((sum, x, z) => sum + x * b[j * 8 + z], 0);
  const latents = Array.from({ length: 32 }, (_, i) => i);
  let [same, nearest] = [0, 0];
  for (const a of rows)
    for (const b of rows)
      if (a !== b)
        for (const i of latents) {
          same += dot(a, b, [i, i]) / (6 * 32);
          nearest += Math.max(...latents.map((j) => dot(a, b, [i, j]))) / (6 * 32);
        }
  expect(last).toMatchObject({ compared: 32 });
  expect(last.sameIndexCosine).toBeCloseTo(same, 4);
  expect(last.nearestCosine).toBeCloseTo(nearest, 4);
});

test('a curve is cut into equal parts, of which each has its last point', async () => {
  const run = await findRun('tiny');
  const [points] = await listTrainingCurves(fixture.db, [{ run, maxPoints: 7 }]);
  const steps = points.filter(({ seed }) => seed === 2).map(({ step }) => step);
  expect(steps).toEqual([8, 17, 25, 34, 42, 51, 60]);
});

test('the same request again finds the same run; more seeds of the group are matched with those that are there', async () => {
  const before = await findRun('tiny');
  expect(await train(exampleRequest({ match: false }))).toMatchObject({ id: before.jobId, state: 'SUCCEEDED' });
  expect(await train(exampleRequest({ seeds: [5, 4] }))).toMatchObject({ state: 'SUCCEEDED' });
  const rows = await members('tiny');
  expect(rows.map(({ initSeed }) => initSeed)).toEqual([1, 2, 3, 4, 5]);
  const { total } = await listMatchings(fixture.db, { filter: {}, first: 1, after: null });
  expect(total).toBe(10);
  // the seeds of a run do not depend on which others there are
  expect(await train(exampleRequest({ name: 'alone', seeds: [2] }))).toMatchObject({ state: 'SUCCEEDED' });
  const [made] = await listDictionariesOfRuns(fixture.db, [await findRun('alone')]);
  expect(made[0].dictionaryId).toBe(rows[1].id);
});

test('a run whose dictionary was deleted is trained again', async () => {
  const [first] = await members('tiny');
  await fixture.succeeded((await fixture.queue.enqueue('DELETE', first)).id);
  const before = await findRun('tiny');
  const again = await train(exampleRequest());
  expect(again.state).toBe('SUCCEEDED');
  const rows = await members('tiny');
  expect(rows.find(({ initSeed }) => initSeed === 1)?.contentSha256).toBe(first.contentSha256);
  expect(before.seeds).toHaveLength(2);
});

test('snapshots become run groups of their own, matched', async () => {
  const job = await train(exampleRequest({ name: 'grown', seeds: [1, 2], matchAtCheckpoints: [1_000, 320] }));
  expect(job.state).toBe('SUCCEEDED');
  const run = await findRun('grown');
  const [made] = await listDictionariesOfRuns(fixture.db, [run]);
  expect(made.map(({ tokens, seed }) => [tokens, seed])).toEqual([
    [320, 1],
    [320, 2],
    [992, 1],
    [992, 2],
    [1920, 1],
    [1920, 2],
  ]);
  const fvu = made.filter(({ seed }) => seed === 1).map(({ heldOut }) => heldOut?.fvu ?? Number.NaN);
  expect(fvu[0]).toBeGreaterThan(fvu[2]);
  const [group] = await listRunGroups(fixture.db, { name: 'grown@320' });
  const { total } = await listMatchings(fixture.db, { filter: { runGroups: [group] }, first: 1, after: null });
  expect(total).toBe(1);
});

test.each([
  ['INDEPENDENT', 0],
  ['SHARED', 1],
] as const)('decoder rows that begin %s, with a penalty on weights', async (initialRows, alike) => {
  const request = exampleRequest({ name: initialRows, initialRows, weightPenalty: 1e-3, seeds: [1, 2], nulls: true });
  expect(await train(request)).toMatchObject({ state: 'SUCCEEDED' });
  const run = await findRun(initialRows);
  expect(run.settings.plan).toMatchObject({ initialRows, weightPenalty: 1e-3 });
  const [group] = await listRunGroups(fixture.db, { name: initialRows });
  const { rows } = await listMatchings(fixture.db, { filter: { runGroups: [group] }, first: 1, after: null });
  const findInitial = async () =>
    (await findNulls(fixture.db, rows))[0].find(({ kind }) => kind === 'INITIAL')?.statistics ?? null;
  await expect.poll(findInitial, { timeout: 60_000 }).not.toBeNull();
  const initial = await findInitial();
  // before training the decoders of both seeds are equal, or no more alike than random rows, as the encoders are
  const [decoder, encoder] = [initial?.decoder.meanMatchedCosine ?? 0, initial?.encoder?.meanMatchedCosine ?? 0];
  expect(encoder).toBeLessThan(0.9);
  if (alike === 1) expect(decoder).toBeCloseTo(1, 6);
  else {
    expect(decoder).toBeLessThan(0.9);
    expect(decoder).not.toBe(encoder); // rows of their own, not copies of the encoder's
  }
});

test.each(['BATCH_TOPK', 'RELU_L1', 'GATED', 'JUMP_RELU'] as const)('%s is trained', async (architecture) => {
  const sparsity = architecture === 'BATCH_TOPK' ? {} : { k: undefined, sparsityCoefficient: 0.01 };
  const job = await train(exampleRequest({ name: architecture, architecture, seeds: [1], match: false, ...sparsity }));
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  const [made] = await listDictionariesOfRuns(fixture.db, [await findRun(architecture)]);
  expect(made[0].heldOut?.fvu).toBeLessThan(1);
  expect((await members(architecture))[0]).toMatchObject({ architecture });
});

test('a target L0 is searched for once, and every seed trains with the coefficient that was reached', async () => {
  const sparse = { architecture: 'RELU_L1', k: undefined, targetL0: 3, tokens: 32 * 500, match: false } as const;
  expect(await train(exampleRequest({ name: 'sought', seeds: [1, 2], ...sparse }))).toMatchObject({
    state: 'SUCCEEDED',
  });
  const run = await findRun('sought');
  expect(run.settings.plan).toMatchObject({ targetL0: 3, sparsityCoefficient: null });
  expect(run.reached?.coefficient).toBeGreaterThan(0);
  expect(run.reached?.rounds[0].l0).toBeGreaterThan(1);
  const rows = await members('sought');
  expect(rows.map(({ l1Coefficient }) => l1Coefficient)).toEqual(Array(2).fill(run.reached?.coefficient));
  expect(rows[0].config).toMatchObject({ plan: { sparsityCoefficient: run.reached?.coefficient } });
  const [made] = await listDictionariesOfRuns(fixture.db, [run]);
  for (const { heldOut } of made) expect(Math.abs(Math.log((heldOut?.l0 ?? 0) / 3))).toBeLessThan(0.3);
  const [points] = await listTrainingCurves(fixture.db, [{ run, maxPoints: 2_000 }]);
  expect(new Set(points.map(({ seed }) => seed))).toEqual(new Set([1, 2])); // none of the search's own
  await expect.poll(() => readdir(checkpoints)).toEqual([]);
  // whichever seeds are asked for, the coefficient is the same, and so are their weights
  expect(await train(exampleRequest({ name: 'sought', seeds: [3], ...sparse }))).toMatchObject({ state: 'SUCCEEDED' });
  expect((await findRun('sought')).reached).toEqual(run.reached);
  const given = { ...sparse, targetL0: undefined, sparsityCoefficient: run.reached?.coefficient };
  expect(await train(exampleRequest({ name: 'given', seeds: [2], ...given }))).toMatchObject({ state: 'SUCCEEDED' });
  const [same] = await listDictionariesOfRuns(fixture.db, [await findRun('given')]);
  expect(same[0].dictionaryId).toBe(rows[1].id);
});

test('a search that is cancelled continues from its checkpoint when it is asked for again', async () => {
  const sparse = { architecture: 'GATED', k: undefined, targetL0: 3, tokens: 32 * 40_000, match: false } as const;
  const request = exampleRequest({ name: 'long search', seeds: [1], ...sparse });
  const job = await fixture.queue.enqueue('TRAIN', request);
  await fixture.until(job.id, (row) => row.advancedAttempt === 1);
  await fixture.queue.cancel(job.id);
  expect(await fixture.ended(job.id)).toMatchObject({ state: 'CANCELLED' });
  expect((await findRun('long search')).reached).toBeNull();
  const left = (await readdir(checkpoints, { recursive: true })).filter((name) =>
    /search.round-0.seed-0.step-/.test(name),
  );
  const first = Math.min(...left.map((name) => Number(/step-(\d+)/.exec(name)?.[1])));
  expect(first).toBeGreaterThan(0);
  const again = await fixture.queue.enqueue('TRAIN', request);
  const searching = await fixture.until(again.id, (row) => row.progressStep === 'searching the sparsity coefficient');
  expect(searching.progressDone).toBeGreaterThanOrEqual(32 * first);
  await fixture.queue.cancel(again.id);
  await fixture.ended(again.id);
});

test('a cancelled run ends on its way, keeps its curve, and continues when it is asked for again', async () => {
  const request = exampleRequest({ name: 'long', seeds: [1], tokens: 32 * 40_000, match: false });
  const job = await fixture.queue.enqueue('TRAIN', request);
  await fixture.until(job.id, (row) => row.advancedAttempt === 1);
  for (let points = 0; points === 0; ) [points] = [(await curve('long')).length];
  await fixture.queue.cancel(job.id);
  expect(await fixture.ended(job.id)).toMatchObject({ state: 'CANCELLED' });
  const kept = (await curve('long')).at(-1)?.step ?? 0;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(20_000); // far from its end
  const again = await fixture.queue.enqueue('TRAIN', request);
  expect(again.id).not.toBe(job.id);
  await fixture.until(again.id, (row) => row.state === 'RUNNING' && row.progressStep === 'training');
  const { resumedAt } = await findRun('long');
  expect(resumedAt).toBeGreaterThan(0);
  await fixture.queue.cancel(again.id);
  await fixture.ended(again.id);
});

const refused: [string, Partial<TrainingRunRequest>, string][] = [
  ['no size', { nLatents: undefined }, 'BAD_INPUT'],
  ['two sizes', { expansionFactor: 4 }, 'BAD_INPUT'],
  ['no k', { k: undefined }, 'BAD_INPUT'],
  ['k above n', { k: 33 }, 'BAD_INPUT'],
  ['a coefficient for TOPK', { sparsityCoefficient: 1 }, 'BAD_INPUT'],
  ['a target L0 for TOPK', { targetL0: 2 }, 'BAD_INPUT'],
  [
    'a target L0 for an external trainer',
    { architecture: 'GATED', k: undefined, targetL0: 2, trainer: 'x' },
    'BAD_INPUT',
  ],
  ['neither a coefficient nor a target', { architecture: 'GATED', k: undefined }, 'BAD_INPUT'],
  ['no seeds', { seeds: [] }, 'BAD_INPUT'],
  ['a seed twice', { seeds: [1, 1] }, 'BAD_INPUT'],
  ['a broken seed', { seeds: [1.5] }, 'BAD_INPUT'],
  ['a batch above the tokens', { batchSize: 1_000_000, tokens: 10 }, 'BAD_INPUT'],
  ['an infinite rate', { learningRate: Number.POSITIVE_INFINITY }, 'BAD_INPUT'],
  ['an empty name', { name: '  ' }, 'BAD_INPUT'],
  ['a snapshot at the end', { matchAtCheckpoints: [1920] }, 'BAD_INPUT'],
  ['two snapshots in one batch', { matchAtCheckpoints: [320, 325] }, 'BAD_INPUT'],
  ['activations outside the roots', { activations: { kind: 'SHARDS', path: '/etc' } }, 'PATH_OUTSIDE_ROOTS'],
  ['no activations', { activations: { kind: 'SHARDS', path: 'nothing' } }, 'SOURCE_NOT_FOUND'],
  ['another space', { activations: { kind: 'SHARDS', path: 'activations', model: 'other' } }, 'SPACE_MISMATCH'],
  ['more than memory', { nLatents: 2 ** 21 }, 'TOO_LARGE_TO_TRAIN'],
  ['an unknown trainer', { trainer: 'nobody' }, 'TRAINER_UNKNOWN'],
  ['another size for a group', { nLatents: 64 }, 'GROUP_MISMATCH'],
];
test.each(refused)('%s is refused before anything is queued', async (_what, changes, code) => {
  const { total } = await listJobs(fixture.db, { filter: {}, first: 1, after: null });
  const failure = await fixture.queue.enqueue('TRAIN', exampleRequest(changes)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect(await listJobs(fixture.db, { filter: {}, first: 1, after: null })).toMatchObject({ total });
});

test('a loss that is not finite fails the run with a hint; what else is queued continues', async () => {
  const diverging = await fixture.queue.enqueue(
    'TRAIN',
    exampleRequest({
      name: 'diverging',
      architecture: 'RELU_L1',
      k: undefined,
      sparsityCoefficient: 1,
      learningRate: 1e30,
    }),
  );
  const other = await fixture.queue.enqueue('TRAIN', exampleRequest({ name: 'after', seeds: [9], match: false }));
  expect(await fixture.ended(diverging.id)).toMatchObject({ state: 'FAILED', errorCode: 'TRAINING_DIVERGED' });
  expect(await fixture.succeeded(other.id)).toMatchObject({ state: 'SUCCEEDED' });
  expect(await listRunGroups(fixture.db, { name: 'diverging' })).toEqual([]);
});

test('a shard that changed, or is missing, fails the run; the checkpoint stays', async () => {
  const folder = path.join(root, 'other');
  await writeShards(folder, { seed: 2 });
  const activations = { kind: 'SHARDS', path: 'other' } as const;
  const request = exampleRequest({ name: 'changed', seeds: [1], activations, tokens: 32 * 40_000, match: false });
  const job = await fixture.queue.enqueue('TRAIN', request);
  await fixture.until(job.id, (row) => row.advancedAttempt === 1);
  await fixture.queue.cancel(job.id);
  await fixture.ended(job.id);
  const shard = path.join(folder, (await readdir(folder)).find((name) => name.endsWith('.safetensors')) ?? '');
  const bytes = await readFile(shard);
  bytes[bytes.length - 1] ^= 1;
  await writeFile(shard, bytes);
  expect(await train(request)).toMatchObject({ state: 'FAILED', errorCode: 'SHARD_CHANGED' });
  await rm(shard);
  await expect(fixture.queue.enqueue('TRAIN', request)).rejects.toMatchObject({ code: 'SHARD_MISSING' });
  const kept = await readdir(path.join(checkpoints, (await findRun('changed')).fingerprint), { recursive: true });
  expect(kept.filter((name) => name.endsWith('.safetensors')).length).toBeGreaterThan(0);
});

test.skipIf(process.getuid?.() !== 0)('a full disk fails the run; it continues when there is room', async () => {
  const disk = path.join(root, 'disk');
  await mkdir(disk);
  try {
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
  } catch {
    return; // a container that may not mount
  }
  const full = await startJobFixture({ importRoots: [root], trainingDir: path.join(disk, 'checkpoints') });
  try {
    const request = exampleRequest({ name: 'full', seeds: [1], tokens: 32 * 40_000, match: false });
    const job = await full.queue.enqueue('TRAIN', request);
    await full.until(job.id, (row) => row.advancedAttempt === 1);
    await writeFile(path.join(disk, 'filler'), Buffer.alloc(2 ** 21)).catch(() => {});
    expect(await full.ended(job.id)).toMatchObject({ state: 'FAILED', errorCode: 'WRITE_REFUSED' });
    await rm(path.join(disk, 'filler'));
    const again = await full.queue.enqueue('TRAIN', request);
    await full.until(again.id, (row) => row.advancedAttempt === 1);
    const { rows } = await listTrainingRuns(full.db, { name: 'full', first: 1, after: null });
    expect(rows[0].resumedAt).toBeGreaterThan(0);
  } finally {
    await full.close();
    await promisify(execFile)('umount', [disk]);
  }
});
