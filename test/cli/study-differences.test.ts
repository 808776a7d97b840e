/** Settings are compared at equal n and equal L0 only, pair by pair of the same seeds. */
import { expect, test } from 'vitest';
import { compareSettings } from '../../src/cli/study/study-differences.ts';
import type { StudyRow } from '../../src/cli/study/study-rows.ts';

/** A row of three seeds with these shared fractions of the pairs 0-1, 0-2, 1-2. */
function row(architecture: string, of: { n: number; l0: number; shared: number[] }): StudyRow {
  const seeds = [[0, 1], [0, 2], [1, 2]]; // biome-ignore format: pairs
  const pairs = of.shared.map((value, i) => ({ value, of: seeds[i] }));
  const shared = of.shared.reduce((sum, value) => sum + value, 0) / of.shared.length;
  const setting = { architecture, nLatents: of.n, l0: 4 };
  return { setting, l0: of.l0, pairs, shared, run: { seeds: [1, 2, 3] } } as unknown as StudyRow;
}

test('equal n, equal L0: the difference with its interval by hand', () => {
  const topk = row('TOPK', { n: 8, l0: 4, shared: [0.3, 0.4, 0.5] });
  const relu = row('RELU_L1', { n: 8, l0: 4.1, shared: [0.7, 0.7, 0.7] });
  const [found, ...more] = compareSettings([topk, relu]);
  expect(more).toEqual([]);
  expect(found.difference).toBeCloseTo(0.3, 12);
  // differences of pairs .4 .3 .2; without one seed one pair is left: se^2 = 2/3 x (.1^2 + .1^2), t(2) = 4.3027
  const half = 4.30265 * Math.sqrt((2 / 3) * 0.02);
  expect(found.interval?.[0]).toBeCloseTo(0.3 - half, 4);
  expect(found.interval?.[1]).toBeCloseTo(0.3 + half, 4);
});

test('other n and other L0 are not compared', () => {
  const topk = row('TOPK', { n: 8, l0: 4, shared: [0.3, 0.4, 0.5] });
  expect(compareSettings([topk, row('RELU_L1', { n: 16, l0: 4, shared: [0.7, 0.7, 0.7] })])).toEqual([]);
  expect(compareSettings([topk, row('RELU_L1', { n: 8, l0: 4.3, shared: [0.7, 0.7, 0.7] })])).toEqual([]);
});

test('two seeds have a difference without an interval', () => {
  const two = (architecture: string, shared: number) => {
    const made = row(architecture, { n: 8, l0: 4, shared: [shared] });
    return { ...made, run: { seeds: [1, 2] } } as unknown as StudyRow;
  };
  const [found] = compareSettings([two('TOPK', 0.2), two('RELU_L1', 0.5)]);
  expect(found.difference).toBeCloseTo(0.3, 12);
  expect(found.interval).toBeNull();
});
