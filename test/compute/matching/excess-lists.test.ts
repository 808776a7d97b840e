/** What lists hold and what they say of the rest, next to all that was offered. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExcessLists } from '../../../src/compute/matching/excess-lists.ts';

const K = 4;

test('a list holds all that it has room for, else pairs of the largest excess, and bounds what it does not hold', () => {
  const offers = fc.array(fc.oneof(fc.constant(0.5), fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(offers, { minLength: 1, maxLength: 3 }), (lines) => {
      const lists = new ExcessLists({ n: lines.length, k: K, floor: -1 });
      lines.forEach((line, i) => line.forEach((excess, j) => lists.offer(i, j, excess)));
      const held = lines.map(() => new Map<number, number>());
      lists.forEach((i, j, excess) => held[i].set(j, excess));
      for (const [i, line] of lines.entries()) {
        expect(held[i].size).toBe(Math.min(K, line.length));
        for (const [j, excess] of held[i]) expect(excess).toBe(line[j]);
        const left = line.filter((_, j) => !held[i].has(j));
        expect(lists.rest[i]).toBe(Math.max(-1, ...left));
        // chance takes at most half of what exceeds, and nothing of what does not
        const least = Math.min(...held[i].values());
        for (const excess of left) expect(least).toBeGreaterThanOrEqual(excess > 0 ? excess / 2 : excess);
      }
    }),
    { numRuns: 300, seed: 5 },
  );
});

test('among many equal pairs lines hold different ones, and none is favoured', () => {
  const [n, others] = [500, 2000];
  const times = new Int32Array(others);
  const lists = new ExcessLists({ n, k: K, floor: 0 });
  for (let i = 0; i < n; i++) for (let j = 0; j < others; j++) lists.offer(i, j, 1);
  lists.forEach((_, j) => times[j]++);
  // 2,000 draws of one of 2,000: Poisson with mean 1
  const different = times.filter((count) => count > 0).length;
  expect(different).toBeGreaterThan(1150);
  expect(different).toBeLessThan(1380);
  expect(Math.max(...times)).toBeLessThan(12);
});
