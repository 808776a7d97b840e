import { expect, test } from 'vitest';
import { rateUpperBound } from '../../../src/compute/statistics/rate-bound.ts';
import { seededRandom } from '../../db/example-rows.ts';

// scipy.stats.chi2.ppf(.95, 2 * (count + 1)) / 2
test.each([
  [0, 2.9957322735539895],
  [1, 4.743864518390577],
  [3, 7.753656527932725],
  [10, 16.962219235721903],
  [100, 118.07927278209706],
  [1000, 1053.6031221333008],
  [1001, 1054.6291131953467],
  [5000, 5117.886079407686],
  [1_000_000, 1_001_646.4227676168],
])('%i firings bound the mean by %f, as SciPy has it', (count, mean) => {
  const tokens = 1e9;
  // exact up to 1,000 firings
  const digits = count <= 1_000 ? 1e-10 : 1e-5;
  expect(Math.abs((rateUpperBound(count, tokens) * tokens) / mean - 1)).toBeLessThan(digits);
});

test('no firing in N tokens is the rule of three, and no rate is above 1', () => {
  expect(rateUpperBound(0, 12_000)).toBeCloseTo(3 / 12_000, 6);
  expect(rateUpperBound(2, 3)).toBe(1);
  expect(() => rateUpperBound(4, 3)).toThrow(RangeError);
  expect(() => rateUpperBound(0, 0)).toThrow(RangeError);
});

test('the bound lies above the true rate in at least 95 of 100 texts', () => {
  const random = seededRandom(1);
  for (const rate of [0.002, 0.01, 0.05]) {
    let covered = 0;
    for (let text = 0; text < 1_000; text++) {
      let count = 0;
      for (let token = 0; token < 400; token++) if (random() < rate) count++;
      if (rateUpperBound(count, 400) >= rate) covered++;
    }
    // three standard errors below 950
    expect(covered).toBeGreaterThanOrEqual(930);
  }
});
