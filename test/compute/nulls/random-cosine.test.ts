import { expect, test } from 'vitest';
import { drawIsotropicRows } from '../../../src/compute/nulls/gaussian-rows.ts';
import { cosineTail, largestCosineTail } from '../../../src/compute/nulls/random-cosine.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';

// scipy.special.betainc((d - 1) / 2, (d - 1) / 2, (1 - t) / 2)
test.each([
  [0.7, 64, 4.3268836210589757e-11],
  [0.3, 64, 0.0075920658052517674],
  [0, 64, 0.5],
  [-0.2, 64, 0.9449060987457054],
  [0.1, 768, 0.002755557909013926],
  [0.2, 768, 1.1110294866086278e-8],
  [0.05, 4096, 0.0006837687393491356],
  [0.7, 2, 0.253183311106635],
  [0.5, 3, 0.25],
  [0.25, 8, 0.2582447761506131],
])('the chance of a cosine of at least %d in %d dimensions is that of SciPy', (t, d, expected) => {
  expect(Math.abs(cosineTail(t, d) / expected - 1)).toBeLessThan(1e-10);
});

test('ends of the range, one dimension, and signs', () => {
  expect([cosineTail(-1, 5), cosineTail(1, 5), cosineTail(1.1, 5), cosineTail(0.3, 1)]).toEqual([1, 0, 0, 0.5]);
  const of = { n: 512, d: 64, measure: 'COSINE' as const };
  // scipy, as above: 1 - (1 - p)^n
  expect(largestCosineTail(0.45, of)).toBeCloseTo(0.04241078589246028, 10);
  expect(largestCosineTail(0.15, { ...of, n: 32_768, d: 768 })).toBeCloseTo(0.3842970349269888, 9);
  const p = 2 * cosineTail(0.45, 64);
  expect(largestCosineTail(0.45, { ...of, measure: 'ABSOLUTE_COSINE' })).toBeCloseTo(1 - (1 - p) ** 512, 12);
  expect(largestCosineTail(0, { ...of, measure: 'ABSOLUTE_COSINE' })).toBe(1);
  expect(largestCosineTail(0.5, { ...of, n: 0 })).toBe(0);
});

test('drawn rows do as the formula says', async () => {
  const [n, d, t] = [200, 12, 0.6];
  const stream = buildRandomStream(11);
  const [a, b] = [await drawIsotropicRows({ n, d }, { stream }), await drawIsotropicRows({ n: 40, d }, { stream })];
  let covered = 0;
  for (let i = 0; i < n; i++) {
    let largest = -1;
    for (let j = 0; j < 40; j++) {
      let sum = 0;
      for (let z = 0; z < d; z++) sum += a.values[i * d + z] * b.values[j * d + z];
      largest = Math.max(largest, sum);
    }
    if (largest >= t) covered++;
  }
  const expected = largestCosineTail(t, { n: 40, d, measure: 'COSINE' });
  expect(Math.abs(covered / n - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / n));
});
