/** AUROC, its interval and corrected p-values: against plain pairs, SciPy's roots, and planted latents. */
import { expect, test } from 'vitest';
import {
  areaFromRanks,
  areaInterval,
  deviationByChance,
  rankScores,
  type SparseScores,
} from '../../../src/compute/contrast/auroc.ts';
import { contrastScores } from '../../../src/compute/contrast/contrast-scores.ts';
import { normalQuantile } from '../../../src/compute/contrast/normal-quantile.ts';
import { seededRandom } from '../../db/example-rows.ts';

/** Scores by text, 0 for none. */
function sparse(scores: readonly number[]): SparseScores {
  const texts = scores.flatMap((score, text) => (score > 0 ? [text] : []));
  return { texts: Int32Array.from(texts), values: Float64Array.from(texts, (text) => scores[text]) };
}

function areaOf(scores: readonly number[], isPositive: readonly boolean[]): number {
  const pairs = scores.flatMap((score, p) =>
    isPositive[p] ? scores.flatMap((other, q) => (isPositive[q] ? [] : [Math.sign(score - other) / 2 + 0.5])) : [],
  );
  return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
}

/** Every choice of `positives` of `count` texts. */
function* labellings(count: number, positives: number): Generator<boolean[]> {
  for (let mask = 0; mask < 2 ** count; mask++) {
    const labels = Array.from({ length: count }, (_, text) => ((mask >> text) & 1) === 1);
    if (labels.filter(Boolean).length === positives) yield labels;
  }
}

test('AUROC and its deviation are those of all pairs and of all labellings', () => {
  for (const scores of [
    [0, 3, 0, 1, 1, 0, 2],
    [1, 2, 3, 4, 5, 6, 7],
    [0, 0, 0, 0, 0, 0, 5],
    [2, 2, 1, 1, 2, 1, 1],
  ]) {
    const classes = { positives: 3, negatives: 4 };
    const { ranks, rankOfZero, ties } = rankScores(sparse(scores), scores.length);
    const { texts } = sparse(scores);
    const areas: number[] = [];
    for (const labels of labellings(7, 3)) {
      const fired = Array.from(texts, (text, at) => (labels[text] ? ranks[at] : 0)).reduce((a, b) => a + b, 0);
      const zeros = labels.filter((positive, text) => positive && scores[text] === 0).length;
      const area = areaFromRanks(fired + zeros * rankOfZero, classes);
      expect(area).toBeCloseTo(areaOf(scores, labels), 12);
      areas.push(area);
    }
    const variance = areas.reduce((sum, area) => sum + (area - 0.5) ** 2, 0) / areas.length;
    expect(deviationByChance(ties, classes)).toBeCloseTo(Math.sqrt(variance), 12);
  }
});

test("intervals are the roots that SciPy's brentq finds", () => {
  const z = normalQuantile(0.975);
  for (const [area, positives, negatives, low, high] of [
    [0.8, 20, 30, 0.6433456145211157, 0.8941462416513685],
    [1, 10, 12, 0.8159170106835654, 1],
    [0.5, 5, 5, 0.20561305728944293, 0.7943869427105571],
    [0.1, 40, 8, 0.03123918800764724, 0.2992765695557582],
  ]) {
    const found = areaInterval(area, { positives, negatives, z });
    expect(found.low).toBeCloseTo(low, 9);
    expect(found.high).toBeCloseTo(high, 9);
    const mirrored = areaInterval(1 - area, { positives, negatives, z });
    expect(mirrored.low).toBeCloseTo(1 - found.high, 9);
  }
});

test('normal quantiles are those of SciPy', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 9);
  expect(normalQuantile(1 - 0.05 / 2000)).toBeCloseTo(4.0556269811219074, 8);
  expect(normalQuantile(1 - 0.05 / 2e6)).toBeCloseTo(5.451310438136473, 6);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
});

test('the p-value of one latent is that of all labellings', () => {
  const scores = [5, 6, 7, 8, 1, 0, 2, 0];
  const [only] = contrastScores([sparse(scores)], { positives: 4, negatives: 4, seed: 3 });
  expect(only).toMatchObject({ auroc: 1, positiveTexts: 4, negativeTexts: 2 });
  const exact = 2 / 70; // the two labellings that separate the classes wholly
  expect(Math.abs(only.pValue - exact)).toBeLessThan(0.012); // three standard errors of 1,999 labellings
});

test('of many latents that chance made, and one that was planted, the planted one is found', () => {
  const random = seededRandom(11);
  const noise = Array.from({ length: 400 }, () =>
    sparse(Array.from({ length: 40 }, () => (random() < 0.3 ? random() : 0))),
  );
  const planted = sparse(Array.from({ length: 40 }, (_, text) => (text < 20 ? 1 + random() : 0.2 * random())));
  const found = contrastScores([...noise, planted, planted], { positives: 20, negatives: 20, seed: 1 });
  expect(found[400].pValue).toBeLessThan(0.001);
  expect(found[401]).toEqual(found[400]);
  expect(found[400].low).toBeGreaterThan(0.5);
  // Uncorrected, some twenty of 400 would be below 0.05.
  expect(found.slice(0, 400).filter(({ pValue }) => pValue <= 0.05).length).toBeLessThanOrEqual(1);
  expect(found.slice(0, 400).filter(({ low, high }) => low > 0.5 || high < 0.5).length).toBeLessThanOrEqual(1);
  // Copies of a latent cost nothing, as tests of their own would.
  const alone = contrastScores([planted], { positives: 20, negatives: 20, seed: 1 });
  const copies = contrastScores(
    Array.from({ length: 50 }, () => noise[7]),
    { positives: 20, negatives: 20, seed: 1 },
  );
  expect(alone[0].pValue).toBe(1 / 2000);
  expect(copies[0].pValue).toBe(contrastScores([noise[7]], { positives: 20, negatives: 20, seed: 1 })[0].pValue);
});

test('a latent that fires alike on all texts says nothing', () => {
  const [same] = contrastScores([sparse([1, 1, 1, 1])], { positives: 2, negatives: 2, seed: 1 });
  expect(same).toMatchObject({ auroc: 0.5, pValue: 1 });
});
