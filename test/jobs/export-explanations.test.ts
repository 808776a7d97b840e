/** Export -> import into another dictionary -> equal. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findStatistics, listCollections, listContexts } from '../../db/stores/activations.ts';
import { beginCollection, copyContexts, copyStatistics, publishCollection } from '../../db/stores/activation-writer.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { listEmbeddings } from '../../db/stores/embeddings.ts';
import {
  listExplanationsOfDictionary,
  listScoresOfExplanations,
  readScoreSamples,
} from '../../db/stores/explanations.ts';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { type ExplanationLayout, exportExplanations } from '../../src/jobs/explanations/explanation-export.ts';
import { exampleContext, exampleExplanation, exampleScore, exampleStatistics } from '../db/example-explanations.ts';
import { publishExample } from '../db/example-rows.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';

const N = 300;
let root: string;
let fixture: JobFixture;
let from: DictionaryRow;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-export-explanations-'));
  fixture = await startJobFixture({ importRoots: [root] });
  from = await publishExample(fixture.db, { n: N, d: 4, seed: 1 });
  await fill(from);
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

async function fill(dictionary: DictionaryRow): Promise<void> {
  const { db } = fixture;
  const example = (activating: boolean, prediction: boolean | null) => ({
    str_tokens: ['a', ' b'],
    activations: [0, 1],
    distance: 1,
    activating,
    prediction,
    probability: null,
    correct: null,
  });
  await writeExplanations(db, {
    dictionary,
    jobId: null,
    rows: [0, 7, 255, 256, 299].flatMap((index) => [
      exampleExplanation({
        index,
        text: `first "${index}"\n<b>line</b>`,
        explainerModel: 'a model',
        promptVersion: index === 7 ? 'v2' : null,
        author: 'someone',
        sourceId: `id${index}`,
        details: { nested: [1, { a: null }] },
        madeAt: new Date('2025-01-01T00:00:00.123Z'),
        embedding: { embedder: { name: 'e', version: 'v', dimensions: 2 }, vector: Float32Array.of(0.6, 0.8) },
        scores: [
          exampleScore({
            value: 0.75,
            examples: 3,
            failed: 1,
            scoringModel: 'judge',
            details: { f1: 2 / 3 },
            samples: [example(true, true), example(true, false), example(false, false), example(false, null)],
          }),
          exampleScore({ scorer: 'mine', value: 0.1 + 0.2, unparsable: 2 }),
        ],
      }),
      exampleExplanation({ index, text: `second ${index}`, method: 'other' }),
    ]),
  });
  const collection = {
    source: 'test',
    dataset: 'a corpus',
    tokens: 1001,
    contextLength: 2,
    hasTokenTexts: false,
    details: null,
    externalKey: 'one',
  };
  const { key } = await beginCollection(db, { dictionary, job: null, collection });
  await copyStatistics(db, {
    collection: key,
    rows: [0, 256].map((index) =>
      exampleStatistics({
        index,
        firingCount: 12,
        firingFrequency: 0.1 + 0.2,
        maxActivation: 4.25,
        histogramValues: [0.1, 0.2],
        histogramCounts: [3, 4],
        topTokens: ['<5>', '"'],
        topTokenValues: [1, 0.5],
        promotedTokens: ['p'],
        promotedValues: [1 / 3],
        suppressedTokens: ['s'],
        suppressedValues: [-1 / 3],
      }),
    ),
  });
  await copyContexts(db, {
    collection: key,
    rows: [0, 299].flatMap((index) => [
      exampleContext({
        index,
        ordinal: 0,
        activations: [0, 1.5],
        tokenIds: [5, 7],
        document: 3,
        offset: 1,
        sourceText: 'so it was',
      }),
      exampleContext({ index, ordinal: 1, activations: [0, 2.5], maxActivation: 2.5, tokens: ['\n', 'é'] }),
      exampleContext({ index, ordinal: 0, kind: 'QUANTILE', quantile: 3, position: 0 }),
      exampleContext({ index, ordinal: 0, kind: 'NON_ACTIVATING', activations: [0, 0], maxActivation: 0, position: 0 }),
      exampleContext({ index, ordinal: 0, kind: 'NEIGHBOUR', neighbour: 9, activations: [0, 0], maxActivation: 0 }),
    ]),
  });
  await publishCollection(db, key);
}

/** All that is known of a dictionary, without what belongs to the place where it is stored. */
async function readAll(dictionary: DictionaryRow) {
  const { db } = fixture;
  const rows = await listExplanationsOfDictionary(db, { dictionary, after: null, first: 10_000 });
  const scores = await listScoresOfExplanations(db, rows);
  const samples = await readScoreSamples(db, scores.flat());
  const embeddings = await listEmbeddings(db, rows);
  let at = 0;
  const { spaceId, id: dictionaryId } = dictionary;
  const keys = Array.from({ length: dictionary.nLatents }, (_, index) => ({ spaceId, dictionaryId, index }));
  const kinds = ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'] as const;
  const contexts = await listContexts(db, { keys, kinds, first: 100, after: null, collectionId: null });
  const place = { spaceId: 0, dictionaryId: 0, id: 0, createdAt: 0, collectionId: 0, explanationId: 0 };
  return {
    explanations: rows
      .map((row, i) => ({
        ...row,
        ...place,
        vector: embeddings[i] && Array.from(embeddings[i].vector, (x) => x.toFixed(6)),
        embedder: embeddings[i]?.embedder,
        scores: scores[i].map((score) => ({ ...score, ...place, samples: samples[at++] })),
      }))
      .sort((a, b) => a.index - b.index || (a.text < b.text ? -1 : 1)),
    statistics: (await findStatistics(db, keys)).map((row) => row && { ...row, ...place }),
    contexts: contexts.map((page) => page.rows.map((row) => ({ ...row, ...place }))),
    collections: (await listCollections(db, [dictionary]))[0].map(
      ({ dataset, tokens, contextLength, hasTokenTexts, latents }) => ({
        dataset,
        tokens,
        contextLength,
        hasTokenTexts,
        latents,
      }),
    ),
  };
}

