import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findStatistics, listCollections, listContexts } from '../../db/stores/activations.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { listExplanationsOfDictionary, listScoresOfExplanations } from '../../db/stores/explanations.ts';
import { createJob, type JobRow } from '../../db/stores/job-runs.ts';
import type { ImportReport } from '../../src/jobs/explanations/import-report.ts';
import { readResult } from '../../src/jobs/queue/read-job.ts';
import { runJob } from '../../src/jobs/worker/run-job.ts';
import { publishExample } from '../db/example-rows.ts';
import { type JobFixture, silent, startJobFixture } from './job-fixture.ts';

const golden = fileURLToPath(new URL('../loaders/golden-explanations', import.meta.url));
const realDashboards = fileURLToPath(new URL('../../../shared/data/dashboards', import.meta.url));
let root: string;
let fixture: JobFixture;
let seed = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-import-explanations-'));
  await cp(golden, path.join(root, 'golden'), { recursive: true });
  fixture = await startJobFixture({ importRoots: [root, realDashboards] });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

const publish = (options: { n?: number; portalId?: string } = {}) =>
  publishExample(fixture.db, { n: options.n ?? 20, d: 4, seed: ++seed, portalId: options.portalId ?? null });

async function importFrom(from: string, dictionary: DictionaryRow | null): Promise<JobRow & { report: ImportReport }> {
  const job = await fixture.queue.enqueue('EXPLANATIONS', { path: from, dictionary });
  const ended = await fixture.ended(job.id);
  return { ...ended, report: ended.result as ImportReport };
}

const skipped = ({ skipped: list }: ImportReport) =>
  Object.fromEntries(list.map(({ reason, count }) => [reason, count]));
const explanationsOf = (dictionary: DictionaryRow) =>
  listExplanationsOfDictionary(fixture.db, { dictionary, after: null, first: 1000 });
const contextsOf = async ({ spaceId, id: dictionaryId }: DictionaryRow, index: number) => {
  const kinds = ['TOP', 'QUANTILE', 'NON_ACTIVATING'] as const;
  const keys = [{ spaceId, dictionaryId, index }];
  return (await listContexts(fixture.db, { keys, kinds, first: 100, after: null, collectionId: null }))[0].rows;
};
async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    'explanations',
    'explanation_scores',
    'explanation_embeddings',
    'activation_collections',
    'latent_contexts',
    'latent_statistics',
  ]) {
    const [row] = await fixture.db.query<{ count: number }>(`select count(*)::int as count from ${table}`);
    counts[table] = row.count;
  }
  return counts;
}

test('Neuronpedia: the portal id says which dictionary; the same files again change nothing', async () => {
  const dictionary = await publish({ portalId: 'tiny-model/2-res-x' });
  const job = await importFrom('golden/neuronpedia', null);
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  expect(job.report).toMatchObject({ files: 5, explanations: 2, scores: 1, contexts: 3, statistics: 2, present: 0 });
  expect(skipped(job.report)).toEqual({ UNKNOWN_LATENT: 1 });
  expect(job.report.skipped[0].examples).toEqual([
    {
      file: 'v1/tiny-model/2-res-x/explanations/batch-0.jsonl.gz',
      line: 3,
      detail: `its index is 9999999, and ${dictionary.name} has 20 latents`,
    },
  ]);
  expect((await explanationsOf(dictionary)).map((row) => [row.index, row.text, row.score])).toEqual([
    [0, 'names of rivers', 0.75],
    [3, 'line\nbreaks & <i>markup</i>', null],
  ]);
  expect((await listCollections(fixture.db, [dictionary]))[0]).toMatchObject([
    { source: 'neuronpedia', dataset: 'a/corpus', tokens: 3145728, contextLength: 128, latents: 2 },
  ]);
  expect((await contextsOf(dictionary, 0)).map((row) => [row.kind, row.ordinal, row.tokens.length])).toEqual([
    ['TOP', 0, 3],
    ['QUANTILE', 0, 2],
    ['NON_ACTIVATING', 0, 2],
  ]);
  const before = await countRows();
  const again = await importFrom('golden/neuronpedia', dictionary);
  expect(again.report).toMatchObject({ explanations: 0, scores: 0, contexts: 0, statistics: 0, present: 4 });
  expect(await countRows()).toEqual(before);
});

