/** A bundled dictionary on a text that the bundled model reads, through the job and the API; the same on activations alone. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { findEvaluations } from '../../db/stores/evaluations.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { parseJobId } from '../../src/graph/global-id.ts';
import { harvestShards } from '../../src/jobs/contexts/harvest-shards.ts';
import { openHarvest } from '../../src/jobs/contexts/open-harvest.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';
import { readResult } from '../../src/jobs/queue/read-job.ts';
import { bundledRoot, type JobFixture, silent, startJobFixture } from './job-fixture.ts';

const model = 'models/reseed-stories';
const corpus = 'text.txt';
let root: string;
let fixture: JobFixture;
let dictionary: DictionaryRow;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-evaluate-'));
  const stories = [
    'Once upon a time there was a little girl. She had a big red ball and she played with it in the park.',
    'One day, a boy and his dog went to the sea. "Look, a fish!" said the boy. The dog was very happy.',
    'The cat sat on the mat. It was tired and wanted to sleep.',
  ];
  await writeFile(path.join(root, corpus), stories.join('\n\n'));
  fixture = await startJobFixture({ importRoots: [root, bundledRoot] });
  const job = await fixture.queue.enqueue('IMPORT', { path: 'stories_topk_k8_N512/seed1/layers.2' });
  const { spaceId, dictionaryId } = await fixture.succeeded(job.id);
  const [row] = await findDictionaries(fixture.db, [{ spaceId: spaceId ?? 0, id: dictionaryId ?? 0 }]);
  if (row === null) throw new Error('an import leaves a dictionary');
  dictionary = row;
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

test('reconstruction and predictions are stored, once for the same tokens', async () => {
  const request = { dictionaries: [dictionary], model, corpus };
  const job = await fixture.queue.enqueue('EVALUATE', request);
  expect(job.title).toBe(`evaluate ${dictionary.name} on text.txt`);
  const { tokens, sourceKey } = readResult('EVALUATE', await fixture.succeeded(job.id));
  const [[stored]] = await findEvaluations(fixture.db, [dictionary]);
  const { record, source } = stored;
  expect(stored.sourceKey).toBe(sourceKey);
  expect(source).toMatchObject({ tokens, name: corpus, hookpoint: 'layers.2', provenance: { corpus } });
  expect(record).toMatchObject({ tokens, latents: 512, l0: 8 });
  const { density, fvu, cosine, normRatio } = record;
  expect(density.dead + density.counts.reduce((sum, count) => sum + count)).toBe(512);
  expect(fvu).toBeLessThan(0.2);
  expect(cosine).toBeGreaterThan(0.9);
  expect(normRatio).toBeGreaterThan(0.8);
  const figures = record.model;
  if (figures === null) throw new Error('there is a model');
  expect(figures.predicted).toBe(record.tokens - 3); // the last of each document has no next one
  expect(figures.crossEntropy).toBeLessThan(figures.crossEntropyReconstructed);
  expect(figures.crossEntropyReconstructed).toBeLessThan(figures.crossEntropyZeros);
  expect(figures.lossRecovered).toBeGreaterThan(0.7);
  expect(figures.topAgreement).toBeGreaterThan(figures.topAgreementZeros);
  expect(figures.kl).toBeLessThan(figures.klZeros);

  const again = await fixture.queue.enqueue('EVALUATE', request);
  const repeated = await fixture.succeeded(again.id);
  expect(repeated).toMatchObject({ alreadyPresent: true });
  expect(readResult('EVALUATE', repeated)).toEqual({ tokens: null, sourceKey });
});

test('activations without a model give the same reconstruction, and no predictions', async () => {
  const harvest = await openHarvest({ model, corpus, roots: [root, bundledRoot], hookpoint: 'layers.2' });
  await harvestShards(harvest, { folder: path.join(root, 'shards'), dtype: 'F32', tokens: null, threads: 1 });
  await harvest.close();
  const { db, queue } = fixture;
  const encodeTokens = buildTokenEncoder({ db, importRoots: [], threads: 1 });
  const ask = buildAsk({ db, queue, formats: [], log: silent, listHookpoints: async () => [], encodeTokens });
  const { evaluateDictionaries } = await ask<{ evaluateDictionaries: { id: string } }>({
    query: `mutation ($name: ID!) { evaluateDictionaries(input: { dictionaries: [$name], source: { activations: "shards" } }) { id } }`,
    variables: { name: dictionary.name },
  });
  await fixture.succeeded(parseJobId(evaluateDictionaries.id));
  const { dictionary: answered } = await ask<{ dictionary: { evaluations: { text: string }[] } }>({
    query: 'query ($name: ID!) { dictionary(id: $name) { evaluations { text } } }',
    variables: { name: dictionary.name },
  });
  expect(answered.evaluations.map(({ text }) => text).toSorted()).toEqual(['shards', corpus]);
  const [rows] = await findEvaluations(fixture.db, [dictionary]);
  expect(rows).toHaveLength(2);
  const [ofShards, ofText] = rows.map(({ record }) => record);
  expect(ofShards.model).toBeNull();
  expect(ofShards).toEqual({
    ...ofText,
    model: null,
    ...closeTo(ofText, ['fvu', 'mse', 'l1', 'cosine', 'normRatio', 'relativeBias']),
  });
});

const closeTo = <Field extends string>(of: Record<Field, number | null>, fields: Field[]) =>
  Object.fromEntries(fields.map((field) => [field, expect.closeTo(of[field] ?? Number.NaN, 5)]));
