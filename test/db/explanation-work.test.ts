/** What is left to explain and score is found without comparing everything with everything, on tables that nobody has analysed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginCollection, copyContexts, publishCollection } from '../../db/stores/activation-writer.ts';
import type { Session } from '../../db/connect/connect.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { listWithoutEmbedding } from '../../db/stores/embeddings.ts';
import { listExplanationsToScore, listLatentsToExplain, readSeenContexts } from '../../db/stores/explanation-work.ts';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { listExplanationsOfDictionary } from '../../db/stores/explanations.ts';
import { exampleContext, exampleExplanation, exampleScore } from './example-explanations.ts';
import { publishExample } from './example-rows.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

const N = 200;
const CONTEXTS = 20;
let opened: TestDatabase;
let dictionary: DictionaryRow;
let collectionId: number;

beforeAll(async () => {
  opened = await openTestDatabase();
  const { db } = opened;
  dictionary = await publishExample(db, { n: N, d: 4, seed: 1 });
  const about = {
    source: 'test',
    dataset: null,
    tokens: null,
    contextLength: null,
    hasTokenTexts: true,
    details: null,
  };
  const { key } = await beginCollection(db, { dictionary, collection: { ...about, externalKey: 'c' }, job: null });
  const indexes = Array.from({ length: N }, (_, index) => index);
  await copyContexts(db, {
    collection: key,
    rows: indexes.flatMap((index) =>
      Array.from({ length: CONTEXTS }, (_, ordinal) => exampleContext({ index, ordinal, offset: ordinal })),
    ),
  });
  collectionId = await publishCollection(db, key);
  const scores = [exampleScore({ value: 0.5 })];
  const rows = indexes.map((index) => exampleExplanation({ index, text: `of ${index}`, scores }));
  await writeExplanations(db, { dictionary, rows, jobId: null });
});
afterAll(() => opened.close());

interface Plan {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Join Filter'?: number;
  Plans?: Plan[];
}

/** Rows that the statements of `work` looked at, over all nodes of their plans. */
async function countRows(work: (s: Session) => Promise<unknown>): Promise<number> {
  let rows = 0;
  const add = (node: Plan) => {
    const perLoop = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
    rows += perLoop * node['Actual Loops'] + (node['Rows Removed by Join Filter'] ?? 0);
    node.Plans?.forEach(add);
  };
  const counting: Session = {
    ...opened.db,
    async query<Row extends object>(text: string, values?: readonly unknown[]) {
      const [plan] = await opened.db.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (analyze, format json) ${text}`,
        values,
      );
      add(plan['QUERY PLAN'][0].Plan);
      return opened.db.query<Row>(text, values);
    },
  };
  await work(counting);
  return rows;
}

test('work grows with what there is to do, not with its square', async () => {
  const all = { fingerprint: 'x', only: null };
  const score = { dictionary, ...all, method: null, onlyBest: false };
  const indexes = Array.from({ length: 64 }, (_, index) => index);
  const bound = 10 * N * CONTEXTS;
  expect(N * N * CONTEXTS).toBeGreaterThan(10 * bound);
  const listed = { dictionary, after: null, first: N, onlyBest: true, notScoredBy: 'none' };
  for (const work of [
    (s: Session) => listExplanationsToScore(s, { ...score, collectionId }),
    (s: Session) => listLatentsToExplain(s, { dictionary, ...all, collectionId }),
    (s: Session) => readSeenContexts(s, { dictionary, collectionId, indexes }),
    (s: Session) => listWithoutEmbedding(s, { dictionary, embedderId: 1, after: null, first: 64 }),
    (s: Session) => listExplanationsOfDictionary(s, listed),
  ])
    expect(await countRows(work), String(work)).toBeLessThan(bound);
});

test('latents and explanations with contexts are left, in order', async () => {
  const all = { dictionary, collectionId, fingerprint: 'x' };
  expect((await listLatentsToExplain(opened.db, { ...all, only: [5, 3, N] })).indexes).toEqual([3, 5]);
  const { rows, present } = await listExplanationsToScore(opened.db, {
    ...all,
    method: null,
    onlyBest: true,
    only: [7, 2],
  });
  expect(rows.map(({ text }) => text)).toEqual(['of 2', 'of 7']);
  expect(present).toBe(0);
  const none = { ...all, collectionId: collectionId + 1, method: null, onlyBest: false, only: null };
  expect((await listExplanationsToScore(opened.db, none)).rows).toEqual([]);
  const [three, beyond] = await readSeenContexts(opened.db, { dictionary, collectionId, indexes: [3, N] });
  expect(three).toHaveLength(CONTEXTS);
  expect(three[1]).toEqual({
    kind: 'TOP',
    ordinal: 1,
    tokens: ['a', ' b'],
    activations: [0, 1.5],
    document: null,
    offset: 1,
  });
  expect(beyond).toEqual([]);
});