async function roundTrip(layout: ExplanationLayout, folder: string): Promise<DictionaryRow> {
  const seed = layout === 'DELPHI' ? 3 : 2;
  const into = await publishExample(fixture.db, { n: N, d: 4, seed });
  await exportExplanations({
    db: fixture.db,
    dictionary: from,
    hookpoint: 'layers.0.mlp',
    model: 'test/tiny',
    layout,
    folder: path.join(root, folder),
    replace: false,
  });
  const job = await fixture.queue.enqueue('EXPLANATIONS', { path: folder, dictionary: into });
  const ended = await fixture.ended(job.id);
  expect(ended).toMatchObject({ state: 'SUCCEEDED', result: { skipped: [] } });
  return into;
}

test("Neuronpedia's layout round-trips whole", async () => {
  const into = await roundTrip('NEURONPEDIA', 'np');
  const [before, after] = [await readAll(from), await readAll(into)];
  expect(after).toEqual(before);
  expect(before.explanations).toHaveLength(10);
});

/** Rows of a kind of file of the export, all batches. */
async function readLines(folder: string, kind: string): Promise<Record<string, unknown>[]> {
  const base = path.join(root, folder, 'reseed/0-example-1', kind);
  const lines: Record<string, unknown>[] = [];
  for (const name of await readdir(base)) {
    const text = gunzipSync(await readFile(path.join(base, name))).toString();
    lines.push(
      ...text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  }
  return lines;
}
async function readLine(folder: string, name: string): Promise<Record<string, unknown>> {
  const text = await readFile(path.join(root, folder, 'reseed/0-example-1', name), 'utf8');
  expect(text.trim().split('\n')).toHaveLength(1);
  return JSON.parse(text) as Record<string, unknown>;
}

/**
 * What the portal's importer does with the files, as its schema has it: a row of model, source set and source from one line each, of which every field must be a
 * column; rows of features, activations and explanations from the columns that the first line of a file has, in tables with keys and references.
 */
test("the portal's importer finds keys, references and columns as its schema asks for them", async () => {
  const folder = path.join(root, 'portal');
  const users = { creatorId: 'cuser1', authorId: 'cuser2' };
  await exportExplanations({
    db: fixture.db,
    dictionary: from,
    hookpoint: 'layers.0.mlp',
    model: 'test/tiny',
    layout: 'NEURONPEDIA',
    folder,
    replace: false,
    ...users,
  });
  const columns: Record<string, { required: string[]; optional: string[] }> = {
    'model.jsonl': {
      required: ['id', 'creatorId', 'layers', 'neuronsPerLayer', 'owner'],
      optional: ['displayNameShort', 'displayName', 'dimension'],
    },
    'sourceset.jsonl': {
      required: ['modelId', 'name', 'creatorName', 'creatorId', 'urls'],
      optional: ['description', 'type'],
    },
    'source.jsonl': {
      required: ['id', 'modelId', 'setName', 'creatorId'],
      optional: ['dataset', 'num_prompts', 'num_tokens_in_prompt', 'notes'],
    },
  };
  for (const [name, { required, optional }] of Object.entries(columns)) {
    const line = await readLine('portal', name);
    for (const column of required) expect(line[column], `${name} ${column}`).toEqual(expect.anything());
    expect(Object.keys(line).filter((column) => ![...required, ...optional].includes(column))).toEqual([]);
    expect(line.creatorId).toBe('cuser1');
  }
  const source = await readLine('portal', 'source.jsonl');
  expect(source).toMatchObject({ id: '0-example-1', modelId: 'reseed', setName: 'example-1' });
  expect(source.num_prompts).toBe(Math.round(1001 / 2));
  expect((await readLine('portal', 'model.jsonl')).id).toMatch(/^[a-z0-9_-]{1,128}$/);
  expect(source.id).toMatch(/^\d+-[a-z0-9-]+$/);
  expect(await readLine('portal', 'sourceset.jsonl')).toMatchObject({ name: 'example-1', modelId: 'reseed' });

  const [features, activations, explanations] = [
    await readLines('portal', 'features'),
    await readLines('portal', 'activations'),
    await readLines('portal', 'explanations'),
  ];
  const neurons = new Set(features.map(({ index }) => index));
  expect(neurons.size).toBe(features.length);
  for (const rows of [activations, explanations]) {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.every(({ id, index }) => typeof id === 'string' && neurons.has(index))).toBe(true);
  }
  expect(explanations).toHaveLength(10);
  expect(activations).toHaveLength(10);
  for (const row of [...features, ...activations, ...explanations])
    expect(row).toMatchObject({ modelId: 'reseed', layer: '0-example-1', index: expect.stringMatching(/^\d+$/) });
  for (const row of features) {
    expect(row.frac_nonzero).toEqual(expect.any(Number));
    expect(row.sourceSetName).toBe('example-1');
  }
  for (const row of activations)
    expect(row).toMatchObject({
      creatorId: 'cuser1',
      maxValue: expect.any(Number),
      minValue: expect.any(Number),
      maxValueTokenIndex: expect.any(Number),
    });
  const types = ['oai_token-act-pair', 'oai_attention-head', 'np_max-act-logits', 'np_max-act', 'eleuther_acts_top20'];
  for (const { authorId, typeName, embedding, explanationModelName } of explanations) {
    expect(authorId).toBe('cuser2');
    expect([null, ...types]).toContain(typeName);
    expect(explanationModelName).toBeNull();
    expect(embedding === null || (embedding as number[]).length === 256).toBe(true);
  }
  for (const rows of [features, activations, explanations])
    expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1);
});

