import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { listExplanationsOfLatents } from '../../db/stores/explanations.ts';
import { findLabelVectors, findStems, type LabelRow, readLabels } from '../../db/stores/labels.ts';
import { exampleExplanation, exampleScore } from './example-explanations.ts';
import { publishExample } from './example-rows.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
let dictionary: DictionaryRow;
beforeAll(async () => {
  opened = await openTestDatabase();
  dictionary = await publishExample(opened.db, { n: 8, d: 4, seed: 1 });
});
afterAll(() => opened.close());

const write = (rows: Parameters<typeof writeExplanations>[1]['rows']) =>
  writeExplanations(opened.db, { dictionary, rows, jobId: null });
const version = async () => (await findDictionaries(opened.db, [dictionary]))[0]?.labelsVersion;
const latent = (index: number) => ({ spaceId: dictionary.spaceId, dictionaryId: dictionary.id, index });

async function listLabels(characters = 100): Promise<LabelRow[]> {
  const all: LabelRow[] = [];
  for await (const rows of readLabels(opened.db, { dictionary, n: 8, characters })) all.push(...rows);
  return all;
}

test('the label of a latent is its best explanation, and its version changes with every new explanation and score', async () => {
  const versions = [await version()];
  await write([exampleExplanation({ index: 2, text: 'first', scores: [exampleScore({ value: 0.5 })] })]);
  versions.push(await version());
  await write([exampleExplanation({ index: 2, text: 'better', scores: [exampleScore({ value: 0.9 })] })]);
  versions.push(await version());
  await write([
    exampleExplanation({
      index: 2,
      text: 'first',
      scores: [exampleScore({ value: 0.95, sourceId: 'x', examples: 40 })],
    }),
  ]);
  versions.push(await version());
  await write([exampleExplanation({ index: 5, text: 'unscored' })]);
  expect(new Set(versions).size).toBe(4);
  const [[best]] = await listExplanationsOfLatents(opened.db, { keys: [latent(2)], first: 1 });
  const labels = await listLabels();
  expect(labels[0]).toEqual({
    index: 2,
    id: best.id,
    text: best.text,
    score: best.score,
    scorer: 'detection',
    examples: 40,
  });
  expect(labels[1]).toMatchObject({ index: 5, text: 'unscored', score: null, scorer: null, examples: null });
  expect(labels).toHaveLength(2);
  expect((await listLabels(3)).map(({ text }) => text)).toEqual([best.text.slice(0, 3), 'uns']);
});

test('writers that overlap raise the version one after the other, and one that fails does not', async () => {
  const before = (await version()) ?? -1;
  const texts = ['one', 'two', 'three'];
  await Promise.all(texts.map((text) => write([exampleExplanation({ index: 7, text })])));
  expect(await version()).toBe(before + 3);
  const failing = opened.db.transaction(async (tx) => {
    await writeExplanations(tx, { dictionary, rows: [exampleExplanation({ index: 7, text: 'four' })], jobId: null });
    throw new Error('after the write');
  });
  await expect(failing).rejects.toThrow('after the write');
  expect(await version()).toBe(before + 3);
  const gone = { spaceId: dictionary.spaceId, id: 999 };
  const late = writeExplanations(opened.db, { dictionary: gone, rows: [], jobId: null });
  await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('stems are those of full-text search, stop words have none', async () => {
  const words = ['rivers', 'running', 'the', 'runs', '16', 'z\u00FCrich', 'a%_\\"'];
  expect(await findStems(opened.db, words)).toEqual(['river', 'run', null, 'run', '16', 'z\u00FCrich', 'a%_\\"']);
  expect(await findStems(opened.db, [])).toEqual([]);
});

test('vectors are all by the embedder that has made most of them', async () => {
  const embedder = (name: string) => ({ name, version: '1', dimensions: 2 });
  const vector = Float32Array.of(3, 4);
  const row = (index: number, name: string) =>
    exampleExplanation({ index, text: `of ${index}`, embedding: { embedder: embedder(name), vector } });
  await write([row(3, 'rare'), row(4, 'usual'), row(6, 'usual')]);
  const found = await listExplanationsOfLatents(opened.db, { keys: [3, 4, 6, 5].map(latent), first: 1 });
  const stored = await findLabelVectors(
    opened.db,
    found.map(([one]) => one),
  );
  expect(stored?.embedder).toEqual(embedder('usual'));
  expect(stored?.vectors.map((one) => one && [...one])).toEqual([
    null,
    [Math.fround(0.6), Math.fround(0.8)],
    [Math.fround(0.6), Math.fround(0.8)],
    null,
  ]);
  expect(
    await findLabelVectors(
      opened.db,
      found.slice(3).map(([one]) => one),
    ),
  ).toBeNull();
  expect(await findLabelVectors(opened.db, [])).toBeNull();
});
