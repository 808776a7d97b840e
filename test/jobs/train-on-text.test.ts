/** Training straight from a language model and a text: harvested in the job, then trained on as on shards. */
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { listRunGroups } from '../../db/stores/catalogue.ts';
import { listDictionariesOfRunGroups } from '../../db/stores/dictionaries.ts';
import { listJobs } from '../../db/stores/job-runs.ts';
import { listDictionariesOfRuns } from '../../db/stores/training-dictionaries.ts';
import { listTrainingRuns } from '../../db/stores/training-runs.ts';
import { harvestShards } from '../../src/jobs/contexts/harvest-shards.ts';
import { openHarvest } from '../../src/jobs/contexts/open-harvest.ts';
import type { ModelRequest, TrainingRunRequest } from '../../src/compute/training/options/run-options.ts';
import { findShardFolder } from '../../src/jobs/training/model-activations.ts';
import { openRunFolder } from '../../src/jobs/training/run-folder.ts';
import { checkDisk } from '../../src/jobs/training/training-estimate.ts';
import { EXTERNAL, writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { exampleRequest } from './training-fixture.ts';

let root: string;
let fixture: JobFixture;
const checkpoints = () => path.join(root, 'checkpoints');

/** 1,200 documents of three or five words. */
const TEXT = Array.from({ length: 1_200 }, (_, i) => ['a cat sat', 'the mat slept', 'on and on the mat'][i % 3]).join(
  '\n\n',
);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-text-'));
  fixture = await startJobFixture({ importRoots: [root], trainingDir: checkpoints() });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});
afterEach(() => rm(path.join(root, 'model'), { recursive: true, force: true }));

async function writeSource(): Promise<void> {
  await writeTinyModel(path.join(root, 'model'));
  await writeFile(path.join(root, 'text.txt'), TEXT);
}

const fromText = (name: string, changes: Partial<TrainingRunRequest> = {}, source: Partial<ModelRequest> = {}) =>
  exampleRequest({
    name,
    activations: { kind: 'MODEL', model: 'model', corpus: 'text.txt', hookpoint: 'layers.1', context: 8, ...source },
    nLatents: 8,
    seeds: [1, 2],
    match: false,
    ...changes,
  });

async function findRun(name: string) {
  const { rows } = await listTrainingRuns(fixture.db, { name, first: 1, after: null });
  return rows[0];
}

async function members(name: string) {
  const [group] = await listRunGroups(fixture.db, { name });
  return listDictionariesOfRunGroups(fixture.db, [group]);
}

const train = async (request: TrainingRunRequest) => fixture.ended((await fixture.queue.enqueue('TRAIN', request)).id);

/** A run that has begun to train, then is cancelled: it keeps its shards and checkpoints. */
async function stop(request: TrainingRunRequest): Promise<void> {
  const job = await fixture.queue.enqueue('TRAIN', request);
  await fixture.until(job.id, ({ progressStep }) => progressStep === 'training');
  await fixture.queue.cancel(job.id);
  await fixture.ended(job.id);
}

const sha256 = async (file: string) =>
  createHash('sha256')
    .update(await readFile(path.join(root, file)))
    .digest('hex');

test('gives the weights of a training on shards harvested before, with the hashes of what was read', async () => {
  await writeSource();
  const tokens = 60 * 32;
  expect(await train(fromText('read'))).toMatchObject({ state: 'SUCCEEDED' });
  const run = await findRun('read');
  // a twentieth more than is trained on
  expect(run.settings).toMatchObject({
    tokens,
    heldOutTokens: 101,
    activations: { kind: 'MODEL', tokens: tokens + 101 },
  });
  const files = ['model.onnx', EXTERNAL.file, 'tokenizer.json'].map((file) => path.join('model', file));
  expect(run.sources?.map((file) => file.sha256)).toEqual(await Promise.all([...files, 'text.txt'].map(sha256)));
  const read = await members('read');
  expect(read[0]).toMatchObject({ dataset: 'text.txt', files: run.sources });

  const harvest = await openHarvest({
    model: 'model',
    corpus: 'text.txt',
    hookpoint: 'layers.1',
    context: 8,
    roots: [root],
  });
  const folder = path.join(root, 'shards');
  await harvestShards(harvest, { folder, dtype: 'F32', tokens: tokens + 101, threads: 1 });
  await harvest.close();
  await train(fromText('shards', { activations: { kind: 'SHARDS', path: 'shards' }, tokens, seeds: [1, 2] }));
  // what has the same content is the same dictionary
  const [ids, again] = await listDictionariesOfRuns(fixture.db, [run, await findRun('shards')]);
  expect(again.map(({ seed, dictionaryId }) => [seed, dictionaryId])).toEqual(
    read.map(({ initSeed, id }) => [initSeed, id]),
  );
  expect(again.map(({ heldOut }) => heldOut)).toEqual(ids.map(({ heldOut }) => heldOut));
  await expect.poll(() => readdir(checkpoints())).toEqual([]);
});

test('a run that was stopped continues with the shards that it has', async () => {
  await writeSource();
  const request = fromText('stopped', { tokens: 32 * 20_000 }, { tokens: 2_000 });
  await stop(request);
  const place = path.join(checkpoints(), (await findRun('stopped')).fingerprint);
  const left = await readdir(place, { recursive: true });
  expect(left.filter((name) => /activations\/(shard-00000\.safetensors|activations\.json)$/.test(name))).toHaveLength(
    2,
  );
  const before = await readFile(path.join(place, left.find((name) => name.endsWith('activations.json')) ?? ''));
  await stop(request); // harvesting into a finished folder would have failed
  const now = await readdir(place, { recursive: true });
  expect(await readFile(path.join(place, now.find((name) => name.endsWith('activations.json')) ?? ''))).toEqual(before);
});

