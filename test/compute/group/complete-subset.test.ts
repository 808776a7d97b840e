import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCompleteSubset } from '../../../src/compute/group/complete-subset.ts';

const allPairs = (size: number) =>
  Array.from({ length: size }, (_, a) => a).flatMap((a) =>
    Array.from({ length: size - a - 1 }, (_, k): [number, number] => [a, a + 1 + k]),
  );

test('nine dictionaries of which one pair is missing leave eight, the later of the two left out', () => {
  const pairs = allPairs(9).filter(([a, b]) => !(a === 3 && b === 6));
  expect(findCompleteSubset(9, pairs)).toEqual([0, 1, 2, 3, 4, 5, 7, 8]);
});

test('nothing matched, and one dictionary, and none', () => {
  expect(findCompleteSubset(4, [])).toEqual([0]);
  expect(findCompleteSubset(1, [])).toEqual([0]);
  expect(findCompleteSubset(0, [])).toEqual([]);
});

test('it is the largest of all subsets, and of equal ones the first', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.boolean(), { minLength: 28, maxLength: 28 }),
      (size, there) => {
        const pairs = allPairs(size).filter((_, at) => there[at]);
        const has = new Set(pairs.map(String));
        const subsets = Array.from({ length: 2 ** size }, (_, bits) =>
          Array.from({ length: size }, (_, at) => at).filter((at) => bits & (1 << at)),
        );
        const complete = subsets.filter((set) =>
          set.every((a, i) => set.slice(i + 1).every((b) => has.has(String([a, b])))),
        );
        const most = Math.max(...complete.map((set) => set.length));
        const [first] = complete
          .filter((set) => set.length === most)
          .toSorted((x, y) => x.map((at, i) => at - y[i]).find((difference) => difference !== 0) ?? 0);
        expect(findCompleteSubset(size, pairs)).toEqual(first);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

test('a large group of which many pairs are missing is answered', () => {
  const pairs = allPairs(40).filter(([a, b]) => (a * 7 + b * 13) % 5 !== 0);
  const found = findCompleteSubset(40, pairs);
  const has = new Set(pairs.map(String));
  expect(found.every((a, i) => found.slice(i + 1).every((b) => has.has(String([a, b]))))).toBe(true);
  // nothing can be added
  const all = Array.from({ length: 40 }, (_, at) => at);
  const fits = (at: number) => found.every((one) => has.has(String([Math.min(one, at), Math.max(one, at)])));
  expect(all.filter((at) => !found.includes(at) && fits(at))).toEqual([]);
  expect(found.length).toBeGreaterThan(4);
});
