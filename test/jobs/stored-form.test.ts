/** What is stored of a job carries a version: what an older release wrote is understood, what cannot be read ends the job with a code. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { createJob, findJobs, type JobRow } from '../../db/stores/job-runs.ts';
import { listDictionaries } from '../../db/stores/dictionaries.ts';
import { type JobKind, jobKinds } from '../../src/jobs/kinds/registry.ts';
import { parseStored, storedForm, writeStored } from '../../src/jobs/kinds/stored-form.ts';
import { readPayload, readResult } from '../../src/jobs/queue/read-job.ts';
import { runJob } from '../../src/jobs/worker/run-job.ts';
import { bundledRoot, type JobFixture, silent, startJobFixture } from './job-fixture.ts';

let fixture: JobFixture;
beforeAll(async () => {
  fixture = await startJobFixture({ importRoots: [bundledRoot] });
});
afterAll(() => fixture.close());

/** Payloads as they were written before they had a version, one of every kind. */
const unversioned: Record<JobKind, object> = {
  DELETE: { spaceId: 1, dictionaryId: 2 },
  IMPORT: { path: 'run/seed1', model: 'm', hookpoint: 'layers.1', initSeed: 1, decoderOrientation: 'LATENTS_BY_WIDTH' },
  IMPORT_MATCHING: { path: 'a.pkl', encoderPath: 'b.pkl', layer: '3', publishedBy: 'x', dIn: 4, measure: 'COSINE' },
  EXPLANATIONS: { path: 'labels', spaceId: 1, dictionaryId: 2 },
  EXPORT: { spaceId: 1, dictionaryId: 2, format: 'sae-lens', folder: 'sae-lens/run/layers.1/seed1' },
  EXPORT_FEATURES: {
    spaceId: 1,
    runGroupId: 2,
    part: 'CORE',
    format: 'sparsify',
    folder: 'core',
    criterion: { definition: 'BOTH_AGREE', threshold: 0.7, strict: false, aliveOnly: false },
  },
  EXPORT_EXPLANATIONS: { spaceId: 1, dictionaryId: 2, layout: 'NEURONPEDIA', folder: 'labels', replace: true },
  INDEX: { spaceId: 1, dictionaryId: 2, side: 'ENCODER', enabled: false },
  MATCH: { spaceId: 1, matchingId: 2, side: 'DECODER', measure: 'ABSOLUTE_COSINE' },
  MATCH_ACTIVATIONS: {
    spaceId: 1,
    dictionaryIds: [2, 3],
    model: 'tiny',
    corpus: 'text.txt',
    activations: null,
    hookpoint: null,
    tokens: null,
    context: null,
    nulls: true,
  },
  EVALUATE: {
    spaceId: 1,
    dictionaryIds: [2],
    model: null,
    corpus: null,
    activations: 'shards',
    hookpoint: null,
    tokens: 1000,
    context: null,
  },
  SUBSTITUTE: {
    spaceId: 1,
    matchingId: 2,
    model: 'tiny',
    corpus: 'text.txt',
    activations: null,
    hookpoint: null,
    tokens: null,
    context: null,
  },
  NULL_BASELINE: { spaceId: 1, matchingId: 2, measure: 'COSINE' },
  SIMILARITY: { spaceId: 1, matchingId: 2 },
  EMBED: { spaceId: 1, dictionaryId: 2 },
  CONTEXTS: {
    spaceId: 1,
    dictionaryIds: [2, 3],
    model: 'tiny',
    corpus: 'text.txt',
    hookpoint: null,
    tokens: 900,
    context: null,
    settings: {
      top: 10,
      seed: 0,
      quantiles: 5,
      neighbours: 10,
      perQuantile: 6,
      windowLength: 32,
      nonActivating: 15,
    },
  },
  SCORE: {
    spaceId: 1,
    dictionaryId: 2,
    scorer: 'FUZZ',
    method: 'llm',
    onlyBest: true,
    latents: [1, 2],
    examples: 15,
    examplesPerQuestion: 5,
    budget: { tokens: 100, cost: null },
  },
  EXPLAIN: { spaceId: 1, dictionaryId: 2, explainer: 'LLM', latents: null, examples: 30, budget: null },
  TRAIN: { spaceId: 1, runId: 2 },
};

/** Results as they were written before they had a version, of the kinds that wrote one. */
const counts = { written: 1, present: 2, unsuitable: 3, failed: 4, unparsable: 5, leftByBudget: 6 };
const collected = [{ dictionaryId: 2, collection: 3, alreadyPresent: false, tokens: 900, l0: 1.5, fvu: null }];
const unversionedResults: Partial<Record<JobKind, { stored: object; read?: object }>> = {
  MATCH_ACTIVATIONS: { stored: { matchingIds: [1, 2, 3], tokens: 900 } },
  SUBSTITUTE: { stored: { tokens: 900 } },
  EVALUATE: { stored: { tokens: 900, sourceKey: 'key' } },
  EXPLANATIONS: {
    stored: {
      files: 1,
      explanations: 2,
      scores: 3,
      contexts: 4,
      statistics: 5,
      present: 6,
      skipped: [{ reason: 'TOO_LONG', count: 7, examples: [{ file: 'a', line: null, detail: 'b' }] }],
    },
    read: {
      files: 1,
      explanations: 2,
      scores: 3,
      contexts: 4,
      statistics: 5,
      present: 6,
      skipped: [{ reason: 'TOO_LONG', count: 7, examples: [{ file: 'a', line: null, detail: 'b' }], sources: [] }],
    },
  },
  IMPORT: { stored: {}, read: { changes: [], notes: [] } },
  EXPORT_EXPLANATIONS: {
    stored: { explanations: 1, scores: 2, statistics: 3, contexts: 4 },
    read: { explanations: 1, scores: 2, scoresLeftOut: 0, statistics: 3, contexts: 4 },
  },
  EMBED: { stored: { embedded: 1, embedder: { name: 'e', version: 'v', dimensions: 8 } } },
  CONTEXTS: { stored: { collected }, read: { collected, resumedAt: 0 } },
  SCORE: { stored: counts },
  EXPLAIN: { stored: counts },
};

