import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDictionaries, listDictionaries } from '../../db/stores/dictionaries.ts';
import { createJob, type JobRow } from '../../db/stores/job-runs.ts';
import { loadLatentScalars, readRows } from '../../db/stores/latents.ts';
import { describeAliveness } from '../../src/analysis/latents/aliveness.ts';
import type { RequestOf } from '../../src/jobs/queue/job-queue.ts';
import { readResult } from '../../src/jobs/queue/read-job.ts';
import { runJob } from '../../src/jobs/worker/run-job.ts';
import { bundledRoot, type JobFixture, silent, startJobFixture } from './job-fixture.ts';
import { pseudoRandom, writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';

let root: string;
let fixture: JobFixture;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-import-'));
  await writeFile(path.join(root, 'reseed.json'), JSON.stringify({ model: 'tiny', hookpoint: 'layers.0' }));
  fixture = await startJobFixture({ importRoots: [root, bundledRoot] });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

/** Rows of every table that an import may write. */
async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['models', 'hookpoints', 'spaces', 'run_groups', 'dictionaries', 'latents', 'latent_vectors']) {
    const [row] = await fixture.db.query<{ count: number }>(`select count(*)::int as count from ${table}`);
    counts[table] = row.count;
  }
  return counts;
}

async function importFrom(request: RequestOf<'IMPORT'>): Promise<JobRow> {
  const job = await fixture.queue.enqueue('IMPORT', request);
  return fixture.ended(job.id);
}

async function getDictionary(job: JobRow) {
  const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
  if (!row) throw new Error(`no dictionary for job ${job.id}: ${job.errorMessage}`);
  return row;
}

test('a bundled dictionary is imported as it is on disk', async () => {
  const job = await importFrom({ path: 'mlp_topk_k4_N512/seed1/layers.2.mlp' });
  expect(job).toMatchObject({ state: 'SUCCEEDED', alreadyPresent: null, attempt: 1, progressStep: 'done' });
  expect(job.progressDone).toBe(job.progressTotal);
  const row = await getDictionary(job);
  expect(row).toMatchObject({
    name: 'mlp_topk_k4_N512/seed1',
    architecture: 'TOPK',
    nLatents: 512,
    dIn: 64,
    k: 4,
    initSeed: 1,
    dataSeed: 0,
    // nobody has said whether its latents fire
    nAlive: null,
    aliveness: [],
    format: 'sparsify',
    sourceUri: 'mlp_topk_k4_N512/seed1/layers.2.mlp',
  });
  expect(row.files.find((file) => file.name === 'sae.safetensors')?.sha256).toBe(
    '29602845714f30f0ea6b0f6a71c6a570c07498881b4c543c3961c4a20d07f05e',
  );
});

test('the same content again returns the dictionary that is there, from any folder', async () => {
  await writeSparsifyCheckpoint(path.join(root, 'first/seed1'), { n: 12, d: 8, seed: 5 });
  await writeSparsifyCheckpoint(path.join(root, 'copy/seed9'), { n: 12, d: 8, seed: 5 });
  const first = await getDictionary(await importFrom({ path: 'first/seed1' }));
  const before = await countRows();
  const again = await importFrom({ path: 'copy/seed9' });
  expect(again).toMatchObject({ state: 'SUCCEEDED', alreadyPresent: true, dictionaryId: first.id });
  expect(await countRows()).toEqual(before);
});