/** delphi's reader of results: of every example in every score file these fields, the texts joined, and the latent from the file's name. */
function readAsDelphi(name: string, text: string): { latent: number; text: string; isRight: boolean | null }[] {
  return (JSON.parse(text) as Record<string, unknown>[]).map((example) => {
    for (const field of ['str_tokens', 'distance', 'activating', 'prediction', 'probability', 'correct', 'activations'])
      if (!(field in example)) throw new TypeError(`no ${field} in ${name}`);
    const prediction = example.prediction as boolean | null;
    return {
      latent: Number(path.parse(name).name.split('latent').at(-1)),
      text: (example.str_tokens as string[]).join(''),
      isRight: prediction === null ? null : prediction === example.activating,
    };
  });
}

test("delphi's layout keeps texts, models and what was judged", async () => {
  const into = await roundTrip('DELPHI', 'delphi');
  const [before, after] = [await readAll(from), await readAll(into)];
  const kept = ({ explanations }: typeof before) =>
    explanations.map(({ index, text, method, explainerModel, scores }) => ({
      index,
      text,
      method,
      explainerModel,
      scores: scores.filter(({ scorer }) => scorer !== 'mine').map(({ scorer, value }) => ({ scorer, value })),
    }));
  expect(kept(after)).toEqual(kept(before));
  const folder = path.join(root, 'delphi/run1/scores');
  expect(await readdir(folder)).toEqual(['detection']); // of the scorer "mine" a value alone is known
  for (const name of await readdir(path.join(folder, 'detection'))) {
    const examples = readAsDelphi(name, await readFile(path.join(folder, 'detection', name), 'utf8'));
    expect(examples.map(({ isRight }) => isRight)).toEqual([true, false, true, null]);
    expect(examples[0]).toMatchObject({ text: 'a b', latent: expect.any(Number) });
  }
  const judged = ({ explanations }: typeof before) =>
    explanations.map(({ scores }) =>
      scores
        .filter(({ scorer }) => scorer === 'detection')
        .map(({ samples, examples, failed }) => ({ samples, examples, failed })),
    );
  expect(judged(after)).toEqual(judged(before));
});

test('a folder that is there is refused, and stays as it was', async () => {
  await exportExplanations({
    db: fixture.db,
    dictionary: from,
    hookpoint: 'h',
    model: 'm',
    layout: 'DELPHI',
    folder: path.join(root, 'taken'),
    replace: false,
  });
  const before = await readdir(path.join(root, 'taken'), { recursive: true });
  const again = exportExplanations({
    db: fixture.db,
    dictionary: from,
    hookpoint: 'h',
    model: 'm',
    layout: 'NEURONPEDIA',
    folder: path.join(root, 'taken'),
    replace: false,
  });
  await expect(again).rejects.toMatchObject({ code: 'PLACE_TAKEN' });
  const stopped = new AbortController();
  stopped.abort(new Error('stopped'));
  await expect(
    exportExplanations({
      db: fixture.db,
      dictionary: from,
      hookpoint: 'h',
      model: 'm',
      layout: 'NEURONPEDIA',
      folder: path.join(root, 'taken'),
      replace: true,
      signal: stopped.signal,
    }),
  ).rejects.toThrow('stopped');
  expect(await readdir(path.join(root, 'taken'), { recursive: true })).toEqual(before);
  expect((await readdir(root)).filter((name) => name.startsWith('.'))).toEqual([]);
});