test('a dictionary that is named takes one source, and no one takes what has no dictionary', async () => {
  const dictionary = await publish();
  const line = (layer: string, index: number) =>
    JSON.stringify({ modelId: 'm', layer, index, description: `${layer} ${index}` });
  await writeFile(path.join(root, 'two.jsonl'), [line('0-a', 1), line('0-b', 2), line('0-a', 3)].join('\n'));
  const named = await importFrom('two.jsonl', dictionary);
  expect(named.report).toMatchObject({ explanations: 2 });
  expect(skipped(named.report)).toEqual({ OTHER_SOURCE: 1 });
  const unnamed = await importFrom('two.jsonl', null);
  expect(skipped(unnamed.report)).toEqual({ UNKNOWN_SOURCE: 3 });
  expect([named, unnamed].map(({ report }) => report.skipped[0].sources)).toEqual([['m/0-b'], ['m/0-a', 'm/0-b']]);
});

test('a file of another dictionary is refused before anything is written, unless what fits is asked for', async () => {
  const dictionary = await publish();
  const line = (index: number) => JSON.stringify({ modelId: 'm', layer: 'l', index, description: `text ${index}` });
  await mkdir(path.join(root, 'foreign'), { recursive: true });
  await writeFile(path.join(root, 'foreign/batch-0.jsonl'), [1, 2, 3].map(line).join('\n'));
  await writeFile(path.join(root, 'foreign/batch-1.jsonl'), [4, 19, 20, 511].map(line).join('\n'));
  const before = await countRows();
  const request = { path: 'foreign', dictionary };
  const refused = await fixture.ended((await fixture.queue.enqueue('EXPLANATIONS', request)).id);
  expect(refused).toMatchObject({ state: 'FAILED', errorCode: 'OTHER_DICTIONARY' });
  expect(refused.errorMessage).toMatch(/"batch-1.jsonl".*2 of its 4 rows .* largest index is 511, and n = 20$/);
  expect(await countRows()).toEqual(before);
  const partial = await fixture.ended((await fixture.queue.enqueue('EXPLANATIONS', { ...request, partial: true })).id);
  const report = readResult('EXPLANATIONS', partial);
  expect(report).toMatchObject({ explanations: 5, skipped: [{ reason: 'UNKNOWN_LATENT', count: 2 }] });
  // One stray among few is not another dictionary.
  await writeFile(path.join(root, 'stray.jsonl'), [5, 6, 20].map(line).join('\n'));
  expect(skipped((await importFrom('stray.jsonl', dictionary)).report)).toEqual({ UNKNOWN_LATENT: 1 });
});

test('a line whose value is of the wrong type is one broken line', async () => {
  const dictionary = await publish();
  const good = { modelId: 'm', layer: 'l', index: 1, description: 'text' };
  const wrong: Record<string, unknown>[] = [
    { description: 7 },
    { description: { a: 1 } },
    { index: { a: 1 } },
    { index: [1] },
    { modelId: 3 },
    { embedding: [{ a: 1 }] },
    { embedding: [[1], [2]] },
    { embedding: { a: 1 } },
    { embedding: [1, null] },
    { embedding: [true] },
    { scores: 'none' },
    { scores: [null] },
    { scores: [{ value: 'high' }] },
    { scores: [{ value: 1e300 }] },
    { scores: [{ jsonDetails: { a: 1 } }] },
    { scores: [{ reseed: { examples: 1.5 } }] },
    { scores: [{ reseed: { failed: 1e12 } }] },
    { createdAt: 'yesterday' },
    { createdAt: 12 },
    { notes: [] },
    { typeName: 1 },
    { reseed: { embedder: { name: 'a', version: 'b', dimensions: 1.5 } }, embedding: [1] },
  ];
  const context = { modelId: 'm', layer: 'l', index: 1, tokens: ['a'], values: [1] };
  const wrongContexts: Record<string, unknown>[] = [
    { tokens: [1] },
    { values: ['a'] },
    { values: [{ a: 1 }] },
    { values: [1e300] },
    { binMin: 'low', binContains: 0.5 },
    { reseed: { kind: 'TOP', quantile: 1e9 } },
    { reseed: { kind: 'TOP', tokenIds: [1.5] } },
    { reseed: { kind: 'TOP', offset: -1 } },
  ];
  const feature = { modelId: 'm', layer: 'l', index: 1, frac_nonzero: 0.5 };
  const wrongFeatures: Record<string, unknown>[] = [
    { frac_nonzero: '1' },
    { maxActApprox: [] },
    { pos_str: 'a', pos_values: [1] },
    { reseed: { firingCount: 0.5 } },
  ];
  const lines = [
    ...wrong.map((part) => ({ ...good, ...part })),
    ...wrongContexts.map((part) => ({ ...context, ...part })),
    ...wrongFeatures.map((part) => ({ ...feature, ...part })),
    good,
    context,
  ];
  await writeFile(path.join(root, 'types.jsonl'), lines.map((each) => JSON.stringify(each)).join('\n'));
  const job = await importFrom('types.jsonl', dictionary);
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  expect(skipped(job.report)).toEqual({ MALFORMED: lines.length - 2 });
  expect(job.report).toMatchObject({ explanations: 1, contexts: 1 });
});