test('rows, norms and zero rows arrive as written', async () => {
  const dead = 3;
  await writeSparsifyCheckpoint(path.join(root, 'zero/seed1'), {
    n: 10,
    d: 6,
    seed: 11,
    edit: (rows) => rows.fill(0, dead * 6, dead * 6 + 6),
  });
  const row = await getDictionary(await importFrom({ path: 'zero/seed1', hookpoint: 'layers.6' }));
  const zero = { source: 'ZERO_ROW', dataset: null, tokens: null, alive: 0, dead: 1 };
  expect(row).toMatchObject({ nAlive: null, aliveness: [zero] });
  expect(describeAliveness(row)).toMatchObject({
    alive: 0,
    dead: 1,
    unknown: 9,
    statement: '0 alive, 1 dead: 1 with a row of zeros; nothing is known of 9, which count as alive.',
  });
  const place = { spaceId: row.spaceId, dictionaryId: row.id };
  const expected = pseudoRandom(60, 11).fill(0, dead * 6, dead * 6 + 6);
  expect(await readRows(fixture.db, { ...place, side: 'DECODER', start: 0, count: 10, d: 6 })).toEqual(expected);
  expect(await readRows(fixture.db, { ...place, side: 'ENCODER', start: 4, count: 2, d: 6 })).toEqual(
    pseudoRandom(60, 14).slice(24, 36),
  );
  const { alive } = await loadLatentScalars(fixture.db, { ...place, n: 10 });
  expect([...alive]).toEqual([1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
});

test.each([
  ['NaN', Number.NaN, 'NaN'],
  ['infinity', Number.NEGATIVE_INFINITY, '-Infinity'],
])('%s is refused with tensor and index, and nothing is written', async (_, value, shown) => {
  const folder = path.join(root, `bad-${shown}/seed1`);
  await writeSparsifyCheckpoint(folder, { n: 10, d: 5, seed: 21, edit: (rows) => void (rows[7 * 5 + 2] = value) });
  const before = await countRows();
  const job = await importFrom({ path: folder, model: 'never seen' });
  expect(job).toMatchObject({ state: 'FAILED', errorCode: 'TENSOR_NOT_FINITE' });
  expect(job.errorMessage).toContain(`"W_dec": element [7, 2] is ${shown}`);
  expect(job.errorHint).toBeTruthy();
  expect(await countRows()).toEqual(before);
});

test('a group takes only dictionaries that differ in the seed, unless somebody asks for more', async () => {
  await writeSparsifyCheckpoint(path.join(root, 'group/seed1'), { n: 8, d: 8, seed: 31 });
  await writeSparsifyCheckpoint(path.join(root, 'group/seed2'), { n: 8, d: 8, seed: 32, k: 2 });
  expect(await importFrom({ path: 'group/seed1' })).toMatchObject({ state: 'SUCCEEDED' });
  const before = await countRows();
  await writeSparsifyCheckpoint(path.join(root, 'group/seed3'), { n: 9, d: 8, seed: 33, k: 4 });
  expect(await importFrom({ path: 'group/seed3', runGroup: 'group' })).toMatchObject({
    state: 'FAILED',
    errorCode: 'GROUP_MISMATCH',
  });
  expect(await countRows()).toEqual(before);
  // By a guess they are not put together.
  const parted = await getDictionary(await importFrom({ path: 'group/seed2' }));
  expect(parted.name).toBe('group/k=2/seed2');
  expect(parted.guesses).toContainEqual({
    field: 'runGroup',
    value: 'group/k=2',
    because: '"group" holds dictionaries that differ in more than the seed: k is 4 there and 2 here',
  });
  // Further seeds of that kind join them.
  await writeSparsifyCheckpoint(path.join(root, 'group/seed5'), { n: 8, d: 8, seed: 35, k: 2 });
  expect((await getDictionary(await importFrom({ path: 'group/seed5' }))).runGroupId).toBe(parted.runGroupId);
  // Where somebody asks for it, it is noted.
  await writeSparsifyCheckpoint(path.join(root, 'group/seed6'), { n: 8, d: 8, seed: 36, k: 3 });
  const forced = await importFrom({ path: 'group/seed6', runGroup: 'group' });
  expect(readResult('IMPORT', forced).notes).toEqual([
    'These dictionaries differ in more than the seed, by what their configurations state: k (4, 3). Figures mix the effect of that with the effect of the seed.',
  ]);
});

test('a hookpoint has one width', async () => {
  await writeSparsifyCheckpoint(path.join(root, 'wide/seed1'), { n: 8, d: 16, seed: 41 });
  const before = await countRows();
  expect(await importFrom({ path: 'wide/seed1' })).toMatchObject({ state: 'FAILED', errorCode: 'SPACE_MISMATCH' });
  expect(await countRows()).toEqual(before);
});

test('an unknown model is asked for, not invented', async () => {
  const bare = await mkdtemp(path.join(tmpdir(), 'reseed-bare-'));
  const other = await startJobFixture({ importRoots: [bare] });
  try {
    await writeSparsifyCheckpoint(path.join(bare, 'x'), { n: 4, d: 4, seed: 1 });
    const job = await other.queue.enqueue('IMPORT', { path: 'x', decoderOrientation: 'LATENTS_BY_WIDTH' });
    expect(await other.ended(job.id)).toMatchObject({ state: 'FAILED', errorCode: 'IDENTITY_UNKNOWN' });
  } finally {
    await other.close();
    await rm(bare, { recursive: true });
  }
});

test.each([
  ['initSeed', { initSeed: -4 }],
  ['tokens', { tokens: 1.5 }],
  ['portalId', { portalId: 'nonsense' }],
  ['model', { model: '   ' }],
  ['hookpoint', { hookpoint: 'x'.repeat(3000) }],
])('a request with a wrong %s is refused before anything is queued', async (field, wrong) => {
  const refused = fixture.queue.enqueue('IMPORT', { path: 'group/seed1', ...wrong });
  await expect(refused).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining(field) });
});