test('a harvest that was killed continues in the next attempt after its whole shards', async () => {
  await writeSource();
  const source = { model: 'model', corpus: 'text.txt', hookpoint: 'layers.1', context: 8, roots: [root] };
  const of = { trainingDir: path.join(root, 'elsewhere'), fingerprint: 'f', jobId: 'j' };
  const told: number[] = [];
  const write = async (attempt: number, signal?: AbortSignal, onTokens?: (tokens: number) => void) => {
    const folder = findShardFolder(await openRunFolder({ ...of, attempt }));
    const harvest = await openHarvest(source);
    const to = {
      folder,
      dtype: 'F32',
      tokens: 200,
      threads: 1,
      shardTokens: 16,
      signal,
      onTokens: onTokens ?? ((done: number) => void told.push(done)),
    } as const;
    try {
      return await harvestShards(harvest, to);
    } finally {
      await harvest.close();
    }
  };
  const killed = new AbortController();
  const kill = (tokens: number) => {
    if (tokens >= 100) killed.abort(new Error('killed'));
  };
  await expect(write(1, killed.signal, kill)).rejects.toThrow('killed');
  expect(await write(2)).toMatchObject({ tokens: 200 });
  expect(told[0]).toBeGreaterThanOrEqual(80);
  expect(await readdir(path.join(of.trainingDir, 'f'))).toEqual(['j-2']);
});

test.each([
  ['the model', 'model/model.onnx'],
  ['a weight next to it', `model/${EXTERNAL.file}`],
  ['the text', 'text.txt'],
])('%s that changed fails the run; asked for again it is another one', async (what, file) => {
  await writeSource();
  const request = fromText(`changed ${what}`, { tokens: 32 * 20_000, seeds: [1] }, { tokens: 2_000 });
  const blocked = await blockWorker();
  const job = await fixture.queue.enqueue('TRAIN', request);
  const before = await findRun(request.name);
  // a model of one more empty field, which is ignored: it still opens
  await appendFile(path.join(root, file), file.endsWith('.onnx') ? Buffer.from([0x32, 0]) : ' a');
  await blocked();
  const ended = await fixture.ended(job.id);
  expect(ended).toMatchObject({ state: 'FAILED', errorCode: 'SOURCE_CHANGED' });
  expect(ended.errorMessage).toContain(path.basename(file));
  expect(ended.errorHint).toContain('Put the file back');
  const again = await fixture.queue.enqueue('TRAIN', { ...request, tokens: 32 });
  await fixture.ended(again.id);
  expect((await findRun(request.name)).fingerprint).not.toBe(before.fingerprint);
});

/** Occupies the only training worker; the function returned ends that. */
async function blockWorker(): Promise<() => Promise<void>> {
  const long = fromText(`blocking ${Math.random()}`, { tokens: 32 * 1_000_000, seeds: [1] }, { tokens: 2_000 });
  const job = await fixture.queue.enqueue('TRAIN', long);
  await fixture.until(job.id, ({ progressStep }) => progressStep === 'training');
  return async () => {
    await fixture.queue.cancel(job.id);
    await fixture.ended(job.id);
  };
}

test('a text that is too short fails the run and says how much there is', async () => {
  await writeSource();
  const ended = await train(fromText('short', { seeds: [1] }, { tokens: 100_000 }));
  expect(ended).toMatchObject({ state: 'FAILED', errorCode: 'TRAINING_DATA_SHORT' });
  expect(ended.errorHint).toContain('--text-tokens 4400');
  expect(await readdir(checkpoints())).not.toContain((await findRun('short')).fingerprint);
});

test('more activations than the disk holds are refused before any is harvested', async () => {
  await writeSource();
  await train(fromText('read'));
  const { settings, estimate } = await findRun('read');
  const large = { ...settings, activations: { ...settings.activations, tokens: 2 ** 30 } } as typeof settings;
  expect(estimate?.diskMb).toBe(1);
  expect(() => checkDisk(large, { freeMb: 16_000, usedMb: 0 })).toThrow(/take up to 16385 MB/);
  checkDisk(large, { freeMb: 16_000, usedMb: 385 });
});

const refused: [string, Partial<ModelRequest>, Partial<TrainingRunRequest>, string][] = [
  ['a model outside the roots', { model: '/etc' }, {}, 'PATH_OUTSIDE_ROOTS'],
  ['a text that is not there', { corpus: 'nothing.txt' }, {}, 'SOURCE_NOT_FOUND'],
  ['a hookpoint that is not there', { hookpoint: 'layers.9' }, {}, 'HOOKPOINT_UNKNOWN'],
  ['a context above what the model takes', { context: 17 }, {}, 'BAD_INPUT'],
  ['no number of tokens', {}, { tokens: undefined }, 'BAD_INPUT'],
];
test.each(refused)('%s is refused before anything is queued', async (_what, source, changes, code) => {
  await writeSource();
  const { total } = await listJobs(fixture.db, { filter: {}, first: 1, after: null });
  await expect(fixture.queue.enqueue('TRAIN', fromText('refused', changes, source))).rejects.toMatchObject({ code });
  expect(await listJobs(fixture.db, { filter: {}, first: 1, after: null })).toMatchObject({ total });
});
