import { loadFrequencies } from '../../db/stores/firing-frequencies.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCollections, findStatistics, listCollections, listContexts } from '../../db/stores/activations.ts';
import {
  beginCollection,
  copyContexts,
  copyStatistics,
  type NewCollection,
  publishCollection,
  removeAbandonedCollections,
} from '../../db/stores/activation-writer.ts';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { finishJob } from '../../db/stores/job-runs.ts';
import { findLatents } from '../../db/stores/latents.ts';
import { deleteDictionaryRows, markDeleting } from '../../db/stores/removal.ts';
import { exampleContext, exampleStatistics } from './example-explanations.ts';
import { publishExample, runningJob } from './example-rows.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
let dictionary: DictionaryRow;
beforeAll(async () => {
  opened = await openTestDatabase();
  dictionary = await publishExample(opened.db, { n: 10, d: 4, seed: 1 });
});
afterAll(() => opened.close());

const latent = (index: number) => ({ spaceId: dictionary.spaceId, dictionaryId: dictionary.id, index });
const collection = (externalKey: string): NewCollection => ({
  source: 'test',
  dataset: 'a corpus',
  tokens: 5_000_000_000,
  contextLength: 2,
  hasTokenTexts: true,
  details: { note: 1 },
  externalKey,
});
const begin = (externalKey: string, job: { id: string; attempt: number } | null = null) =>
  beginCollection(opened.db, { dictionary, collection: collection(externalKey), job });
const page = {
  kinds: ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'] as const,
  first: 10,
  after: null,
  collectionId: null,
};
const contextsOf = async (index: number) => (await listContexts(opened.db, { ...page, keys: [latent(index)] }))[0];

test('a collection appears whole when it is published, and as it was written', async () => {
  const { key } = await begin('first');
  const statistics = exampleStatistics({
    index: 3,
    firingCount: 7_000_000_000,
    firingFrequency: 0.25,
    maxActivation: 4.5,
    histogramValues: [1, 2.5],
    histogramCounts: [10, 3],
    topTokens: [' river', 'lake\n', ''],
    topTokenValues: [4.5, 3, 0.125],
    promotedTokens: ['✓', '"', 'NULL'],
    promotedValues: [1, 0.5, 0.25],
    suppressedTokens: [],
    suppressedValues: [],
  });
  const contexts = [
    exampleContext({
      index: 3,
      ordinal: 0,
      tokens: ['<b>', '\n', 'âĢ'],
      activations: [0, 0.5, 4.5],
      position: 2,
      maxActivation: 4.5,
      tokenIds: [5, 6, 70000],
      document: 12,
      offset: 3,
      sourceText: 'so',
    }),
    exampleContext({ index: 3, ordinal: 0, kind: 'QUANTILE', quantile: 2 }),
    exampleContext({ index: 3, ordinal: 0, kind: 'NEIGHBOUR', neighbour: 8, activations: [0, 0], maxActivation: 0 }),
  ];
  await copyStatistics(opened.db, { collection: key, rows: [statistics] });
  await copyContexts(opened.db, { collection: key, rows: contexts });
  expect(await findStatistics(opened.db, [latent(3)])).toEqual([null]);
  expect(await contextsOf(3)).toEqual({ rows: [], total: 0 });
  expect(await listCollections(opened.db, [dictionary])).toEqual([[]]);
  await publishCollection(opened.db, key);
  expect(await findStatistics(opened.db, [latent(3), latent(4)])).toEqual([
    { ...statistics, ...latent(3), collectionId: key.id },
    null,
  ]);
  const stored = await contextsOf(3);
  expect(stored.rows).toEqual(contexts.map((row) => ({ ...row, ...latent(3), collectionId: key.id })));
  const [found] = await findCollections(opened.db, [key]);
  expect(found).toMatchObject({ ...key, source: 'test', tokens: 5_000_000_000, latents: 1, details: { note: 1 } });
});

test('the same content is not stored twice, also when both were begun', async () => {
  const [a, b] = [await begin('twice'), await begin('twice')];
  expect([a.isNew, b.isNew]).toEqual([true, true]);
  await copyContexts(opened.db, { collection: b.key, rows: [exampleContext({ index: 1, ordinal: 0 })] });
  expect(await publishCollection(opened.db, a.key)).toBe(a.key.id);
  expect(await publishCollection(opened.db, b.key)).toBe(a.key.id);
  expect(await begin('twice')).toEqual({ key: a.key, isNew: false });
  expect((await contextsOf(1)).rows).toEqual([]);
});