test.each(jobKinds)('%s: what was written without a version is understood as it was', (kind) => {
  expect(readPayload(kind, { payload: unversioned[kind] })).toEqual(unversioned[kind]);
  expect(readPayload(kind, { payload: { version: 1, ...unversioned[kind] } })).toEqual(unversioned[kind]);
  const result = unversionedResults[kind];
  expect(readResult(kind, { result: result?.stored ?? null })).toEqual(result?.read ?? result?.stored ?? {});
});

test('the settings of contexts keep the order of the database, over which collections are named', async () => {
  const { job } = await createJob(fixture.db, { ...named('CONTEXTS'), payload: unversioned.CONTEXTS });
  const { settings } = readPayload('CONTEXTS', job);
  expect(JSON.stringify(settings)).toBe(JSON.stringify((job.payload as { settings: object }).settings));
});

const named = (kind: string) => ({ kind, key: `${kind} ${Math.random()}`, title: kind });

async function run(id: string): Promise<JobRow | null> {
  await runJob(id, {
    db: fixture.db,
    settings: { importRoots: [bundledRoot], threads: 1, memoryMb: 512 },
    stopping: new AbortController().signal,
    heartbeat: async () => {},
    log: silent,
  });
  return (await findJobs(fixture.db, [id]))[0];
}

test('a job that an older release queued runs, and its result has a version', async () => {
  const payload = { path: 'mlp_topk_k4_N512/seed1/layers.2.mlp' };
  const { rows } = await listDictionaries(fixture.db, { filter: {}, first: 1, after: null });
  expect(rows).toEqual([]);
  const [found] = await fixture.queue.enqueueMissing('IMPORT', [payload]);
  expect(found.payload).toEqual({ version: 1, ...payload });
  expect(await fixture.succeeded(found.id)).toMatchObject({ state: 'SUCCEEDED' });
  const { job } = await createJob(fixture.db, { ...named('IMPORT'), payload });
  expect(job.payload).toEqual(payload);
  expect(await run(job.id)).toMatchObject({ state: 'SUCCEEDED', alreadyPresent: true, result: { version: 1 } });
});

test.each([
  ['a newer release', 'MATCH', { version: 2, spaceId: 1, matchingId: 2 }, 'JOB_NEWER', 'versions up to 1'],
  ['a kind that this release does not have', 'DREAM', {}, 'JOB_NEWER', '"DREAM"'],
  ['a field of another kind', 'MATCH', { ...unversioned.MATCH, matchingId: 'two' }, 'JOB_BAD', 'matchingId: '],
  ['a missing field', 'IMPORT', { version: 1 }, 'JOB_BAD', 'path: '],
  ['no object', 'SIMILARITY', [1, 2], 'JOB_BAD', 'expected an object'],
  ['a version that is none', 'SIMILARITY', { ...unversioned.SIMILARITY, version: 'x' }, 'JOB_BAD', 'version: '],
])('a payload of %s ends the job with a code', async (_what, kind, payload, errorCode, said) => {
  const { job } = await createJob(fixture.db, { ...named(kind), payload });
  const ended = await run(job.id);
  expect(ended).toMatchObject({ state: 'FAILED', errorCode, errorMessage: expect.stringContaining(said) });
  expect(ended?.errorHint).toBeTruthy();
});

test('a payload that somebody spoils by hand ends the job with a code', async () => {
  const { job } = await createJob(fixture.db, { ...named('DELETE'), payload: { version: 1, ...unversioned.DELETE } });
  await fixture.db.query(`update jobs set payload = payload || '{"dictionaryId": null}' where id = $1`, [job.id]);
  expect(await run(job.id)).toMatchObject({
    state: 'FAILED',
    errorCode: 'JOB_BAD',
    errorMessage: expect.stringContaining('dictionaryId: '),
  });
});

test('a form that has changed reads what was written in each of its versions', () => {
  const form = storedForm<{ folder: string }>(
    v.pipe(
      v.object({ path: v.string() }),
      v.transform(({ path }) => ({ folder: path })),
    ),
    v.object({ folder: v.string() }),
  );
  const of = { part: 'payload', kind: 'EXAMPLE' } as const;
  expect(writeStored(form, { folder: 'a' })).toEqual({ version: 2, folder: 'a' });
  for (const stored of [{ path: 'a' }, { version: 1, path: 'a' }, { version: 2, folder: 'a' }])
    expect(parseStored(form, stored, of)).toEqual({ folder: 'a' });
  expect(() => parseStored(form, { version: 2, path: 'a' }, of)).toThrow('folder: ');
});
