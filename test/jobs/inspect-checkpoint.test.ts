/** The dry run of an import: what it says is what an import stores, what it refuses an import refuses, and it reads no weights and writes nothing. */
import { cp, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDictionaries, listDictionaries } from '../../db/stores/dictionaries.ts';
import { buildSafetensorsHeader } from '../../loaders/containers/safetensors-writer.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';
import { estimateMatching } from '../../src/compute/matching/matching-estimate.ts';
import { type CheckpointInspection, inspectCheckpoint } from '../../src/jobs/checkpoints/inspect-checkpoint.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import type { ImportRequest } from '../../src/jobs/checkpoints/import-request.ts';
import { type HubServer, readTree, startHubServer } from '../loaders/hub-server.ts';
import { bundledRoot, type JobFixture, silent, startJobFixture } from './job-fixture.ts';

let root: string;
let fixture: JobFixture;
let server: HubServer;
const seed = (n: number) => `mlp_topk_k4_N512/seed${n}/layers.2.mlp`;
const place = { model: 'tiny', hookpoint: 'layers.2.mlp' };

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-inspect-'));
  await cp(path.join(bundledRoot, 'mlp_topk_k4_N512'), path.join(root, 'mlp_topk_k4_N512'), { recursive: true });
  server = await startHubServer({ 'me/seeds': await readTree(path.join(root, 'mlp_topk_k4_N512')) });
  fixture = await startJobFixture({ importRoots: [root], hub: server.settings(path.join(root, 'blocks')) });
});
afterAll(async () => {
  await fixture.close();
  await server.close();
  await rm(root, { recursive: true });
});

const inspect = (request: ImportRequest): Promise<CheckpointInspection> => fixture.queue.inspectImport(request);
const codes = async (request: ImportRequest) => (await inspect(request)).refusals.map(({ code }) => code);

test('says before an import what it will store, with every guess', async () => {
  const said = await inspect({ path: seed(1), ...place });
  expect(said).toMatchObject({ sourceUri: seed(1), refusals: [] });
  expect((await fixture.db.query('select 1 from dictionaries')).length).toBe(0);
  const job = await fixture.succeeded((await fixture.queue.enqueue('IMPORT', { path: seed(1), ...place })).id);
  const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
  const { format, architecture, nLatents, dIn, k, initSeed, dataSeed, tokens, portalId, guesses } =
    said.checkpoint ?? {};
  expect(row).toMatchObject({ format, architecture, nLatents, dIn, k, initSeed, dataSeed, tokens, portalId, guesses });
  expect(row?.files.map(({ name, size }) => ({ name, size }))).toEqual(said.checkpoint?.files);
});

test('names every refusal that an import would give, and all of them at once', async () => {
  expect(await codes({ path: seed(2) })).toEqual(['IDENTITY_UNKNOWN']);
  expect(await codes({ path: seed(2), ...place })).toEqual([]);
  const relu = 'other/seed1/layers.2.mlp';
  await cp(path.join(root, seed(2)), path.join(root, relu), { recursive: true });
  await writeFile(
    path.join(root, relu, 'cfg.json'),
    JSON.stringify({ d_in: 64, activation: 'relu', num_latents: 512 }),
  );
  expect(await codes({ path: relu, ...place, runGroup: 'mlp_topk_k4_N512' })).toEqual(['GROUP_MISMATCH']);
  await writeFile(path.join(root, relu, 'cfg.json'), JSON.stringify({ d_in: 32, k: 8, num_latents: 512 }));
  expect(await inspect({ path: relu })).toMatchObject({
    checkpoint: null,
    refusals: [{ code: 'TENSOR_BAD_SHAPE', hint: expect.any(String) }],
  });
  await writeFile(path.join(root, relu, 'cfg.json'), '{');
  expect(await codes({ path: relu })).toEqual(['CONFIG_BAD']);
  await writeFile(path.join(root, relu, 'sae.safetensors'), 'no weights');
  expect((await inspect({ path: relu })).refusals).toHaveLength(1);
  await expect(inspect({ path: '../outside' })).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  await expect(inspect({ path: 'nothing' })).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
});

test('of the hub, brings headers and configurations alone', async () => {
  server.sent = 0;
  const said = await inspect({ path: 'hf:me/seeds/seed3/layers.2.mlp', ...place });
  expect(said).toMatchObject({ checkpoint: { initSeed: 3, rowBytes: 2 * 512 * 64 * 4 }, refusals: [] });
  expect(server.sent).toBeLessThan(2 * 65_536);
});

