/** Distances between seeds: equal to a naive form, known at the extremes, and what sampling gives is near what all rows give. */
import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { measureSeedDistance } from '../../../src/compute/training/seed-distance.ts';
import { drawInitialRows } from '../../../src/compute/training/step/initial-state.ts';

const [n, d] = [24, 6];

function drawRows(seed: number): Float32Array {
  const stream = buildRandomStream(seed, [9]);
  return Float32Array.from({ length: n * d }, () => 3 * stream.nextNormal());
}

/** Cosine of row i of a with row j of b; 0 for a row of zeros. */
function cosine(a: Float32Array, b: Float32Array, [i, j]: [number, number]): number {
  const [x, y] = [a.subarray(i * d, (i + 1) * d), b.subarray(j * d, (j + 1) * d)];
  const norms = Math.hypot(...x) * Math.hypot(...y);
  return norms === 0 ? 0 : x.reduce((sum, value, z) => sum + value * y[z], 0) / norms;
}

const latents = Array.from({ length: n }, (_, i) => i);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each(['TIED', 'INDEPENDENT', 'SHARED'] as const)(
  'three seeds that began %s, as written out',
  async (initialRows) => {
    const seeds = [2, 5, 7].map((seed) => ({ seed, decoder: drawRows(seed) }));
    seeds[1].decoder.fill(0, 0, d);
    const found = await measureSeedDistance(seeds, { n, d, initialRows });
    const pairs = seeds.flatMap((a) => seeds.flatMap((b) => (a === b ? [] : [[a.decoder, b.decoder] as const])));
    const starts = await Promise.all(
      seeds.map(({ seed }) => drawInitialRows({ seed, n, d, side: 'DECODER', initialRows })),
    );
    expect(found.compared).toBe(n);
    expect(found.sameIndexCosine).toBeCloseTo(
      mean(pairs.flatMap(([a, b]) => latents.map((i) => cosine(a, b, [i, i])))),
      6,
    );
    const nearest = pairs.flatMap(([a, b]) =>
      latents.map((i) => Math.max(...latents.map((j) => cosine(a, b, [i, j])))),
    );
    expect(found.nearestCosine).toBeCloseTo(mean(nearest), 6);
    const initial = seeds.flatMap(({ decoder }, s) => latents.map((i) => cosine(decoder, starts[s].values, [i, i])));
    expect(found.initialCosine).toBeCloseTo(mean(initial), 6);
  },
);

test('first rows: of a seed with itself 1, of shared rows between seeds 1, else as random vectors', async () => {
  const begin = async (initialRows: 'TIED' | 'INDEPENDENT' | 'SHARED') => {
    const rows = await Promise.all(
      [1, 2].map(async (seed) => ({
        seed,
        decoder: (await drawInitialRows({ seed, n: 400, d: 64, side: 'DECODER', initialRows })).values,
      })),
    );
    return measureSeedDistance(rows, { n: 400, d: 64, initialRows });
  };
  for (const kind of ['TIED', 'INDEPENDENT', 'SHARED'] as const) {
    const { initialCosine, sameIndexCosine, nearestCosine } = await begin(kind);
    expect(initialCosine).toBeCloseTo(1, 6);
    if (kind === 'SHARED')
      expect([sameIndexCosine, nearestCosine].map((value) => value?.toFixed(5))).toEqual(['1.00000', '1.00000']);
    else {
      expect(Math.abs(sameIndexCosine ?? 1)).toBeLessThan(4 / Math.sqrt(400 * 64));
      expect(nearestCosine).toBeGreaterThan(0.3); // the greatest of 400 cosines of standard deviation 1 / 8
      expect(nearestCosine).toBeLessThan(0.45);
    }
  }
});

test('one seed has no other one', async () => {
  const found = await measureSeedDistance([{ seed: 2, decoder: drawRows(2) }], { n, d, initialRows: 'TIED' });
  expect(found).toMatchObject({ sameIndexCosine: null, nearestCosine: null });
});

test('many latents are sampled evenly, and the mean stays', async () => {
  const [many, wide] = [3_000, 64];
  const rows = await Promise.all(
    [1, 2].map(async (seed) => ({
      seed,
      decoder: (await drawInitialRows({ seed, n: many, d: wide, side: 'DECODER', initialRows: 'TIED' })).values,
    })),
  );
  const all = await measureSeedDistance(rows, { n: many, d: wide, initialRows: 'TIED' });
  expect(all.compared).toBeLessThan(many);
  expect(all.compared).toBeGreaterThan(1_000);
  // of 3,000 unit vectors of width 64 the nearest has a cosine near sqrt(1 - 3000^(-2 / 63)) = .474, a little below
  expect(all.nearestCosine).toBeGreaterThan(0.4);
  expect(all.nearestCosine).toBeLessThan(0.48);
});