test('SAEDashboard: statistics and ordered contexts', async () => {
  const dictionary = await publish();
  const job = await importFrom('golden/sae-dashboard', dictionary);
  expect(job.report).toMatchObject({ files: 1, statistics: 2, contexts: 4, skipped: [] });
  const { spaceId, id: dictionaryId } = dictionary;
  const [statistics] = await findStatistics(fixture.db, [{ spaceId, dictionaryId, index: 1 }]);
  expect(statistics).toMatchObject({
    firingFrequency: 0.25,
    maxActivation: 2,
    histogramCounts: [3, 1],
    promotedTokens: ['p'],
  });
});

test.skipIf(!existsSync(realDashboards))('a real dashboard batch arrives as it is', async () => {
  const dictionary = await publish();
  const job = await importFrom(realDashboards, dictionary);
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  expect(job.report).toMatchObject({ files: 2, statistics: 4, skipped: [] });
  const file = JSON.parse(await readFile(path.join(realDashboards, 'batch-1.json'), 'utf8'));
  for (const feature of file.features) {
    const rows = await contextsOf(dictionary, feature.feature_index);
    expect(rows).toHaveLength(feature.activations.length);
    const top = rows.filter((row) => row.kind === 'TOP');
    expect(top.map((row) => row.maxActivation)).toEqual(top.map((row) => row.maxActivation).toSorted((a, b) => b - a));
    const strongest = feature.activations.find(
      (a: { values: number[] }) =>
        Math.max(...a.values) === Math.fround(top[0].maxActivation) ||
        Math.abs(Math.max(...a.values) - top[0].maxActivation) < 1e-6,
    );
    expect(top[0].tokens).toEqual(strongest.tokens);
    expect(top[0].activations).toEqual(strongest.values);
  }
  const [collection] = (await listCollections(fixture.db, [dictionary]))[0];
  expect(collection).toMatchObject({
    dataset: 'Skylion007/openwebtext',
    tokens: 640000,
    contextLength: 128,
    latents: 4,
  });
});

test('delphi: scores are counted from the examples, as delphi counts them', async () => {
  const dictionary = await publish();
  const job = await importFrom('golden/delphi', dictionary);
  expect(job.report).toMatchObject({ explanations: 1, scores: 1 });
  expect(skipped(job.report)).toEqual({ NO_EXPLANATION: 1, EMPTY: 1 });
  const [row] = await explanationsOf(dictionary);
  expect(row).toMatchObject({
    index: 0,
    text: 'words about "rivers"',
    explainerModel: 'a/llama',
    source: 'delphi',
    score: 0.75,
  });
  const [[score]] = await listScoresOfExplanations(fixture.db, [row]);
  // of four examples: one hit of two, one right rejection of one, one without a reply
  expect(score).toMatchObject({
    scorer: 'detection',
    value: 0.75,
    examples: 3,
    failed: 1,
    details: { precision: 1, recall: 0.5 },
  });
  expect(skipped((await importFrom('golden/delphi', null)).report)).toEqual({ UNKNOWN_SOURCE: 1 });
});

