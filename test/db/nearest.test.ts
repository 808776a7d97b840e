import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import {
  buildNearestIndex,
  dropNearestIndex,
  findNearest,
  type NearestHits,
  type NearestMethod,
} from '../../db/stores/find-nearest.ts';
import { pairCosines } from '../../src/analysis/pair/pair-cosines.ts';
import { vectorParameter } from '../../db/connect/parameters.ts';
import { gaussianRows, publishExample, seededRandom } from './example-rows.ts';
import { openTestDatabase, recordStatements, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());

/** Cosines of every row with `query` in float64; null for zero rows. */
function naiveCosines(rows: Float32Array, query: Float32Array): (number | null)[] {
  const d = query.length;
  const qq = query.reduce((sum, x) => sum + x * x, 0);
  return Array.from({ length: rows.length / d }, (_, i) => {
    let [dot, norm] = [0, 0];
    for (let z = 0; z < d; z++) {
      dot += rows[i * d + z] * query[z];
      norm += rows[i * d + z] ** 2;
    }
    return norm === 0 ? null : dot / Math.sqrt(norm * qq);
  });
}

function naiveNearest(rows: Float32Array, query: Float32Array, first: number): number[] {
  const cosines = naiveCosines(rows, query);
  return cosines
    .flatMap((cosine, i) => (cosine === null ? [] : [{ cosine, i }]))
    .sort((x, y) => y.cosine - x.cosine || x.i - y.i)
    .slice(0, first)
    .map(({ i }) => i);
}

/** Rows around few centres: neighbours differ little, as in real dictionaries. */
function clusteredRows({ n, d, centres, seed }: { n: number; d: number; centres: number; seed: number }): Float32Array {
  const random = seededRandom(seed);
  const middle = gaussianRows({ n: centres, d, seed: seed + 1 });
  const rows = gaussianRows({ n, d, seed: seed + 2 });
  for (let i = 0; i < n; i++) {
    const c = Math.floor(random() * centres);
    for (let z = 0; z < d; z++) rows[i * d + z] = 0.9 * rows[i * d + z] + middle[c * d + z];
  }
  return rows;
}

function recall(found: NearestHits, truth: number[]): number {
  const wanted = new Set(truth);
  return found.hits.filter(({ index }) => wanted.has(index)).length / truth.length;
}

const search = (
  dictionary: DictionaryRow,
  query: Float32Array,
  options: { first?: number; method?: NearestMethod; other?: Float32Array } = {},
) =>
  findNearest(opened.db, {
    dictionary,
    side: 'DECODER',
    query,
    otherQuery: options.other ?? null,
    first: options.first ?? 10,
    method: options.method ?? 'AUTO',
  });

async function again(dictionary: DictionaryRow): Promise<DictionaryRow> {
  const [row] = await findDictionaries(opened.db, [dictionary]);
  if (row === null) throw new Error('the dictionary is gone');
  return row;
}

