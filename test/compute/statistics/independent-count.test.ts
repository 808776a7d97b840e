/** Intervals that count features: what copies of a feature do to them. */
import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { countIndependent } from '../../../src/compute/statistics/independent-count.ts';
import { sharedByCovariate } from '../../../src/compute/statistics/shared-by-covariate.ts';

test('copies count once', () => {
  expect(countIndependent([])).toBe(0);
  expect(countIndependent([5, 3, 9])).toBe(3);
  expect(countIndependent([1, 1, 2, 2, 3, 3])).toBe(3);
  expect(countIndependent([1, 1, 1, 2])).toBeCloseTo(16 / 10, 12);
});

/** A feature is shared with probability .6 and has a value that does not depend on it; each is `copies` latents. */
function measureCoverage(counted: boolean) {
  const stream = buildRandomStream(4);
  const [features, copies, groups] = [80, 6, 300];
  let [fractions, correlations, means] = [0, 0, 0];
  for (let group = 0; group < groups; group++) {
    const drawn = Array.from({ length: features }, () => ({
      found: stream.nextUniform() < 0.6 ? 2 : 1,
      value: stream.nextNormal(),
    }));
    const latents = drawn.flatMap((one, f) => Array.from({ length: copies }, () => ({ ...one, f })));
    const view = {
      values: latents.map(({ value }) => value),
      found: latents.map(({ found }) => found),
      dictionaries: 2,
      ...(counted && { features: latents.map(({ f }) => f) }),
    };
    const { bins, rankInterval, levels } = sharedByCovariate(view, { bins: 1, inOthers: 1 });
    if (bins[0].low <= 0.6 && 0.6 <= bins[0].high) fractions++;
    if (rankInterval && rankInterval.low <= 0 && 0 <= rankInterval.high) correlations++;
    if ((levels[1].low ?? 1) <= 0 && 0 <= (levels[1].high ?? -1)) means++;
  }
  return [fractions, correlations, means].map((count) => count / groups);
}

test('intervals hold the truth where copies count once, and not where they count as many', () => {
  const [counted, copied] = [measureCoverage(true), measureCoverage(false)];
  for (const coverage of counted) {
    expect(coverage).toBeGreaterThan(0.92);
    expect(coverage).toBeLessThan(0.98);
  }
  for (const coverage of copied) expect(coverage).toBeLessThan(0.75);
});
