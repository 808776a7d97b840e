import { expect, test } from 'vitest';
import { onlyInBaseByChance, unionByChance, universalityByChance } from '../../../src/compute/group/chance.ts';

const p = [0.1, 0.5, 0.25, 0.9];

/** Every outcome: the set of others that share, with its probability. */
const outcomes = Array.from({ length: 2 ** p.length }, (_, set) => ({
  set,
  probability: p.reduce((product, chance, j) => product * ((set >> j) & 1 ? chance : 1 - chance), 1),
}));
const size = (set: number) => p.filter((_, j) => (set >> j) & 1).length;

test('universality is the sum over all outcomes', () => {
  const found = universalityByChance(p);
  expect(found).toHaveLength(5);
  for (const [u, fraction] of found.entries()) {
    const expected = outcomes
      .filter(({ set }) => size(set) === u)
      .reduce((sum, { probability }) => sum + probability, 0);
    expect(fraction).toBeCloseTo(expected, 14);
  }
  expect(universalityByChance([])).toEqual([1]);
});

test('only in base is the mean over all subsets of others', () => {
  for (const [at, fraction] of onlyInBaseByChance(p).entries()) {
    const subsets = outcomes.filter(({ set }) => size(set) === at + 1).map(({ set }) => set);
    const alone = subsets.map((set) =>
      p.reduce((product, chance, j) => product * ((set >> j) & 1 ? 1 - chance : 1), 1),
    );
    expect(fraction).toBeCloseTo(alone.reduce((sum, one) => sum + one, 0) / subsets.length, 14);
  }
  expect(onlyInBaseByChance([])).toEqual([]);
});

test('the union of two is what the chance of a tie leaves, and nothing is tied where there is none', () => {
  for (const chance of [0, 0.2, 0.7, 1]) {
    const square = [
      [1, chance],
      [chance, 1],
    ];
    const [alone, both] = unionByChance(square);
    // 2,048 draws: five standard errors
    expect(Math.abs(both - chance)).toBeLessThanOrEqual(5 * Math.sqrt((chance * (1 - chance)) / 2048));
    expect(alone).toBeCloseTo(2 * (1 - both), 12);
  }
  const three = Array.from({ length: 3 }, () => [0, 0, 0]);
  expect(unionByChance(three)).toEqual([3, 0, 0]);
});

test('ties in a row join three: of random ties, a path is as likely as its two ties', () => {
  const chance = 0.3;
  const p3 = Array.from({ length: 3 }, () => [chance, chance, chance]);
  const [, two, three] = unionByChance(p3);
  // a path a - b - c needs two ties of the three pairs, and many components are longer: at least the paths' ends
  expect(three).toBeGreaterThan(0.05);
  expect(two).toBeGreaterThan(three);
});