/** Plan of the statement that a search by index runs, under the settings that it runs under. */
async function explainSearch(dictionary: DictionaryRow, query: Float32Array): Promise<string> {
  const { statements } = await recordStatements(() => search(dictionary, query, { method: 'HNSW' }));
  const at = statements.findIndex((text) => text.startsWith('with candidates'));
  const lines = await opened.db.transaction(async (tx) => {
    await tx.query(statements[at - 1]);
    return tx.query<{ 'QUERY PLAN': string }>(`explain ${statements[at]}`, [
      vectorParameter(query),
      null,
      10,
      dictionary.spaceId,
      dictionary.id,
      1,
    ]);
  });
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

describe('narrow rows', () => {
  const n = 200;
  const d = 16;
  const decoder = gaussianRows({ n, d, seed: 11, zeroEvery: 20 });
  // Equal rows, and rows of equal direction whose products are exact: ties.
  decoder.copyWithin(7 * d, 3 * d, 4 * d);
  for (let z = 0; z < d; z++) decoder[150 * d + z] = 2 * decoder[3 * d + z];
  const encoder = gaussianRows({ n, d, seed: 12, zeroEvery: 7 });
  let dictionary: DictionaryRow;
  beforeAll(async () => {
    dictionary = await publishExample(opened.db, { n, d, decoder, encoder, seed: 1 });
  });

  test('the exact scan equals a naive one in float64, both cosines included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 250 }), async (seed, first) => {
        const query = gaussianRows({ n: 1, d, seed });
        const other = gaussianRows({ n: 1, d, seed: seed + 1 });
        const { hits, exact, method } = await search(dictionary, query, { first, other });
        expect({ exact, method }).toEqual({ exact: true, method: 'EXACT' });
        expect(hits.length).toBe(Math.min(first, n - n / 20));
        const [cosines, others] = [naiveCosines(decoder, query), naiveCosines(encoder, other)];
        const truth = naiveNearest(decoder, query, first);
        for (const [rank, hit] of hits.entries()) {
          expect(hit.decoderCosine).toBeCloseTo(cosines[hit.index] as number, 5);
          // The row at this rank, or one that float32 cannot tell from it.
          expect(Math.abs((cosines[hit.index] as number) - (cosines[truth[rank]] as number))).toBeLessThan(1e-5);
          if (others[hit.index] === null) expect(hit.encoderCosine).toBeNull();
          else expect(hit.encoderCosine).toBeCloseTo(others[hit.index] as number, 5);
        }
        expect(new Set(hits.map(({ index }) => index)).size).toBe(hits.length);
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  test('ties go to the lower index', async () => {
    const { hits } = await search(dictionary, decoder.slice(3 * d, 4 * d), { first: 3 });
    expect(hits.map(({ index }) => index)).toEqual([3, 7, 150]);
    expect(hits[0].decoderCosine).toBeCloseTo(1, 6);
    expect(hits[0].encoderCosine).toBeNull();
  });

  test('by encoder, the other cosine is the decoder one', async () => {
    const query = encoder.slice(0, d);
    const { hits } = await findNearest(opened.db, {
      dictionary,
      side: 'ENCODER',
      query,
      otherQuery: query,
      first: 1,
      method: 'EXACT',
    });
    expect(hits[0].index).toBe(0);
    expect(hits[0].encoderCosine).toBeCloseTo(1, 6);
    expect(hits[0].decoderCosine).toBeCloseTo(naiveCosines(decoder, query)[0] as number, 5);
  });

  test('methods that are not there are refused', async () => {
    for (const method of ['HNSW', 'RERANKED_BITS'] as const) {
      await expect(search(dictionary, decoder.slice(0, d), { method })).rejects.toMatchObject({
        code: 'NEAREST_METHOD_UNAVAILABLE',
      });
    }
    await expect(search(dictionary, decoder.slice(0, d - 1))).rejects.toThrow(RangeError);
  });

  test('an index that loses rows is caught by the scan', async () => {
    await buildNearestIndex(opened.db, { dictionary, side: 'DECODER' });
    const indexed = await again(dictionary);
    expect(indexed.nearestIndexes).toEqual(['DECODER']);
    // More hits than there are rows with a direction: the index cannot give them, and the answer is whole all the same.
    const { hits, exact, method } = await search(indexed, decoder.slice(0, d), { first: n });
    expect({ found: hits.length, exact, method }).toEqual({ found: n - n / 20, exact: true, method: 'EXACT' });
    await dropNearestIndex(opened.db, { dictionary, side: 'DECODER' });
    expect((await again(dictionary)).nearestIndexes).toEqual([]);
  });
});

test.each([
  { d: 64, n: 1000, seed: 20, indexed: 'float32' },
  { d: 2500, n: 150, seed: 30, indexed: 'float16' },
  { d: 4096, n: 600, seed: 40, indexed: 'sign bits' },
])(
  'an HNSW index over $indexed (d = $d) is used and finds at least 0.95 of the ten nearest',
  async ({ d, n, seed }) => {
    const decoder = clusteredRows({ n, d, centres: 20, seed });
    const dictionary = await publishExample(opened.db, { n, d, decoder, encoder: null, seed });
    await buildNearestIndex(opened.db, { dictionary, side: 'DECODER' });
    const indexed = await again(dictionary);
    let sum = 0;
    for (let i = 0; i < 20; i++) {
      const query = decoder.slice(i * d, (i + 1) * d);
      const found = await search(indexed, query);
      expect({ method: found.method, exact: found.exact, length: found.hits.length }).toEqual({
        method: 'HNSW',
        exact: false,
        length: 10,
      });
      sum += recall(found, naiveNearest(decoder, query, 10)) / 20;
    }
    expect(sum).toBeGreaterThanOrEqual(0.95);
    expect(await explainSearch(indexed, decoder.slice(0, d))).toContain(
      `Index Scan using nearest_${indexed.spaceId}_${indexed.id}_0`,
    );
  },
);

test('the default above 2,000 dimensions finds at least 0.99 of the ten nearest (d = 4,096, clustered)', async () => {
  const [n, d] = [2000, 4096];
  const decoder = clusteredRows({ n, d, centres: 30, seed: 50 });
  decoder.fill(0, 0, d);
  const dictionary = await publishExample(opened.db, { n, d, decoder, encoder: null, seed: 50 });
  let sum = 0;
  for (let i = 1; i <= 20; i++) {
    const query = decoder.slice(i * d, (i + 1) * d);
    const found = await search(dictionary, query);
    expect({ method: found.method, exact: found.exact, length: found.hits.length }).toEqual({
      method: 'RERANKED_BITS',
      exact: false,
      length: 10,
    });
    sum += recall(found, naiveNearest(decoder, query, 10)) / 20;
  }
  expect(sum).toBeGreaterThanOrEqual(0.99);
  const whole = await search(dictionary, decoder.slice(d, 2 * d), { first: n });
  expect({ exact: whole.exact, length: whole.hits.length }).toEqual({ exact: true, length: n - 1 });
});

test('where signs tell little (random rows) the default doubts itself, scans and says so: still at least 0.99', async () => {
  const [n, d] = [1700, 2100];
  const decoder = gaussianRows({ n, d, seed: 70 });
  const dictionary = await publishExample(opened.db, { n, d, decoder, encoder: null, seed: 70 });
  let [sum, scanned] = [0, 0];
  for (let seed = 100; seed < 120; seed++) {
    const query = gaussianRows({ n: 1, d, seed });
    const found = await search(dictionary, query);
    expect(found.exact).toBe(found.method === 'EXACT');
    const share = recall(found, naiveNearest(decoder, query, 10));
    if (found.exact) expect(share).toBe(1);
    scanned += found.exact ? 1 : 0;
    sum += share / 20;
  }
  expect(sum).toBeGreaterThanOrEqual(0.99);
  expect(scanned).toBeGreaterThanOrEqual(10);
});

test('rows of 16,000 dimensions are stored and searched', async () => {
  const [n, d] = [12, 16_000];
  const decoder = gaussianRows({ n, d, seed: 60 });
  decoder.fill(0, 0, d);
  const dictionary = await publishExample(opened.db, { n, d, decoder, encoder: null, seed: 60 });
  const query = decoder.slice(5 * d, 6 * d);
  for (const method of ['AUTO', 'EXACT'] as const) {
    const { hits } = await search(dictionary, query, { method, first: 3 });
    expect(hits.map(({ index }) => index)).toEqual(naiveNearest(decoder, query, 3));
  }
  expect((await search(dictionary, query, { first: 50 })).hits).toHaveLength(n - 1);
  await buildNearestIndex(opened.db, { dictionary, side: 'DECODER' });
  expect((await search(await again(dictionary), query, { first: 1, method: 'HNSW' })).hits[0].index).toBe(5);
});

test('rows and queries of any length are compared by direction', async () => {
  const [n, d] = [48, 16];
  const decoder = gaussianRows({ n, d, seed: 71 });
  const scales = [1e-30, 1e-25, 1e-20, 1, 1e15, 1e25, 1e30];
  for (let i = 0; i < n; i++) for (let z = 0; z < d; z++) decoder[i * d + z] *= scales[i % scales.length];
  const dictionary = await publishExample(opened.db, { n, d, decoder, content: 'any length' });
  const direction = gaussianRows({ n: 1, d, seed: 72 });
  const truth = naiveCosines(decoder, direction);
  for (const scale of scales) {
    const { hits } = await search(
      dictionary,
      direction.map((x) => x * scale),
      { method: 'EXACT' },
    );
    expect(hits.map(({ index }) => index)).toEqual(naiveNearest(decoder, direction, 10));
    for (const { index, decoderCosine } of hits) expect(decoderCosine).toBeCloseTo(truth[index] as number, 5);
  }
  const pairs = Array.from({ length: n - 1 }, (_, i) => ({
    spaceId: dictionary.spaceId,
    a: { dictionaryId: dictionary.id, index: i },
    b: { dictionaryId: dictionary.id, index: i + 1 },
    side: 'DECODER' as const,
  }));
  const cosines = await pairCosines(opened.db, pairs);
  for (let i = 0; i < n - 1; i++) {
    const other = naiveCosines(decoder, decoder.subarray((i + 1) * d, (i + 2) * d));
    expect(cosines[i]).toBeCloseTo(other[i] as number, 5);
  }
});
