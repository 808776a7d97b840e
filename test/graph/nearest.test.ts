/** `nearestLatents` equals a search by hand, and refuses what cannot be searched. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { readRows } from '../../db/stores/latents.ts';
import { loadEnd } from '../../db/stores/matchings.ts';
import { D, dictionaryId, type Edge, latentId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

const SEARCH = `query ($from: NearestFrom!, $side: Side! = DECODER, $in: [ID!], $first: Int! = 5, $method: NearestMethod! = AUTO) {
  nearestLatents(from: $from, side: $side, dictionaries: $in, first: $first, method: $method) { side definition
    groups { dictionary { id initSeed } method exact hits { rank latent { index dictionary { id } } decoderCosine encoderCosine matchedPartner } } } }`;

async function rowsOf(
  { spaceId, id, nLatents: count, dIn: d }: DictionaryRow,
  side: 'DECODER' | 'ENCODER',
): Promise<number[][]> {
  const values = await readRows(edge.db, { spaceId, dictionaryId: id, side, start: 0, count, d });
  return Array.from({ length: count }, (_, i) => Array.from(values.subarray(i * d, (i + 1) * d)));
}

function cosine(x: number[], y: number[]): number | null {
  const dot = x.reduce((sum, value, z) => sum + value * y[z], 0);
  const norms = Math.hypot(...x) * Math.hypot(...y);
  return norms === 0 ? null : dot / norms;
}

test.each(['DECODER', 'ENCODER'] as const)('from a latent, in every other seed, by %s', async (side) => {
  const { nearestLatents } = await edge.data(SEARCH, { from: { latent: latentId(edge.seeds[0], 3) }, side });
  expect(nearestLatents.side).toBe(side);
  expect(nearestLatents.groups.map((group: { dictionary: object }) => group.dictionary)).toEqual(
    edge.seeds.slice(1).map((row) => ({ id: dictionaryId(row), initSeed: `${row.initSeed}` })),
  );
  const own = {
    DECODER: (await rowsOf(edge.seeds[0], 'DECODER'))[3],
    ENCODER: (await rowsOf(edge.seeds[0], 'ENCODER'))[3],
  };
  for (const [at, group] of nearestLatents.groups.entries()) {
    const there = {
      DECODER: await rowsOf(edge.seeds[at + 1], 'DECODER'),
      ENCODER: await rowsOf(edge.seeds[at + 1], 'ENCODER'),
    };
    const ranked = there[side]
      .map((row, index) => ({ index, score: cosine(own[side], row) }))
      .filter((one) => one.score !== null)
      .toSorted((x, y) => (y.score ?? 0) - (x.score ?? 0));
    const { partner } = await loadEnd(edge.db, { matching: edge.matchings[at], side, end: 'A', n: N });
    expect(group).toMatchObject({ exact: true });
    expect(group.hits).toHaveLength(5);
    for (const [i, hit] of group.hits.entries()) {
      const { index } = ranked[i];
      expect(hit).toEqual({
        rank: i + 1,
        latent: { index, dictionary: { id: dictionaryId(edge.seeds[at + 1]) } },
        decoderCosine: expect.closeTo(cosine(own.DECODER, there.DECODER[index]) ?? 0, 5),
        encoderCosine: expect.closeTo(cosine(own.ENCODER, there.ENCODER[index]) ?? 0, 5),
        matchedPartner: partner[3] === index,
      });
    }
  }
});

test('a latent finds itself in its own dictionary, and nothing there is a matched partner', async () => {
  const { nearestLatents } = await edge.data(SEARCH, {
    from: { latent: 'example/source/3' },
    in: [dictionaryId(edge.seeds[0]), dictionaryId(edge.wide)],
    first: 100,
  });
  const [own, wide] = nearestLatents.groups;
  expect(own.hits[0]).toMatchObject({ latent: { index: 3 }, matchedPartner: null });
  expect(own.hits[0].decoderCosine).toBeCloseTo(1, 6);
  // zero rows have no direction: every other row is there
  expect(own.hits).toHaveLength(
    (await rowsOf(edge.seeds[0], 'DECODER')).filter((row) => row.some((value) => value !== 0)).length,
  );
  expect(wide.hits.map((hit: { matchedPartner: boolean }) => hit.matchedPartner)).toContain(true);
});

test('from a vector, in the dictionaries named, in their order', async () => {
  const vector = Array.from({ length: D }, (_, z) => Math.sin(z + 1));
  const { nearestLatents } = await edge.data(SEARCH, {
    from: { vector },
    in: [dictionaryId(edge.seeds[2]), dictionaryId(edge.bare)],
    first: 3,
    method: 'EXACT',
  });
  expect(nearestLatents.groups.map((group: { dictionary: { id: string } }) => group.dictionary.id)).toEqual([
    dictionaryId(edge.seeds[2]),
    dictionaryId(edge.bare),
  ]);
  const rows = await rowsOf(edge.seeds[2], 'DECODER');
  const best = Math.max(...rows.map((row) => cosine(vector, row) ?? -1));
  expect(nearestLatents.groups[0].hits[0]).toMatchObject({
    encoderCosine: null,
    matchedPartner: null,
    decoderCosine: expect.closeTo(best, 5),
  });
});

test('what cannot be searched is refused by name', async () => {
  const seed = dictionaryId(edge.seeds[0]);
  const code = (variables: object) => edge.code(SEARCH, variables as Record<string, unknown>);
  const vector = Array.from({ length: D }, () => 1);
  expect(await code({ from: { vector } })).toBe('BAD_INPUT');
  expect(await code({ from: { vector }, in: [] })).toBe('BAD_INPUT');
  expect(await code({ from: { vector: [1, 2] }, in: [seed] })).toBe('BAD_VECTOR');
  expect(await code({ from: { vector: [] }, in: [seed] })).toBe('BAD_VECTOR');
  expect(await code({ from: { vector: vector.map(() => 0) }, in: [seed] })).toBe('BAD_VECTOR');
  expect(await code({ from: { vector: vector.map(() => 1e-60) }, in: [seed] })).toBe('BAD_VECTOR');
  expect(await code({ from: { vector: vector.map(() => 1e60) }, in: [seed] })).toBe('BAD_VECTOR');
  expect(await code({ from: { vector: Array.from({ length: 16_001 }, () => 1) }, in: [seed] })).toBe('BAD_VECTOR');
  expect(await code({ from: { vector }, in: [seed, dictionaryId(edge.foreign)] })).toBe('SPACE_MISMATCH');
  expect(await code({ from: { latent: latentId(edge.seeds[0], 1) }, in: [dictionaryId(edge.foreign)] })).toBe(
    'SPACE_MISMATCH',
  );
  expect(await code({ from: { vector }, in: [dictionaryId(edge.bare)], side: 'ENCODER' })).toBe('NO_ENCODER');
  expect(await code({ from: { latent: latentId(edge.bare, 1) }, in: [seed], side: 'ENCODER' })).toBe('NO_ENCODER');
  expect(await code({ from: { vector }, in: Array.from({ length: 33 }, () => seed) })).toBe('BAD_INPUT');
  expect(await code({ from: { latent: latentId(edge.seeds[0], N) } })).toBe('NOT_FOUND');
  expect(await code({ from: { vector }, in: [seed], first: 101 })).toBe('BAD_INPUT');
  expect(await code({ from: { vector }, in: [seed], method: 'HNSW' })).toBe('NEAREST_METHOD_UNAVAILABLE');
  const dead = (await rowsOf(edge.seeds[0], 'DECODER')).findIndex((row) => row.every((value) => value === 0));
  expect(dead).toBeGreaterThanOrEqual(0);
  expect(await code({ from: { latent: latentId(edge.seeds[0], dead) } })).toBe('BAD_VECTOR');
});