test('a portal id belongs to one dictionary, and k is at most n', async () => {
  await writeSparsifyCheckpoint(path.join(root, 'portal/seed1'), { n: 8, d: 4, seed: 61 });
  await writeSparsifyCheckpoint(path.join(root, 'portal/seed2'), { n: 8, d: 4, seed: 62 });
  await writeSparsifyCheckpoint(path.join(root, 'portal/seed3'), { n: 8, d: 4, seed: 63, k: 9 });
  const request = { hookpoint: 'portal', portalId: 'tiny/portal' };
  expect(await importFrom({ path: 'portal/seed1', ...request })).toMatchObject({ state: 'SUCCEEDED' });
  expect(await importFrom({ path: 'portal/seed2', ...request })).toMatchObject({
    state: 'FAILED',
    errorCode: 'PORTAL_ID_TAKEN',
  });
  expect(await importFrom({ path: 'portal/seed3', hookpoint: 'portal' })).toMatchObject({
    state: 'FAILED',
    errorCode: 'CONFIG_BAD',
  });
});

test('paths outside the roots are refused before anything is queued', async () => {
  await expect(fixture.queue.enqueue('IMPORT', { path: '../..' })).rejects.toMatchObject({
    code: 'PATH_OUTSIDE_ROOTS',
  });
  await expect(fixture.queue.enqueue('IMPORT', { path: '/etc' })).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
});

test('an attempt that was superseded while loading leaves nothing, and the next one completes', async () => {
  const folder = path.join(root, 'superseded/seed1');
  await writeSparsifyCheckpoint(folder, { n: 64, d: 8, seed: 51 });
  const { job } = await createJob(fixture.db, {
    kind: 'IMPORT',
    key: 'superseded',
    title: 'superseded',
    payload: { path: folder },
  });
  const options = {
    db: fixture.db,
    settings: { importRoots: [root], threads: 1, memoryMb: 512 },
    stopping: new AbortController().signal,
    heartbeat: async () => {},
    log: silent,
  };
  // Both claim the row; the first to lose it must not write.
  await Promise.all([runJob(job.id, options), runJob(job.id, options)]);
  const ended = await fixture.ended(job.id);
  expect(ended).toMatchObject({ state: 'SUCCEEDED' });
  const { rows } = await listDictionaries(fixture.db, {
    filter: { runGroupName: 'superseded' },
    first: 10,
    after: null,
  });
  expect(rows).toHaveLength(1);
  const [loading] = await fixture.db.query<{ count: number }>(
    "select count(*)::int as count from dictionaries where state <> 'READY'",
  );
  expect(loading.count).toBe(0);
});
