import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import {
  copyVectors,
  findLatents,
  loadAlive,
  loadLatentScalars,
  readRows,
  readVectors,
} from '../../db/stores/latents.ts';
import { gaussianRows, loadExample, publishExample } from './example-rows.ts';
import { readMigrations } from '../../db/connect/migrate.ts';
import { loadFrequencies } from '../../db/stores/firing-frequencies.ts';
import { openTestDatabase, recordStatements, type TestDatabase } from './test-database.ts';
import { pairCosines } from '../../src/analysis/pair/pair-cosines.ts';

const n = 40;
const d = 24;
const decoder = gaussianRows({ n, d, seed: 1, zeroEvery: 10 });
const encoder = gaussianRows({ n, d, seed: 2 });

let test_: TestDatabase;
let dictionary: DictionaryRow;
beforeAll(async () => {
  test_ = await openTestDatabase();
  dictionary = await publishExample(test_.db, { n, d, decoder, encoder });
});
afterAll(() => test_?.close());

const at = (index: number) => ({ spaceId: dictionary.spaceId, dictionaryId: dictionary.id, index });

test('rows come back bit for bit, whole and in part', async () => {
  const range = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id, d };
  expect(await readRows(test_.db, { ...range, side: 'DECODER', start: 0, count: n })).toEqual(decoder);
  expect(await readRows(test_.db, { ...range, side: 'ENCODER', start: 7, count: 3 })).toEqual(
    encoder.subarray(7 * d, 10 * d),
  );
});

test('the dead are found in one statement, and everyone else is alive', async () => {
  const key = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id, n };
  const { alive } = await loadLatentScalars(test_.db, key);
  expect([...alive]).toContain(0);
  const { result, statements } = await recordStatements(() => loadAlive(test_.db, [key, { ...key, spaceId: 0, n: 2 }]));
  expect(result).toEqual([alive, new Uint8Array(2).fill(1)]);
  expect(statements).toHaveLength(1);
});

test('rows are read and written in several COPYs where one would be too large', async () => {
  const small = { ...test_.db, copyChunkBytes: 1000 };
  const wide = await loadExample(test_.db, { n: 1, d, seed: 77, encoder: null });
  const range = { spaceId: wide.key.spaceId, dictionaryId: wide.key.id, side: 'DECODER' as const, d };
  const { statements } = await recordStatements(() => copyVectors(small, { ...range, start: 1, values: decoder }));
  expect(statements.filter((text) => text.startsWith('COPY')).length).toBeGreaterThan(4);
  const read = await recordStatements(() => readRows(small, { ...range, start: 1, count: n }));
  expect(read.result).toEqual(decoder);
  expect(read.statements.length).toBeGreaterThan(4);
});

test('a range beyond the end is an error, not a short answer', async () => {
  await expect(
    readRows(test_.db, {
      spaceId: dictionary.spaceId,
      dictionaryId: dictionary.id,
      side: 'DECODER',
      start: n - 1,
      count: 2,
      d,
    }),
  ).rejects.toThrow(RangeError);
});

test('single latents and vectors are found in one statement, in order, null where there is none', async () => {
  const { result: found, statements } = await recordStatements(() =>
    findLatents(test_.db, [at(3), at(n), at(9), at(3)]),
  );
  expect(statements).toHaveLength(1);
  expect(found.map((row) => row?.index ?? null)).toEqual([3, null, 9, 3]);
  expect(found[0]).toEqual({
    ...at(3),
    alive: true,
    decoderNorm: expect.any(Number),
    encoderNorm: expect.any(Number),
    encoderBias: -0.075,
    threshold: null,
    firingFrequency: 0.075,
    frequencyCollectionId: null,
  });
  expect(found[2]).toMatchObject({ alive: false, decoderNorm: 0, firingFrequency: null });
  const vectors = await recordStatements(() =>
    readVectors(test_.db, [
      { ...at(5), side: 'ENCODER' },
      { ...at(n), side: 'DECODER' },
      { ...at(5), side: 'DECODER' },
    ]),
  );
  expect(vectors.statements).toHaveLength(1);
  expect(vectors.result).toEqual([encoder.slice(5 * d, 6 * d), null, decoder.slice(5 * d, 6 * d)]);
});

