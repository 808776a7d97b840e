/** Mutations answer with jobs of the real queue; no worker runs here. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimJob, finishJob, reportProgress } from '../../db/stores/job-runs.ts';
import { formatGlobalId, parseJobId } from '../../src/graph/global-id.ts';
import { dictionaryId, type Edge, exampleChat, matchingId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-graph-'));
  edge = await openExampleEdge({ importRoots: [root] });
});
afterAll(async () => {
  await edge.close();
  await rm(root, { recursive: true });
});

const REQUEST =
  'mutation ($input: RequestMatchingInput!) { requestMatching(input: $input) { matchings { id measure complete a { initSeed } } jobs { id kind state subject { ... on Matching { id } } } } }';

test('a pair that is matched needs no job', async () => {
  const [a, b] = edge.seeds.map(dictionaryId);
  const { requestMatching } = await edge.data(REQUEST, { input: { a, b, nulls: false } });
  expect(requestMatching).toEqual({
    matchings: [{ id: matchingId(edge.matchings[0]), measure: 'COSINE', complete: true, a: { initSeed: '1' } }],
    jobs: [],
  });
});

test('a whole group under another measure: a job per side, once', async () => {
  const { spaceId, runGroupId } = edge.seeds[0];
  const input = {
    runGroup: formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId }),
    measures: ['ABSOLUTE_COSINE', 'ABSOLUTE_COSINE'],
    nulls: false,
  };
  const { requestMatching: first } = await edge.data(REQUEST, { input });
  expect(first.matchings).toHaveLength(3);
  expect(first.jobs).toHaveLength(6);
  expect(new Set(first.jobs.map((job: { state: string; kind: string }) => `${job.kind} ${job.state}`))).toEqual(
    new Set(['MATCH QUEUED']),
  );
  const { requestMatching: second } = await edge.data(REQUEST, { input });
  expect(second).toEqual(first);
  const { matching } = await edge.data(
    'query ($id: ID!) { matching(id: $id) { complete decoder { pairs } summary { shared } sweep { of } cosineHistogram { to } sharedPairs { totalCount } orphans { totalCount } jobs { kind } } }',
    { id: first.matchings[0].id },
  );
  expect(matching).toEqual({
    complete: false,
    decoder: null,
    summary: null,
    sweep: null,
    cosineHistogram: null,
    sharedPairs: null,
    orphans: null,
    jobs: [{ kind: 'MATCH' }, { kind: 'MATCH' }],
  });
});

test('requests that mean nothing are refused', async () => {
  const [a, b] = edge.seeds.map(dictionaryId);
  const { spaceId, runGroupId } = edge.seeds[0];
  const runGroup = formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId });
  const code = (input: object) => edge.code(REQUEST, { input });
  expect(await code({})).toBe('BAD_INPUT');
  expect(await code({ a })).toBe('BAD_INPUT');
  expect(await code({ a, b, runGroup })).toBe('BAD_INPUT');
  expect(await code({ a, b, measures: [] })).toBe('BAD_INPUT');
  expect(await code({ a, b: a })).toBe('SAME_DICTIONARY');
  expect(await code({ a, b: dictionaryId(edge.foreign) })).toBe('SPACE_MISMATCH');
  expect(await code({ a, b: runGroup })).toBe('BAD_ID');
  expect(await code({ runGroup: formatGlobalId({ kind: 'RunGroup', spaceId, id: 999_999 }) })).toBe('NOT_FOUND');
});

test('an import is checked against the roots before it is queued', async () => {
  const IMPORT =
    'mutation ($input: ImportDictionaryInput!) { importDictionary(input: $input) { id kind state title } }';
  const { importDictionary } = await edge.data(IMPORT, { input: { path: '.', initSeed: 4, model: null } });
  expect(importDictionary).toMatchObject({ kind: 'IMPORT', state: 'QUEUED' });
  expect(await edge.code(IMPORT, { input: { path: '..' } })).toBe('PATH_OUTSIDE_ROOTS');
  const missing = await edge.ask(IMPORT, { input: { path: 'nothing-here' } });
  expect(missing.errors[0].extensions.code).toBe('SOURCE_NOT_FOUND');
  expect(JSON.stringify(missing.errors)).not.toContain(root);
});

test('a queued job is cancelled at once; one that has ended stays as it is', async () => {
  const CANCEL = 'mutation ($id: ID!) { cancelJob(id: $id) { id state finishedAt } }';
  const { importDictionary } = await edge.data(
    'mutation { importDictionary(input: { path: ".", initSeed: 5 }) { id } }',
  );
  const { cancelJob } = await edge.data(CANCEL, { id: importDictionary.id });
  expect(cancelJob).toMatchObject({ id: importDictionary.id, state: 'CANCELLED' });
  expect((await edge.data(CANCEL, { id: importDictionary.id })).cancelJob).toEqual(cancelJob);
  expect(
    await edge.code(CANCEL, { id: formatGlobalId({ kind: 'Job', id: '00000000-0000-4000-8000-000000000000' }) }),
  ).toBe('NOT_FOUND');
});

test('a job shows its progress, and its failure when it has failed', async () => {
  const { importDictionary } = await edge.data(
    'mutation { importDictionary(input: { path: ".", initSeed: 6 }) { id } }',
  );
  const id = parseJobId(importDictionary.id);
  const claimed = await claimJob(edge.db, id);
  await reportProgress(edge.db, {
    id,
    attempt: claimed?.attempt ?? 0,
    done: 30,
    total: 120,
    unit: 'rows',
    step: 'loading',
  });
  const read = () =>
    edge.data(
      'query ($id: ID!) { job(id: $id) { state progress { done total fraction unit step } failure { code message hint } } }',
      { id: importDictionary.id },
    );
  expect((await read()).job).toEqual({
    state: 'RUNNING',
    progress: { done: 30, total: 120, fraction: 0.25, unit: 'rows', step: 'loading' },
    failure: null,
  });
  await finishJob(edge.db, {
    id,
    attempt: claimed?.attempt ?? 0,
    outcome: { state: 'FAILED', code: 'FORMAT_UNKNOWN', message: 'Cannot import', hint: 'Try another.' },
  });
  expect((await read()).job).toMatchObject({
    state: 'FAILED',
    failure: { code: 'FORMAT_UNKNOWN', message: 'Cannot import', hint: 'Try another.' },
  });
});

test('an index is queued; one over rows that are not there is refused', async () => {
  const INDEX =
    'mutation ($input: SetNearestIndexInput!) { setNearestIndex(input: $input) { kind state subject { ... on Dictionary { id } } } }';
  const input = { dictionary: dictionaryId(edge.seeds[0]), side: 'DECODER', enabled: true };
  expect((await edge.data(INDEX, { input })).setNearestIndex).toEqual({
    kind: 'INDEX',
    state: 'QUEUED',
    subject: { id: input.dictionary },
  });
  expect(await edge.code(INDEX, { input: { ...input, dictionary: dictionaryId(edge.bare), side: 'ENCODER' } })).toBe(
    'NO_ENCODER',
  );
});

test('facts are changed at once, with a trail; what contradicts a rule is refused', async () => {
  const UPDATE = `mutation ($input: UpdateDictionaryInput!) { updateDictionary(input: $input) { changes { field before after }
    dictionary { name initSeed dataset l1Coefficient provenance { changes { field before after source changedAt } } } } }`;
  const dictionary = dictionaryId(edge.bare);
  const seed = '18446744073709551615';
  const { updateDictionary } = await edge.data(UPDATE, {
    input: { dictionary, initSeed: seed, dataset: 'a text', l1Coefficient: null },
  });
  expect(updateDictionary.dictionary).toMatchObject({ initSeed: seed, dataset: 'a text', l1Coefficient: null });
  const changes = updateDictionary.changes as { field: string; after: string | null }[];
  expect(changes).toContainEqual({ field: 'initSeed', before: expect.any(String), after: seed });
  expect(updateDictionary.dictionary.provenance.changes).toEqual(
    changes.map((change) => ({ ...change, source: 'REQUEST', changedAt: expect.any(String) })),
  );
  for (const wrong of [{ name: null }, { tokens: -1 }, { portalId: 'x' }, { portalId: 'example/source' }])
    expect(['BAD_INPUT', 'PORTAL_ID_TAKEN']).toContain(await edge.code(UPDATE, { input: { dictionary, ...wrong } }));
  expect((await edge.data(UPDATE, { input: { dictionary, initSeed: seed } })).updateDictionary.changes).toEqual([]);
});

test('a deleted dictionary is gone from every answer before its rows are', async () => {
  const id = dictionaryId(edge.seeds[2]);
  const { deleteDictionary } = await edge.data(
    'mutation ($id: ID!) { deleteDictionary(id: $id) { id job { kind state } } }',
    { id },
  );
  expect(deleteDictionary).toEqual({ id, job: { kind: 'DELETE', state: 'QUEUED' } });
  expect(await edge.code('mutation ($id: ID!) { deleteDictionary(id: $id) { id } }', { id })).toBe('NOT_FOUND');
  const { dictionary, node, runGroups, latent, matchings } = await edge.data(
    `query ($id: ID!) { dictionary(id: $id) { id } node(id: $id) { id } runGroups(name: "example") { dictionaries { initSeed } matchings { b { initSeed } } }
      latent(id: "example/source/1") { partners { dictionary { initSeed } } universality { dictionariesInGroup } }
      matchings(filter: { measure: COSINE }) { totalCount nodes { a { id } b { id } } } }`,
    { id },
  );
  expect([dictionary, node]).toEqual([null, null]);
  expect(runGroups).toEqual([
    { dictionaries: [{ initSeed: '1' }, { initSeed: '2' }], matchings: [{ b: { initSeed: '2' } }] },
  ]);
  expect(latent).toEqual({ partners: [{ dictionary: { initSeed: '2' } }], universality: { dictionariesInGroup: 2 } });
  expect(matchings.totalCount).toBe(3);
  const { latent: byId } = await edge.data('query ($id: ID!) { latent(id: $id) { id } }', { id: `${id}/0` });
  expect(byId).toBeNull();
});

test('run groups by model, hookpoint and name', async () => {
  const names = async (args: string) =>
    (await edge.data(`{ runGroups${args} { name } }`)).runGroups.map((one: { name: string }) => one.name);
  expect(await names('')).toEqual(['example', 'wide', 'bare', 'foreign']);
  expect(await names('(model: "another/model")')).toEqual(['foreign']);
  expect(await names('(hookpoint: "layers.0.mlp", name: "wide", model: null)')).toEqual(['wide']);
  expect(await names('(hookpoint: "layers.9")')).toEqual([]);
});

test('an import of explanations names its dictionary, and is the same job while it waits', async () => {
  const IMPORT =
    'mutation ($input: ImportExplanationsInput!) { importExplanations(input: $input) { id kind state subject { ... on Dictionary { name } } result { __typename } } }';
  const input = { path: '.', dictionary: dictionaryId(edge.seeds[0]) };
  const { importExplanations: first } = await edge.data(IMPORT, { input });
  expect(first).toMatchObject({
    kind: 'EXPLANATIONS',
    state: 'QUEUED',
    subject: { name: 'example/1' },
    result: null,
  });
  expect((await edge.data(IMPORT, { input })).importExplanations.id).toBe(first.id);
  expect(await edge.code(IMPORT, { input: { path: '/etc' } })).toBe('PATH_OUTSIDE_ROOTS');
  expect(await edge.code(IMPORT, { input: { path: '.', dictionary: 'x' } })).toBe('BAD_ID');
});

test('contexts, explaining and scoring are asked for with every fault named beforehand', async () => {
  const [a, b] = edge.seeds.map(dictionaryId);
  const COLLECT =
    'mutation ($input: CollectContextsInput!) { collectContexts(input: $input) { id kind title subject { __typename } result { __typename } } }';
  const input = { dictionaries: [a, b], modelPath: '.', corpus: '.' };
  const { collectContexts } = await edge.data(COLLECT, { input });
  expect(collectContexts).toMatchObject({ kind: 'CONTEXTS', subject: null, result: null });
  expect((await edge.data(COLLECT, { input })).collectContexts.id).toBe(collectContexts.id);
  expect(await edge.code(COLLECT, { input: { ...input, dictionaries: [] } })).toBe('BAD_INPUT');
  expect(await edge.code(COLLECT, { input: { ...input, dictionaries: [a, dictionaryId(edge.foreign)] } })).toBe(
    'SPACE_MISMATCH',
  );
  expect(await edge.code(COLLECT, { input: { ...input, corpus: '../..' } })).toBe('PATH_OUTSIDE_ROOTS');
  for (const settings of [{ windowLength: 3 }, { quantiles: 0 }, { perQuantile: 21 }, { top: -1 }, { seed: -1 }])
    expect(await edge.code(COLLECT, { input: { ...input, settings } })).toBe('BAD_INPUT');

  const EXPLAIN =
    'mutation ($input: ExplainLatentsInput!) { explainLatents(input: $input) { kind state title subject { ... on Dictionary { name } } result { __typename } progress { spending { cost } } } }';
  expect((await edge.data(EXPLAIN, { input: { dictionary: a } })).explainLatents).toEqual({
    kind: 'EXPLAIN',
    state: 'QUEUED',
    title: 'explain latents of example/1 by tokens',
    subject: { name: 'example/1' },
    result: null,
    progress: null,
  });
  const llm = { dictionary: a, explainer: 'LLM' };
  expect(
    (await edge.data(EXPLAIN, { input: { ...llm, latents: [2, 1, 2], budget: { tokens: 10 } } })).explainLatents.title,
  ).toBe('explain latents of example/1 by tiny-chat');
  for (const wrong of [
    { latents: [] },
    { latents: [N] },
    { examples: 0 },
    { budget: { tokens: -1 } },
    { budget: { cost: -0.1 } },
  ])
    expect(await edge.code(EXPLAIN, { input: { ...llm, ...wrong } })).toBe('BAD_INPUT');
  expect(await edge.code(EXPLAIN, { input: { dictionary: 'x' } })).toBe('BAD_ID');

  const SCORE = 'mutation ($input: ScoreExplanationsInput!) { scoreExplanations(input: $input) { kind title } }';
  expect(
    (await edge.data(SCORE, { input: { dictionary: a, scorer: 'FUZZ', method: 'llm' } })).scoreExplanations,
  ).toEqual({
    kind: 'SCORE',
    title: 'score explanations of example/1 by fuzz',
  });
  for (const wrong of [{ examplesPerQuestion: 0 }, { examples: 201 }, { method: ' ' }])
    expect(await edge.code(SCORE, { input: { dictionary: a, ...wrong } })).toBe('BAD_INPUT');
});

test('says what can explain and score, and nothing of the key', async () => {
  const TOOLS =
    '{ explanationTools { explainers scorers chat { model host concurrency budgetTokens budgetCost promptPrice completionPrice } } }';
  const answer = await edge.data(TOOLS);
  expect(answer.explanationTools).toEqual({
    explainers: ['TOKENS', 'LLM'],
    scorers: ['TOKEN_SET', 'DETECTION', 'FUZZ'],
    chat: {
      model: 'tiny-chat',
      host: 'models.test',
      concurrency: 2,
      budgetTokens: 1_000,
      budgetCost: 5,
      promptPrice: 1,
      completionPrice: 2,
    },
  });
  expect(JSON.stringify(answer)).not.toContain(exampleChat.key);
});

test('importMatching queues one job per file and what was stated, and checks both', async () => {
  const IMPORT = 'mutation ($input: ImportMatchingInput!) { importMatching(input: $input) { id kind state title } }';
  await writeFile(path.join(root, 'm.pkl'), 'x');
  const input = { path: 'm.pkl', layer: '6', publishedBy: 'them', model: 'm', hookpoint: 'h', dIn: 4 };
  const { importMatching: first } = await edge.data(IMPORT, { input });
  expect(first).toMatchObject({
    kind: 'IMPORT_MATCHING',
    state: 'QUEUED',
    title: 'import the matching m.pkl, layer 6',
  });
  expect((await edge.data(IMPORT, { input })).importMatching.id).toBe(first.id);
  expect((await edge.data(IMPORT, { input: { ...input, layer: '7' } })).importMatching.id).not.toBe(first.id);
  expect(await edge.code(IMPORT, { input: { ...input, path: '/etc/passwd' } })).toBe('PATH_OUTSIDE_ROOTS');
  expect(await edge.code(IMPORT, { input: { ...input, encoderPath: '/etc/passwd' } })).toBe('PATH_OUTSIDE_ROOTS');
  expect(await edge.code(IMPORT, { input: { ...input, path: 'none.pkl' } })).toBe('SOURCE_NOT_FOUND');
  expect(await edge.code(IMPORT, { input: { ...input, dIn: 0 } })).toBe('BAD_INPUT');
});

test('an export of explanations needs a root and a plain folder', async () => {
  const EXPORT =
    'mutation ($input: ExportExplanationsInput!) { exportExplanations(input: $input) { kind result { __typename } } }';
  const input = { dictionary: dictionaryId(edge.seeds[0]), folder: 'labels/seed1' };
  expect(await edge.code(EXPORT, { input })).toBe('EXPORT_OFF');
  const open = await openExampleEdge({ exportRoot: root });
  try {
    const own = { ...input, dictionary: dictionaryId(open.seeds[0]) };
    const { exportExplanations } = await open.data(EXPORT, { input: own });
    expect(exportExplanations).toEqual({ kind: 'EXPORT_EXPLANATIONS', result: null });
    expect(await open.code(EXPORT, { input: { ...own, folder: '../up' } })).toBe('BAD_INPUT');
  } finally {
    await open.close();
  }
});