test('the API answers the same', async () => {
  const { db, queue } = fixture;
  const encodeTokens = buildTokenEncoder({ db, importRoots: [], threads: 1 });
  const ask = buildAsk({ db, queue, formats: [], log: silent, listHookpoints: async () => [], encodeTokens });
  const query = `{ inspectCheckpoint(input: { path: "${seed(3)}", model: "tiny" }) { sourceUri
    checkpoint { format nLatents guesses { field value because } matching { memoryMb allowedMb seconds } } refusals { code } } }`;
  const { inspectCheckpoint: said } = await ask<{ inspectCheckpoint: CheckpointInspection }>({ query });
  const direct = await inspect({ path: seed(3), model: 'tiny' });
  expect(said).toMatchObject({ sourceUri: seed(3), checkpoint: { format: 'sparsify', nLatents: 512 }, refusals: [] });
  expect(said.checkpoint?.guesses).toEqual(direct.checkpoint?.guesses);
  expect(said.checkpoint?.matching).toMatchObject({ memoryMb: direct.checkpoint?.matching.memoryMb, allowedMb: 2048 });
});

test('estimates time within twice of what was measured, on two threads', () => {
  const here = { threads: 2, memoryMb: 8_192 };
  // [n, d, seconds]: float32, certified, clustered rows.
  for (const [n, d, measured] of [
    [2_048, 256, 0.4],
    [4_096, 256, 0.68],
    [8_192, 256, 1.17],
    [16_384, 256, 3.1],
    [32_768, 768, 13],
    [131_072, 4_096, 830],
  ]) {
    const { seconds } = estimateMatching({ nA: n, nB: n, d }, here);
    expect(seconds / measured, `${n} x ${d}`).toBeGreaterThan(0.5);
    expect(seconds / measured, `${n} x ${d}`).toBeLessThan(2);
  }
  expect(estimateMatching({ nA: 262_144, nB: 262_144, d: 5_376 }, here).memoryMb).toBeGreaterThan(8_192);
});

test('of one too large to be matched here, says so by its header alone, in place of the job that would be refused', async () => {
  // Gemma Scope 2's largest: 262,144 latents of width 5,376. The file has its header, and a hole in place of 11 GB of rows.
  const [n, d] = [262_144, 5_376];
  const folder = path.join(root, 'gemma-scope-2-27b-pt/resid_post/layer_31_width_262k_l0_medium');
  await mkdir(folder, { recursive: true });
  const shapes = { w_dec: [n, d], w_enc: [d, n], b_enc: [n], threshold: [n], b_dec: [d] };
  const header = buildSafetensorsHeader({
    tensors: Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: 'F32' })),
    metadata: {},
  });
  const file = await open(path.join(folder, 'params.safetensors'), 'wx');
  await file.write(header);
  await file.truncate(header.length + 4 * (2 * n * d + 2 * n + d));
  await file.close();
  const { checkpoint, refusals } = await inspect({ path: path.relative(root, folder) });
  expect(refusals).toEqual([]);
  expect(checkpoint).toMatchObject({
    format: 'gemma-scope-2',
    model: 'google/gemma-3-27b-pt',
    nLatents: n,
    dIn: d,
    rowBytes: 8 * n * d,
  });
  // Both dictionaries' rows alone are 10,752 MB.
  expect(checkpoint?.matching.memoryMb).toBeGreaterThan(10_752);
  expect(checkpoint?.matching.memoryMb).toBeGreaterThan(checkpoint?.matching.allowedMb ?? Infinity);
  expect(checkpoint?.matching.seconds).toBeGreaterThan(600);
});

test('a matching that has no room is refused before a row is read', async () => {
  const small = await startJobFixture({ importRoots: [root], memoryMb: 150 });
  try {
    for (const n of [1, 2])
      await small.succeeded((await small.queue.enqueue('IMPORT', { path: seed(n), ...place })).id);
    const [a, b] = (await listDictionaries(small.db, { filter: {}, first: 2, after: null })).rows;
    const { jobs } = await small.queue.enqueueMatchings({ pairs: [{ a, b }], measures: ['COSINE'], nulls: false });
    const ended = await small.ended(jobs[0].id);
    expect(ended).toMatchObject({ state: 'FAILED', errorCode: 'TOO_LARGE_TO_MATCH', progressStep: null });
  } finally {
    await small.close();
  }
});

test('needs no more than a database to be asked by a command', async () => {
  const { db } = fixture;
  const from = { db, importRoots: [root], hub: null, memoryMb: 512, threads: 1 };
  expect((await inspectCheckpoint({ path: seed(2) }, from)).checkpoint?.matching.allowedMb).toBe(512);
  await expect(inspectCheckpoint({ path: 'hf:me/seeds' }, from)).rejects.toMatchObject({ code: 'HUB_OFF' });
});