test('a file that cannot be read leaves nothing of itself, and what came before it stays whole', async () => {
  const dictionary = await publish();
  const lines = (from: number) =>
    Array.from({ length: 5 }, (_, i) =>
      JSON.stringify({ modelId: 'm', layer: 'l', index: from + i, description: `text ${from + i}` }),
    ).join('\n');
  await mkdir(path.join(root, 'cut/explanations'), { recursive: true });
  await mkdir(path.join(root, 'cut/features'), { recursive: true });
  const feature = JSON.stringify({
    modelId: 'm',
    layer: 'l',
    index: 1,
    frac_nonzero: 0.5,
    pos_str: [],
    pos_values: [],
  });
  await writeFile(path.join(root, 'cut/features/batch-0.jsonl'), feature);
  await writeFile(path.join(root, 'cut/explanations/batch-0.jsonl.gz'), gzipSync(lines(0)));
  const whole = gzipSync(lines(5));
  await writeFile(path.join(root, 'cut/explanations/batch-1.jsonl.gz'), whole.subarray(0, whole.length - 12));
  const job = await importFrom('cut', dictionary);
  expect(job).toMatchObject({
    state: 'FAILED',
    errorCode: 'FILE_BAD',
    errorMessage: expect.stringContaining('explanations/batch-1.jsonl.gz'),
  });
  expect((await explanationsOf(dictionary)).map((row) => row.index)).toEqual([0, 1, 2, 3, 4]);
  const before = await countRows();
  expect(before.activation_collections).toBe((await listAllCollections()).length);
  await writeFile(path.join(root, 'cut/explanations/batch-1.jsonl.gz'), gzipSync(gunzipSync(whole)));
  const again = await importFrom('cut', dictionary);
  expect(again.report).toMatchObject({ explanations: 5, present: 5, statistics: 1 });
});

async function listAllCollections(): Promise<{ id: number }[]> {
  return fixture.db.query<{ id: number }>(`select id from activation_collections where state = 'READY'`);
}

test('a job that is stopped on the way leaves whole files and no activations; asked again it completes', async () => {
  const dictionary = await publish();
  const { spaceId, id: dictionaryId } = dictionary;
  await cp(path.join(golden, 'neuronpedia'), path.join(root, 'mixed'), { recursive: true });
  for (const run of ['run1', 'run2']) {
    await cp(path.join(golden, 'delphi/run'), path.join(root, 'mixed', run), { recursive: true });
    await writeFile(
      path.join(root, 'mixed', run, 'explanations/layers.2.mlp_latent1.txt'),
      JSON.stringify(`of ${run}`),
    );
  }
  const { job } = await createJob(fixture.db, {
    kind: 'EXPLANATIONS',
    key: 'stopped on the way',
    title: 'test',
    payload: { path: 'mixed', spaceId, dictionaryId },
  });
  const stopping = new AbortController();
  // The step is said after the first run of delphi has been written.
  const debug = ({ step }: { step?: string }) => {
    if (step === 'reading layers.2.mlp') stopping.abort();
  };
  const done = await runJob(job.id, {
    db: fixture.db,
    settings: { importRoots: [root], threads: 1, memoryMb: 512 },
    stopping: stopping.signal,
    heartbeat: async () => {},
    log: { ...silent, info() {}, warn() {}, error() {}, debug },
  });
  expect(done).toBe('LEFT');
  const texts = (await explanationsOf(dictionary)).map((row) => row.text);
  expect(texts).toContain('of run1');
  expect(texts).not.toContain('of run2');
  expect(texts).toContain('names of rivers');
  const [{ collections }] = await fixture.db.query<{ collections: number }>(
    'select count(*)::int as collections from activation_collections where dictionary_id = $1',
    [dictionaryId],
  );
  expect(collections).toBe(0);
  expect(await contextsOf(dictionary, 0)).toEqual([]);
  const again = await importFrom('mixed', dictionary);
  expect(again.report).toMatchObject({ explanations: 1, contexts: 3, statistics: 2 });
});

test('a path outside the roots is refused before anything is queued', async () => {
  await expect(fixture.queue.enqueue('EXPLANATIONS', { path: '../elsewhere', dictionary: null })).rejects.toMatchObject(
    {
      code: 'PATH_OUTSIDE_ROOTS',
    },
  );
  await expect(fixture.queue.enqueue('EXPLANATIONS', { path: 'absent', dictionary: null })).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
  });
});