test('a latent is answered by the newest collection that knows it, or by the one that is named', async () => {
  const keys = [];
  for (const name of ['old', 'new']) {
    const { key } = await begin(name);
    const rows = [exampleContext({ index: 5, ordinal: 0, sourceText: name }), exampleContext({ index: 5, ordinal: 1 })];
    await copyContexts(opened.db, {
      collection: key,
      rows: name === 'old' ? [...rows, exampleContext({ index: 6, ordinal: 0 })] : rows,
    });
    await publishCollection(opened.db, key);
    keys.push(key);
  }
  const [five, six] = await listContexts(opened.db, { ...page, keys: [latent(5), latent(6)] });
  expect([five.rows[0].collectionId, six.rows[0].collectionId]).toEqual([keys[1].id, keys[0].id]);
  const [named] = await listContexts(opened.db, { ...page, keys: [latent(5)], collectionId: keys[0].id });
  expect(named.rows[0].sourceText).toBe('old');
});

test('pages of contexts meet without gap, and count all', async () => {
  const { key } = await begin('pages');
  const rows = Array.from({ length: 23 }, (_, i) =>
    exampleContext({ index: 7, ordinal: i % 12, kind: i < 12 ? 'TOP' : 'QUANTILE', quantile: i < 12 ? null : i % 3 }),
  );
  await copyContexts(opened.db, { collection: key, rows });
  await publishCollection(opened.db, key);
  const seen: string[] = [];
  let after: Parameters<typeof listContexts>[1]['after'] = null;
  for (;;) {
    const [got] = await listContexts(opened.db, { ...page, keys: [latent(7)], first: 5, after });
    expect(got.total).toBe(23);
    if (got.rows.length === 0) break;
    seen.push(...got.rows.map((row) => `${row.kind}:${row.ordinal}`));
    after = got.rows[got.rows.length - 1];
  }
  expect(seen).toEqual(rows.map((row) => `${row.kind}:${row.ordinal}`));
});

test('a frequency that no checkpoint stated follows the newest of equal collections; a stated one stays', async () => {
  const before = await findLatents(opened.db, [latent(3), latent(4)]);
  expect(before.map((row) => row?.firingFrequency)).toEqual([0.3, null]);
  for (const firingFrequency of [0.125, 0.0625]) {
    const { key } = await begin(`frequency ${firingFrequency}`);
    await copyStatistics(opened.db, {
      collection: key,
      rows: [3, 4].map((index) => exampleStatistics({ index, firingFrequency })),
    });
    const [{ statisticsVersion } = { statisticsVersion: -1 }] = (
      await findDictionaries(opened.db, [dictionary])
    ).filter((row) => row !== null);
    await publishCollection(opened.db, key);
    const [after] = await findDictionaries(opened.db, [dictionary]);
    expect(after?.statisticsVersion).toBe(statisticsVersion + 1);
    const rows = await findLatents(opened.db, [latent(3), latent(4)]);
    expect(rows.map((row) => row?.firingFrequency)).toEqual([0.3, firingFrequency]);
    const { spaceId, id: dictionaryId, nLatents } = dictionary;
    const [packed] = await loadFrequencies(opened.db, [{ spaceId, dictionaryId, n: nLatents }]);
    expect([...packed.subarray(3, 5)]).toEqual([Math.fround(0.3), firingFrequency]);
  }
});

