import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleContext, exampleStatistics } from '../db/example-explanations.ts';
import { beginCollection, copyContexts, copyStatistics, publishCollection } from '../../db/stores/activation-writer.ts';
import { explainExamples } from './example-explanations.ts';
import { dictionaryId, type Edge, latentId, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
  await explainExamples(edge.db, edge.seeds);
});
afterAll(() => edge.close());

const ofLatent = (index: number, fields: string) =>
  edge.data(`query ($id: ID!) { latent(id: $id) { ${fields} } }`, { id: latentId(edge.seeds[0], index) });

test('a latent gives its best explanation, all of them, and its scores', async () => {
  const { latent } = await ofLatent(
    3,
    'explanation { id text score scorer } explanations { text method scores { scorer value failed } latent { index } }',
  );
  expect(latent.explanation).toMatchObject({ score: 0.53, scorer: 'detection' });
  expect(latent.explanations.map((row: { text: string }) => row.text)).toEqual([
    'latent 3 of example/1: verbs of running',
    'another word for 3',
  ]);
  expect(latent.explanations[0].scores).toEqual([
    { scorer: 'detection', value: 0.53, failed: 0 },
    { scorer: 'fuzz', value: 0.9, failed: 0 },
  ]);
  expect(latent.explanations[1].latent).toEqual({ index: 3 });
  const again = await edge.data(
    'query ($id: ID!) { node(id: $id) { id ... on Explanation { text } } }',
    latent.explanation,
  );
  expect(again.node).toEqual({ id: latent.explanation.id, text: latent.explanation.text });
});

test('a latent that nobody explained has nulls and empty lists', async () => {
  const { latent } = await ofLatent(
    4,
    'explanation { text } explanations { text } contexts { totalCount nodes { tokens } } activationHistogram { counts } topTokens { byContext { token } }',
  );
  expect(latent).toEqual({
    explanation: null,
    explanations: [],
    contexts: { totalCount: 0, nodes: [] },
    activationHistogram: null,
    topTokens: null,
  });
});

test('coverage counts explanations and latents', async () => {
  const { dictionary } = await edge.data(
    'query ($id: ID!) { dictionary(id: $id) { explanationCoverage { explanations latents scored } activationCollections { dataset tokens latents } } }',
    { id: dictionaryId(edge.seeds[0]) },
  );
  expect(dictionary.explanationCoverage).toEqual({ explanations: 27, latents: 20, scored: 20 });
  expect(dictionary.activationCollections).toEqual([{ dataset: 'a corpus', tokens: 1000, latents: 20 }]);
});

test('contexts come by kind, page by page, from the newest collection or a named one', async () => {
  const [dictionary] = edge.seeds;
  const collection = {
    source: 'test',
    dataset: 'a second corpus',
    tokens: null,
    contextLength: null,
    hasTokenTexts: true,
    details: null,
    externalKey: 'second',
  };
  const { key } = await beginCollection(edge.db, { dictionary, job: null, collection });
  const rows = Array.from({ length: 7 }, (_, i) =>
    exampleContext({ index: 2, ordinal: i % 4, kind: i < 4 ? 'TOP' : 'NON_ACTIVATING', tokens: [`<b>${i}</b>`, '\n'] }),
  );
  await copyContexts(edge.db, { collection: key, rows });
  await publishCollection(edge.db, key);
  const fields = 'totalCount pageInfo { hasNextPage endCursor } nodes { kind ordinal tokens collection { dataset } }';
  const ask = (args: string) => ofLatent(2, `contexts(${args}) { ${fields} }`).then(({ latent }) => latent.contexts);
  const first = await ask('first: 4, kinds: [TOP, NON_ACTIVATING]');
  expect(first.totalCount).toBe(7);
  expect(first.nodes[0]).toEqual({
    kind: 'TOP',
    ordinal: 0,
    tokens: ['<b>0</b>', '\n'],
    collection: { dataset: 'a second corpus' },
  });
  const next = await ask(`first: 4, kinds: [TOP, NON_ACTIVATING], after: "${first.pageInfo.endCursor}"`);
  expect(
    [...first.nodes, ...next.nodes].map((row: { kind: string; ordinal: number }) => `${row.kind}${row.ordinal}`),
  ).toEqual(rows.map((row) => `${row.kind}${row.ordinal}`));
  expect(next.pageInfo.hasNextPage).toBe(false);
  expect((await ask('first: 10')).totalCount).toBe(4);
  expect((await ask(`collection: ${key.id - 3}`)).nodes).toHaveLength(4);
  const wrong = `query ($id: ID!) { latent(id: $id) { contexts(after: "${first.pageInfo.endCursor}") { totalCount } } }`;
  expect(await edge.code(wrong, { id: latentId(dictionary, 2) })).toBe('BAD_CURSOR');
  expect(
    await edge.code('query ($id: ID!) { latent(id: $id) { contexts(first: 101) { totalCount } } }', {
      id: latentId(dictionary, 2),
    }),
  ).toBe('BAD_INPUT');
});

test('histogram and tokens name the collection that they are from', async () => {
  const { latent } = await ofLatent(
    3,
    'firingFrequency activationHistogram { values counts firingCount firingFrequency maxActivation collection { dataset tokens } } topTokens { byContext { token weight } promoted { token } }',
  );
  expect(latent.activationHistogram).toEqual({
    values: [0.5, 1.5],
    counts: [3, 1],
    firingCount: 3,
    firingFrequency: 0.003,
    maxActivation: 2,
    collection: { dataset: 'a corpus', tokens: 1000 },
  });
  expect(latent.topTokens).toEqual({ byContext: [{ token: ' b', weight: 1.5 }], promoted: [] });
});

test('where no one counted tokens they come from the contexts', async () => {
  const [dictionary] = edge.seeds;
  const collection = {
    source: 'test',
    dataset: null,
    tokens: null,
    contextLength: null,
    hasTokenTexts: true,
    details: null,
    externalKey: 'uncounted',
  };
  const { key } = await beginCollection(edge.db, { dictionary, job: null, collection });
  await copyStatistics(edge.db, { collection: key, rows: [exampleStatistics({ index: 6, firingFrequency: 0.5 })] });
  const rows = [
    exampleContext({ index: 6, ordinal: 0, tokens: ['x', 'y'], activations: [4, 1] }),
    exampleContext({ index: 6, ordinal: 1, tokens: ['x', 'z'], activations: [2, 0] }),
  ];
  await copyContexts(edge.db, { collection: key, rows });
  await publishCollection(edge.db, key);
  const { latent } = await ofLatent(6, 'topTokens { byContext { token weight } } activationHistogram { counts }');
  expect(latent.topTokens.byContext).toEqual([
    { token: 'x', weight: 3 },
    { token: 'y', weight: 1 },
  ]);
  expect(latent.activationHistogram).toBeNull();
});
