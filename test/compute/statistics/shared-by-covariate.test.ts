import { expect, test } from 'vitest';
import { averageRanks } from '../../../src/compute/similarity/ranks.ts';
import { sharedByCovariate } from '../../../src/compute/statistics/shared-by-covariate.ts';

// From SciPy 1.17.1 (stats.spearmanr, stats.binomtest(...).proportion_ci(method='wilson')) and NumPy 2.4.6, on the same formulas.
const N = 300;
const values = Float64Array.from({ length: N }, (_, i) => (i % 7 === 3 ? Number.NaN : ((i * 7919) % 211) / 10));
const found = Array.from({ length: N }, (_, i) => (i % 11 === 5 ? 0 : 1 + ((i * i * 31 + Math.floor(i / 7)) % 4)));

test('correlation, bins and levels are those of SciPy and NumPy', () => {
  const figure = sharedByCovariate({ values, found, dictionaries: 4 }, { bins: 5, inOthers: 2 });
  expect([figure.latents, figure.known]).toEqual([273, 234]);
  expect(figure.rankCorrelation).toBeCloseTo(-0.04873561554295914, 12);
  const bins = [
    [0, 3.9, 48, 23, 0.34471316177, 0.616707676967, 2.25],
    [4.1, 8.3, 46, 29, 0.486000964234, 0.754762454092, 2.586956521739],
    [8.5, 12.4, 46, 23, 0.361189370827, 0.638810629173, 2.369565217391],
    [12.6, 17, 47, 21, 0.314109662655, 0.587545401618, 2.148936170213],
    [17.1, 21, 47, 18, 0.257906810964, 0.525734330436, 2.212765957447],
  ];
  expect(figure.bins).toHaveLength(bins.length);
  for (const [k, [from, to, latents, shared, low, high, meanFound]] of bins.entries()) {
    const bin = figure.bins[k];
    expect([bin.from, bin.to, bin.latents, bin.shared]).toEqual([from, to, latents, shared]);
    expect(bin.sharedFraction).toBe(shared / latents);
    expect(bin.low).toBeCloseTo(low, 11);
    expect(bin.high).toBeCloseTo(high, 11);
    expect(bin.meanFound).toBeCloseTo(meanFound, 11);
  }
  const levels = [
    [80, 80, 11.0325],
    [60, 40, 11.155],
    [75, 75, 9.3],
    [58, 39, 11.210256410256],
  ];
  for (const [k, [latents, known, mean]] of levels.entries()) {
    expect(figure.levels[k]).toMatchObject({ dictionaries: k + 1, latents, known });
    expect(figure.levels[k].mean).toBeCloseTo(mean, 11);
  }
});

test('equal values are never divided between bins, and no bin is empty', () => {
  const view = { values: [1, 1, 1, 1, 1, 1, 2, 3], found: [1, 1, 2, 2, 2, 1, 2, 1], dictionaries: 2 };
  const { bins } = sharedByCovariate(view, { bins: 4, inOthers: 1 });
  expect(bins.map(({ from, to, latents, shared }) => [from, to, latents, shared])).toEqual([
    [1, 1, 6, 3],
    [2, 3, 2, 1],
  ]);
});

test('what cannot be said is null: nothing known, or nothing that varies', () => {
  const unknown = { values: [Number.NaN, Number.NaN], found: [1, 2], dictionaries: 2 };
  expect(sharedByCovariate(unknown, { bins: 3, inOthers: 1 })).toMatchObject({
    latents: 2,
    known: 0,
    rankCorrelation: null,
    bins: [],
    levels: [
      { latents: 1, mean: null },
      { latents: 1, mean: null },
    ],
  });
  const constant = { values: [1, 1, 1, 1], found: [1, 2, 1, 2], dictionaries: 2 };
  expect(sharedByCovariate(constant, { bins: 3, inOthers: 1 }).rankCorrelation).toBeNull();
  const perfect = { values: [0.1, 0.2, 0.3, 0.4], found: [1, 2, 3, 4], dictionaries: 4 };
  expect(sharedByCovariate(perfect, { bins: 3, inOthers: 1 }).rankCorrelation).toBe(1);
});

test('ranks are those of SciPy, also of negative and equal numbers', () => {
  expect([...averageRanks(Float64Array.of(3, 1, 3, 2, 3, -1, 0, -0))]).toEqual([7, 4, 7, 5, 7, 1, 2.5, 2.5]);
});

test('mean cosines by bin are those of the latents with a partner, with the interval of SciPy', () => {
  const cosines = [0.5, 0.7, Number.NaN, 0.9, 0.2, 0.4, 0.3, 0.1];
  const view = { values: [1, 2, 3, 4, 5, 6, 7, 8], found: [2, 2, 1, 2, 1, 1, 1, 1], dictionaries: 2, cosines };
  const { bins } = sharedByCovariate(view, { bins: 2, inOthers: 1 });
  expect(bins[0].meanCosine).toBeCloseTo(0.7, 12);
  // scipy.stats.t.interval(.95, n - 1, mean, sem), SciPy 1.17.1
  expect(bins[0].cosineLow).toBeCloseTo(0.2031724576, 4);
  // within what a cosine can be: 1.197 there
  expect(bins[0].cosineHigh).toBe(1);
  expect(bins[1].meanCosine).toBeCloseTo(0.25, 12);
  const { bins: without } = sharedByCovariate({ ...view, cosines: undefined }, { bins: 2, inOthers: 1 });
  expect(without[0]).toMatchObject({ meanCosine: null, cosineLow: null, cosineHigh: null });
});
