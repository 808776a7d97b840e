/** Stability of latents: against SciPy, and on planted features whose probability to be found is known. */
import { expect, test } from 'vitest';
import { baseHistogram, foundIn } from '../../../src/compute/group/base-universality.ts';
import { viewBase } from '../../../src/compute/group/seed-group.ts';
import { fitBeta, stabilityByCount } from '../../../src/compute/group/stability.ts';
import { buildRandomStream, type RandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { betaBelow, betaQuantile } from '../../../src/compute/statistics/beta-distribution.ts';
import { plantedProbability, plantGroup } from './planted-group.ts';

test('probabilities and quantiles of the beta distribution are those of SciPy', () => {
  // scipy.stats.beta.cdf and .ppf, SciPy 1.17.1
  const below = [
    [0.3, 2, 3, 0.34829999999999994],
    [0.01, 0.2, 5, 0.5846698531754058],
    [0.99, 7, 0.4, 0.6240657223996384],
    [0.5, 120, 80, 0.00222751558510904],
    [0.6, 120, 80, 0.49615829847575244],
  ];
  for (const [x, a, b, expected] of below) {
    expect(Math.abs(betaBelow(x, { a, b }) / expected - 1)).toBeLessThan(1e-10);
  }
  const quantiles = [
    [0.025, 1.5, 6.5, 0.0158765242127468],
    [0.975, 0.3, 8.4, 0.20999757672248165],
    [0.5, 5000, 4000, 0.5555596709634307],
    [0.975, 8.3, 0.4, 0.999990844632304],
  ];
  for (const [p, a, b, expected] of quantiles) expect(betaQuantile(p, { a, b })).toBeCloseTo(expected, 10);
});

test('the distribution of latents and the intervals are those of SciPy', () => {
  // scipy.stats.betabinom.logpmf maximised by Nelder and Mead; scipy.stats.beta.ppf
  const published = [348, 78, 64, 60, 59, 63, 68, 86, 173];
  const { a, b } = fitBeta(published.map((count) => count + 1 / 9));
  expect(a).toBeCloseTo(0.27399379564, 6);
  expect(b).toBeCloseTo(0.3958663921, 6);
  const byCount = stabilityByCount(published);
  const scipy = [
    [0.03160302354, 0, 0.2011875051849],
    [0.1469451372979, 0.0083803660847, 0.4310825233156],
    [0.2622872510513, 0.046431161071, 0.5799786758907],
    [0.8389978198182, 0.5485222754435, 0.9885499683868],
    [0.9543399335716, 0.7579790534543, 1],
  ];
  for (const [at, found] of [0, 1, 2, 7, 8].entries()) {
    const { value, low, high } = byCount?.[found] ?? { value: -1, low: -1, high: -1 };
    expect(value).toBeCloseTo(scipy[at][0], 7);
    expect(low).toBeCloseTo(scipy[at][1], 6);
    expect(high).toBeCloseTo(scipy[at][2], 6);
  }
});

test('two dictionaries say nothing of a third, and latents found all or never still have an interval', () => {
  expect(stabilityByCount([10, 20])).toBeNull();
  expect(stabilityByCount([0, 0, 0])).toBeNull();
  const always = stabilityByCount([0, 0, 0, 64]);
  expect(always?.[3].high).toBe(1);
  expect(always?.[3].low).toBeGreaterThan(0.8);
  expect(always?.[3].low).toBeLessThan(1);
  const never = stabilityByCount([64, 0, 0, 0]);
  expect(never?.[0].low).toBe(0);
  expect(never?.[0].high).toBeLessThan(0.2);
  expect(never?.[0].high).toBeGreaterThan(0);
});

/** Part of the latents of `groups` dictionaries whose interval holds the true probability, with `others` seeds that find each independently. */
function measureCoverage(of: {
  latents: number;
  others: number;
  groups: number;
  draw: (stream: RandomStream) => number;
}) {
  const stream = buildRandomStream(11);
  let [held, all] = [0, 0];
  for (let group = 0; group < of.groups; group++) {
    const p = Array.from({ length: of.latents }, () => of.draw(stream));
    const found = p.map((one) => {
      let times = 0;
      for (let seed = 0; seed < of.others; seed++) if (stream.nextUniform() < one) times++;
      return times;
    });
    const counts = new Array<number>(of.others + 1).fill(0);
    for (const times of found) counts[times]++;
    const byCount = stabilityByCount(counts) ?? [];
    p.forEach((one, i) => {
      const { low, high } = byCount[found[i]];
      all++;
      if (low <= one && one <= high) held++;
    });
  }
  return held / all;
}

test.each([
  ['beta, U-shaped', (s: RandomStream) => betaQuantile(s.nextUniform(), { a: 0.3, b: 0.4 })],
  ['beta, one hump', (s: RandomStream) => betaQuantile(s.nextUniform(), { a: 3, b: 2 })],
  ['uniform', (s: RandomStream) => s.nextUniform()],
  ['two kinds', (s: RandomStream) => (s.nextUniform() < 0.4 ? 0.05 : 0.9)],
  ['never or nearly always', (s: RandomStream) => (s.nextUniform() < 0.5 ? 0 : 0.95)],
] as const)('intervals hold the truth: %s', (_name, draw) => {
  for (const others of [2, 4, 8]) {
    const coverage = measureCoverage({ latents: 200, others, groups: 20, draw });
    expect(coverage).toBeGreaterThan(0.94);
  }
});

test('on planted dictionaries intervals hold the probability of a feature, and latents of one seed alone are not called stable', async () => {
  const recipe = { seeds: 6, n: 64, d: 64, features: 60, noise: 0.2, duplicates: 0, threshold: 0.6 };
  let [held, all] = [0, 0];
  let [sum, truth] = [0, 0];
  for (const seed of [1, 2, 3]) {
    const planted = await plantGroup(recipe, seed);
    planted.truth.forEach((features, base) => {
      const view = viewBase(planted.group, base);
      const found = foundIn(view);
      const byCount = stabilityByCount(baseHistogram(view).counts) ?? [];
      features.forEach((feature, i) => {
        const p = plantedProbability(feature);
        const { value, low, high } = byCount[found[i] - 1];
        all++;
        sum += value;
        truth += p;
        if (low <= p && p <= high) held++;
      });
    });
  }
  expect(held / all).toBeGreaterThan(0.95);
  expect(Math.abs(sum / all - truth / all)).toBeLessThan(0.03);
});