test('latents of a dictionary that is still loading are not there', async () => {
  const { key } = await loadExample(test_.db, { n, d, seed: 5 });
  const latent = { spaceId: key.spaceId, dictionaryId: key.id, index: 0 };
  expect(await findLatents(test_.db, [latent])).toEqual([null]);
  expect(await readVectors(test_.db, [{ ...latent, side: 'DECODER' }])).toEqual([null]);
});

test('vectors of a published dictionary cannot be added to', async () => {
  await expect(
    copyVectors(test_.db, {
      spaceId: dictionary.spaceId,
      dictionaryId: dictionary.id,
      side: 'DECODER',
      start: n,
      values: decoder,
      d,
    }),
  ).rejects.toMatchObject({ code: 'JOB_SUPERSEDED' });
});

test('scalars of all latents, and their frequencies packed', async () => {
  const { alive, firingFrequency } = await loadLatentScalars(test_.db, {
    spaceId: dictionary.spaceId,
    dictionaryId: dictionary.id,
    n,
  });
  expect(Array.from(alive)).toEqual(Array.from({ length: n }, (_, i) => (i % 10 === 9 ? 0 : 1)));
  expect(Array.from(firingFrequency)).toEqual(
    Array.from({ length: n }, (_, i) => (i % 5 === 4 ? Number.NaN : Math.fround(i / n))),
  );
  const key = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
  await expect(loadLatentScalars(test_.db, { ...key, n: n + 1 })).rejects.toThrow(RangeError);
  const load = () =>
    loadFrequencies(test_.db, [
      { ...key, n: n },
      { ...key, dictionaryId: 0, n: 2 },
    ]);
  const expected = [firingFrequency, Float32Array.of(Number.NaN, Number.NaN)];
  expect(await load()).toEqual(expected);
  await expect(loadFrequencies(test_.db, [{ ...key, n: n + 1 }])).rejects.toThrow(RangeError);
  // dictionaries of older versions
  await test_.db.query('update dictionaries set firing_frequencies = null');
  expect((await load())[0].every(Number.isNaN)).toBe(true);
  const packing = readMigrations()
    .find(({ name }) => name.endsWith('firing-frequencies'))
    ?.statements.find((statement) => statement.includes('UPDATE "dictionaries"'));
  await test_.db.query(packing ?? '');
  expect(await load()).toEqual(expected);
});

test('cosines of pairs, in one statement', async () => {
  const cosine = (x: Float32Array, y: Float32Array): number => {
    let [xy, xx, yy] = [0, 0, 0];
    for (let z = 0; z < d; z++) {
      xy += x[z] * y[z];
      xx += x[z] * x[z];
      yy += y[z] * y[z];
    }
    return xy / Math.sqrt(xx * yy);
  };
  const pair = (i: number, j: number, side: 'DECODER' | 'ENCODER') => ({
    spaceId: dictionary.spaceId,
    a: { dictionaryId: dictionary.id, index: i },
    b: { dictionaryId: dictionary.id, index: j },
    side,
  });
  const { result, statements } = await recordStatements(() =>
    pairCosines(test_.db, [pair(0, 1, 'DECODER'), pair(2, 2, 'ENCODER'), pair(9, 1, 'DECODER'), pair(0, n, 'DECODER')]),
  );
  expect(statements).toHaveLength(1);
  expect(result[0]).toBeCloseTo(cosine(decoder.subarray(0, d), decoder.subarray(d, 2 * d)), 6);
  // a row with itself
  expect(result[1]).toBe(1);
  expect(result.slice(2)).toEqual([null, null]);
});