test('who is alive follows the largest text, then the newest; who was stated never to fire lives where it fired', async () => {
  const dictionary = await publishExample(opened.db, {
    n: 12,
    d: 4,
    seed: 77,
    group: 'aliveness',
    decoder: Float32Array.from({ length: 48 }, (_, x) => (x < 4 ? 0 : 1 + x)),
  });
  const row = async () => (await findDictionaries(opened.db, [dictionary]))[0];
  const zero = { source: 'ZERO_ROW', dataset: null, tokens: null, alive: 0, dead: 1 };
  // the example's checkpoint states frequencies, except of latents 4 and 9
  await opened.db.query('update latents set alive = null where dictionary_id = $1 and firing_frequency is null', [
    dictionary.id,
  ]);
  await opened.db.query(
    'update latents set alive = false, firing_frequency = 0 where dictionary_id = $1 and index = 3',
    [dictionary.id],
  );
  const count = async (name: string, tokens: number | null, counts: Record<number, number>) => {
    const of = { ...collection(name), dataset: name, tokens };
    const { key } = await beginCollection(opened.db, { dictionary, collection: of, job: null });
    const rows = Object.entries(counts).map(([index, firingCount]) =>
      exampleStatistics({
        index: Number(index),
        firingCount,
        firingFrequency: tokens === null ? null : firingCount / tokens,
      }),
    );
    await copyStatistics(opened.db, { collection: key, rows });
    await publishCollection(opened.db, key);
    const latents = await findLatents(
      opened.db,
      [0, 3, 4, 5, 9].map((index) => ({ spaceId: dictionary.spaceId, dictionaryId: dictionary.id, index })),
    );
    return latents.map((latent) => latent?.alive);
  };
  // a zero row fires nowhere; a stated frequency stays; without a number of tokens, silence says nothing
  expect(await count('silent', null, { 0: 0, 4: 0, 9: 2 })).toEqual([false, false, null, true, true]);
  expect(await count('large', 1000, { 0: 0, 3: 0, 4: 0, 5: 0, 9: 3 })).toEqual([false, false, false, true, true]);
  expect((await row())?.aliveness).toEqual([
    { source: 'COUNTED', dataset: 'large', tokens: 1000, alive: 1, dead: 1 },
    { source: 'STATED', dataset: null, tokens: null, alive: 8, dead: 1 },
    zero,
  ]);
  // a smaller text says nothing against a larger one
  expect(await count('small', 10, { 4: 5, 9: 0 })).toEqual([false, false, false, true, true]);
  expect(await count('as large', 1000, { 3: 1, 4: 1, 9: 0 })).toEqual([false, true, true, true, false]);
  expect(await row()).toMatchObject({
    nAlive: 10,
    aliveness: [
      { source: 'COUNTED', dataset: 'as large', tokens: 1000, alive: 2, dead: 1 },
      { source: 'STATED', dataset: null, tokens: null, alive: 8, dead: 0 },
      zero,
    ],
  });
});

test('what a dead job had loaded is removed; what a living one loads stays', async () => {
  const [dead, alive] = [await runningJob(opened.db), await runningJob(opened.db)];
  const lost = await begin('lost', dead);
  const kept = await begin('kept', alive);
  await copyContexts(opened.db, { collection: lost.key, rows: [exampleContext({ index: 2, ordinal: 0 })] });
  await finishJob(opened.db, { ...dead, outcome: { state: 'CANCELLED' } });
  expect(await removeAbandonedCollections(opened.db)).toBe(1);
  await expect(
    copyContexts(opened.db, { collection: lost.key, rows: [exampleContext({ index: 2, ordinal: 1 })] }),
  ).rejects.toMatchObject({ code: 'JOB_SUPERSEDED' });
  await copyContexts(opened.db, { collection: kept.key, rows: [exampleContext({ index: 2, ordinal: 0 })] });
  await publishCollection(opened.db, kept.key);
  const [{ rows }] = await opened.db.query<{ rows: number }>(
    'select count(*)::int as rows from latent_contexts where collection_id = $1',
    [lost.key.id],
  );
  expect(rows).toBe(0);
});

test('contexts whose tokens and activations differ in number are refused', () => {
  const wrong = exampleContext({ index: 0, ordinal: 0, activations: [1] });
  expect(() => copyContexts(opened.db, { collection: { ...dictionary, dictionaryId: 1 }, rows: [wrong] })).toThrow(
    RangeError,
  );
});

test('with its dictionary everything goes', async () => {
  await markDeleting(opened.db, dictionary);
  await deleteDictionaryRows(opened.db, dictionary);
  for (const table of ['activation_collections', 'latent_contexts', 'latent_statistics']) {
    const [{ rows }] = await opened.db.query<{ rows: number }>(
      `select count(*)::int as rows from ${table} where dictionary_id = $1`,
      [dictionary.id],
    );
    expect(rows, table).toBe(0);
  }
});
