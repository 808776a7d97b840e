import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import {
  findExplanations,
  listExplanationsOfDictionary,
  listExplanationsOfLatents,
  listScoresOfExplanations,
  readScoreSamples,
} from '../../db/stores/explanations.ts';
import { MAX_EXPLANATION_LENGTH, writeExplanations, writeScores } from '../../db/stores/explanation-writer.ts';
import { deleteDictionaryRows, markDeleting } from '../../db/stores/removal.ts';
import { exampleExplanation, exampleScore } from './example-explanations.ts';
import { publishExample } from './example-rows.ts';
import { openTestDatabase, recordStatements, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
let dictionary: DictionaryRow;
beforeAll(async () => {
  opened = await openTestDatabase();
  dictionary = await publishExample(opened.db, { n: 40, d: 4, seed: 1 });
});
afterAll(() => opened.close());

const latent = (index: number) => ({ spaceId: dictionary.spaceId, dictionaryId: dictionary.id, index });
const write = (rows: Parameters<typeof writeExplanations>[1]['rows'], of = dictionary) =>
  writeExplanations(opened.db, { dictionary: of, rows, jobId: null });
const best = async (index: number) =>
  (await listExplanationsOfLatents(opened.db, { keys: [latent(index)], first: 10 }))[0].map((row) => row.text);

test('an explanation comes back as it was written, once', async () => {
  const madeAt = new Date('2025-01-02T03:04:05.678Z');
  const row = exampleExplanation({
    index: 3,
    text: 'names of rivers\nand "lakes"',
    method: 'oai_token-act-pair',
    explainerModel: 'a model',
    promptVersion: 'p2',
    author: 'someone',
    sourceId: 'abc',
    details: { note: 'x', nested: [1, null] },
    madeAt,
    scores: [
      exampleScore({ value: 0.75, samples: [{ a: 1 }], details: { f1: 0.5 }, examples: 40, failed: 2, unparsable: 1 }),
    ],
  });
  expect(await write([row])).toEqual({ explanations: 1, scores: 1, present: 0 });
  expect(await write([row])).toEqual({ explanations: 0, scores: 0, present: 2 });
  const [[stored]] = await listExplanationsOfLatents(opened.db, { keys: [latent(3)], first: 5 });
  const { scores: _, index: __, embedding: ___, ...facts } = row;
  expect(stored).toMatchObject({ ...facts, ...latent(3), score: 0.75, scorer: 'detection' });
  expect(await findExplanations(opened.db, [stored, { ...stored, id: 10 ** 6 }])).toEqual([stored, null]);
  const [[score]] = await listScoresOfExplanations(opened.db, [stored]);
  expect(score).toMatchObject({ value: 0.75, details: { f1: 0.5 }, examples: 40, failed: 2, unparsable: 1 });
  expect(await readScoreSamples(opened.db, [score])).toEqual([[{ a: 1 }]]);
});

test('the best is of the most trusted scorer, then the highest, then the newest', async () => {
  const at = (day: number) => new Date(Date.UTC(2025, 0, day));
  await write([
    exampleExplanation({ index: 5, text: 'unscored, old', madeAt: at(1) }),
    exampleExplanation({ index: 5, text: 'unscored, new', madeAt: at(2) }),
    exampleExplanation({ index: 5, text: 'fuzz .9', scores: [exampleScore({ scorer: 'fuzz', value: 0.9 })] }),
    exampleExplanation({ index: 5, text: 'detection .6', scores: [exampleScore({ value: 0.6 })] }),
    exampleExplanation({
      index: 5,
      text: 'detection .7 and fuzz .2',
      scores: [exampleScore({ scorer: 'fuzz', value: 0.2 }), exampleScore({ value: 0.7 })],
    }),
    exampleExplanation({ index: 5, text: 'a scorer of its own', scores: [exampleScore({ scorer: 'mine', value: 1 })] }),
    exampleExplanation({
      index: 5,
      text: 'nothing could be judged',
      scores: [exampleScore({ value: null })],
      madeAt: at(0),
    }),
  ]);
  expect(await best(5)).toEqual([
    'detection .7 and fuzz .2',
    'detection .6',
    'fuzz .9',
    'a scorer of its own',
    'unscored, new',
    'unscored, old',
    'nothing could be judged',
  ]);
  const onlyBest = await listExplanationsOfDictionary(opened.db, {
    dictionary,
    after: null,
    first: 50,
    onlyBest: true,
  });
  expect(onlyBest.filter((row) => row.index === 5).map((row) => row.text)).toEqual(['detection .7 and fuzz .2']);
});

test('a score that comes later decides anew, and the latest of a scorer counts', async () => {
  await write([
    exampleExplanation({ index: 6, text: 'first', scores: [exampleScore({ value: 0.6 })] }),
    exampleExplanation({ index: 6, text: 'second', madeAt: new Date(0) }),
  ]);
  const [[, second]] = await listExplanationsOfLatents(opened.db, { keys: [latent(6)], first: 2 });
  expect(second.text).toBe('second');
  const score = { index: 6, explanationId: second.id };
  const early = { ...exampleScore({ value: 0.9, madeAt: new Date(1000) }), ...score };
  const late = { ...exampleScore({ value: 0.4, madeAt: new Date(2000) }), ...score };
  expect(await writeScores(opened.db, { dictionary, rows: [early], jobId: null })).toBe(1);
  expect(await best(6)).toEqual(['second', 'first']);
  expect(await writeScores(opened.db, { dictionary, rows: [late, early], jobId: null })).toBe(1);
  expect(await best(6)).toEqual(['first', 'second']);
});

test('a dictionary is listed page by page, without gaps or repeats, also for one scorer', async () => {
  await write(Array.from({ length: 30 }, (_, i) => exampleExplanation({ index: 10 + (i % 7), text: `text ${i}` })));
  const seen: string[] = [];
  let after: { index: number; id: number } | null = null;
  for (;;) {
    const rows = await listExplanationsOfDictionary(opened.db, {
      dictionary,
      after,
      first: 7,
      notScoredBy: 'detection',
    });
    if (rows.length === 0) break;
    seen.push(...rows.map((row) => `${row.index}:${row.id}`));
    after = rows[rows.length - 1];
  }
  expect(new Set(seen).size).toBe(seen.length);
  const all = await listExplanationsOfDictionary(opened.db, { dictionary, after: null, first: 1000 });
  const scored = (await listScoresOfExplanations(opened.db, all)).map((scores) =>
    scores.some((s) => s.scorer === 'detection'),
  );
  expect(seen).toEqual(all.filter((_, i) => !scored[i]).map((row) => `${row.index}:${row.id}`));
});

test('control characters are replaced, empty and endless texts are refused, and nothing of a refused batch stays', async () => {
  await write([exampleExplanation({ index: 20, text: 'a\u0000b\u001b[31mc\ud800\u0002d\te' })]);
  expect(await best(20)).toEqual(['a\uFFFDb\uFFFD[31mc\uFFFD\uFFFDd\te']);
  for (const text of ['  ', 'x'.repeat(MAX_EXPLANATION_LENGTH + 1)]) {
    const rows = [exampleExplanation({ index: 21, text: 'fine' }), exampleExplanation({ index: 21, text })];
    await expect(write(rows)).rejects.toThrow(RangeError);
  }
  expect(await best(21)).toEqual([]);
});

test('a thousand rows take as many statements as ten', async () => {
  const of = (count: number, from: number) =>
    Array.from({ length: count }, (_, i) =>
      exampleExplanation({ index: i % 40, text: `bulk ${from + i}`, scores: [exampleScore({ value: i / count })] }),
    );
  const few = await recordStatements(() => write(of(10, 0)));
  const many = await recordStatements(() => write(of(1000, 10)));
  expect(many.result).toEqual({ explanations: 1000, scores: 1000, present: 0 });
  expect(many.statements.length).toBe(few.statements.length);
});

test('with its dictionary everything goes, and nothing can be written about it any more', async () => {
  const gone = await publishExample(opened.db, { n: 4, d: 4, seed: 9 });
  await write([exampleExplanation({ index: 1, text: 'gone', scores: [exampleScore({ value: 1 })] })], gone);
  await markDeleting(opened.db, gone);
  await expect(write([exampleExplanation({ index: 1, text: 'late' })], gone)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await deleteDictionaryRows(opened.db, gone);
  for (const table of ['explanations', 'explanation_scores']) {
    const [{ rows }] = await opened.db.query<{ rows: number }>(
      `select count(*)::int as rows from ${table} where dictionary_id = $1`,
      [gone.id],
    );
    expect(rows).toBe(0);
  }
});
