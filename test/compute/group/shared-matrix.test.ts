import { expect, test } from 'vitest';
import { findOutliers, sharedMatrix } from '../../../src/compute/group/shared-matrix.ts';
import { buildSeedGroup } from '../../../src/compute/group/seed-group.ts';
import { buildCriterion } from '../../../src/analysis/build-criterion.ts';
import { accepted, buildExampleGroup, criteria, toSeedGroup } from './example-group.ts';

const example = buildExampleGroup([14, 14, 14, 11], 3);

test.each(criteria)('every cell counts the latents of its row under %o', (criterion) => {
  const rows = sharedMatrix(toSeedGroup(example, criterion));
  rows.forEach((row, a) => {
    const flags = example.alive[a];
    const latents = criterion.aliveOnly ? flags.filter((flag) => flag === 1).length : flags.length;
    expect(row.latents).toBe(latents);
    row.cells.forEach((cell, b) => {
      if (a === b) {
        expect([cell, row.sharedFractions[b]]).toEqual([null, 1]);
        return;
      }
      const shared = flags.filter((_, i) => accepted(example, { a, b, i, criterion }) !== null).length;
      expect(cell?.shared).toBe(shared);
      expect(row.sharedFractions[b]).toBe(shared / latents);
    });
    const others = row.sharedFractions.flatMap((f, b) => (a === b ? [] : [(f + rows[b].sharedFractions[a]) / 2]));
    expect(row.meanSharedFraction).toBeCloseTo(others.reduce((x, y) => x + y, 0) / others.length, 12);
    expect(row.outlier).not.toBeNull();
  });
});

test('a seed far below the rest is an outlier, one a little below or above is not', () => {
  expect(findOutliers([0.75, 0.74, 0.76, 0.75, 0.5])).toEqual([false, false, false, false, true]);
  expect(findOutliers([0.75, 0.74, 0.76, 0.75, 0.99])).toEqual([false, false, false, false, false]);
  // ten deviations away, and still less than 0.05
  expect(findOutliers([0.75, 0.751, 0.752, 0.751, 0.73])).toEqual([false, false, false, false, false]);
  // a wide spread hides nothing that is inside of it
  expect(findOutliers([0.2, 0.4, 0.6, 0.8, 0.1])).toEqual([false, false, false, false, false]);
  expect(findOutliers([0.6, 0.6, 0.6, 0.3])).toEqual([false, false, false, true]);
  expect(findOutliers([0.6, 0.6, 0.1])).toBeNull();
});

test('fewer than four dictionaries have no outliers, one has no mean', () => {
  const criterion = buildCriterion();
  const three = sharedMatrix(toSeedGroup(buildExampleGroup([5, 5, 5], 1), criterion));
  expect(three.map(({ outlier }) => outlier)).toEqual([null, null, null]);
  const alone = buildSeedGroup({ criterion, alive: [new Uint8Array(3).fill(1)], pairs: [] });
  expect(sharedMatrix(alone)).toEqual([
    { latents: 3, cells: [null], sharedFractions: [1], meanSharedFraction: null, outlier: null },
  ]);
});

test('a group with a pair missing, twice or of another size is a mistake', () => {
  const criterion = buildCriterion();
  const group = toSeedGroup(example, criterion);
  const [A, B] = [group.ends[0][1], group.ends[1][0]];
  if (A === null || B === null) throw new TypeError('expected a pair');
  const pair = { a: 0, b: 1, ends: { A, B } };
  const alive = [14, 14, 14].map((n) => new Uint8Array(n));
  expect(() => buildSeedGroup({ criterion, alive, pairs: [pair] })).toThrow(/every pair of 3/);
  expect(() => buildSeedGroup({ criterion, alive, pairs: [pair, pair] })).toThrow(/once/);
  expect(() => buildSeedGroup({ criterion, alive: [new Uint8Array(14), new Uint8Array(3)], pairs: [pair] })).toThrow(
    /14 and 3 latents/,
  );
});
