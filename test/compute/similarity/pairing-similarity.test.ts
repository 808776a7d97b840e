import { expect, test } from 'vitest';
import { drawIsotropicRows } from '../../../src/compute/nulls/gaussian-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { pairingSimilarity } from '../../../src/compute/similarity/pairing-similarity.ts';
import { averageRanks } from '../../../src/compute/similarity/ranks.ts';
import type { UnitRows } from '../../../src/compute/unit-rows.ts';
import { noisyPair } from './noisy-pair.ts';

const options = { shuffles: 199, seed: 1 };
const isotropic = (n: number, d: number, seed: number) =>
  drawIsotropicRows({ n, d }, { stream: buildRandomStream(seed) });

/** Rows turned by a product of plane rotations. */
function rotated({ n, d, values }: UnitRows): UnitRows {
  const turned = Float64Array.from(values);
  for (let y = 0; y < d; y++) {
    for (let z = y + 1; z < d; z++) {
      const [cos, sin] = [Math.cos(y + 2 * z), Math.sin(y + 2 * z)];
      for (let i = 0; i < n * d; i += d)
        [turned[i + y], turned[i + z]] = [
          cos * turned[i + y] - sin * turned[i + z],
          sin * turned[i + y] + cos * turned[i + z],
        ];
    }
  }
  return { n, d, values: Float32Array.from(turned) };
}

test('equal, rotated and scaled rows are alike, and no shuffle is', async () => {
  const a = await isotropic(40, 7, 1);
  const scaled = { ...a, values: rotated(a).values.map((value) => 3 * value) };
  for (const b of [a, rotated(a), scaled]) {
    const { cka, rsa } = await pairingSimilarity({ a, b }, options);
    for (const number of [cka, rsa]) {
      expect(number?.value).toBeCloseTo(1, 6);
      expect(number?.pValue).toBe(1 / 200);
      expect(number?.shuffledMean).toBeLessThan(0.3);
    }
  }
});

test('independent rows give what shuffles give', async () => {
  const pValues: number[] = [];
  for (let seed = 0; seed < 40; seed++) {
    const { cka, rsa } = await pairingSimilarity(
      { a: await isotropic(25, 6, 100 + seed), b: await isotropic(25, 6, 200 + seed) },
      { shuffles: 99, seed },
    );
    pValues.push(cka?.pValue ?? 0, rsa?.pValue ?? 0);
    expect(Math.abs((rsa?.value ?? 1) - (rsa?.shuffledMean ?? 0))).toBeLessThan(0.3);
  }
  // uniform on 0.01, 0.02, ... 1: the mean of 80, half of them dependent, has a standard error of at most 0.046
  expect(Math.abs(pValues.reduce((x, y) => x + y) / 80 - 0.505)).toBeLessThan(0.2);
  expect(Math.min(...pValues)).toBeGreaterThan(0);
});

// numpy: X, Y = unit rows; centred Xc, Yc: |Yc' Xc|^2 / (|Xc' Xc| |Yc' Yc|); corrcoef of the upper triangles of X X' and Y Y';
// scipy.stats.spearmanr of the same
test.each([
  { of: { n: 12, d: 5, share: 1, seed: 31 }, cka: 0.65537485678, rsa: 0.552882190346, rankRsa: 0.544723932784 },
  { of: { n: 30, d: 8, share: 0.5, seed: 32 }, cka: 0.249812585194, rsa: 0.042516299602, rankRsa: 0.038819308479 },
  { of: { n: 9, d: 20, share: 2, seed: 33 }, cka: 0.934180803511, rsa: 0.797808474835, rankRsa: 0.775804375804 },
])('the numbers are those of NumPy: $of', async ({ of, cka, rsa, rankRsa }) => {
  const found = await pairingSimilarity(noisyPair(of), options);
  expect(found.cka?.value).toBeCloseTo(cka, 9);
  expect(found.rsa?.value).toBeCloseTo(rsa, 9);
  expect(found.rankRsa?.value).toBeCloseTo(rankRsa, 9);
});

test('where nothing varies there is no number', async () => {
  const nothing = { cka: null, rsa: null, rankRsa: null };
  const one = await isotropic(1, 4, 3);
  expect(await pairingSimilarity({ a: one, b: one }, options)).toEqual(nothing);
  const same = { n: 5, d: 4, values: new Float32Array(20).fill(0.5) };
  expect(await pairingSimilarity({ a: same, b: await isotropic(5, 4, 4) }, options)).toEqual(nothing);
  const two = await isotropic(2, 4, 5);
  const { cka, rsa } = await pairingSimilarity({ a: two, b: two }, options);
  expect(rsa).toBeNull();
  expect(cka).toMatchObject({ pValue: 1 }); // a swap of two gives the same
  await expect(pairingSimilarity({ a: one, b: two }, options)).rejects.toThrow('as many rows at both ends');
});

test('equal numbers share the mean of their ranks', () => {
  expect([...averageRanks(Float64Array.of(3, 1, 3, 2, 3))]).toEqual([4, 1, 4, 2, 4]);
  expect([...averageRanks(new Float64Array(0))]).toEqual([]);
});

test('the seed decides the shuffles', async () => {
  const pair = noisyPair({ n: 20, d: 5, share: 0.3, seed: 9 });
  const first = await pairingSimilarity(pair, options);
  expect(await pairingSimilarity(pair, options)).toEqual(first);
  expect((await pairingSimilarity(pair, { ...options, seed: 2 })).cka?.shuffledMean).not.toBe(first.cka?.shuffledMean);
});
