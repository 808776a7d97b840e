import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cycleConsistency, universalityCounts, universalityHistogram } from './naive-universality.ts';
import { denseToArrays, naiveShared, turnAround } from './naive-pair.ts';
import { criterionArbitrary, pairArbitrary } from './pair-arbitrary.ts';

test('universality is one more than the number of dictionaries in which a latent is shared, whichever end the base is', () => {
  const base = pairArbitrary({ encoder: true }).filter((dense) => dense.aliveA.length === 4);
  fc.assert(
    fc.property(fc.array(base, { maxLength: 3 }), criterionArbitrary, (others, criterion) => {
      const pairs = others.map((dense, k) =>
        k % 2 === 0
          ? { pair: denseToArrays(dense), end: 'A' as const }
          : { pair: denseToArrays(turnAround(dense)), end: 'B' as const },
      );
      const counts = universalityCounts({ n: 4, pairs }, criterion);
      const expected = [0, 1, 2, 3].map((i) => 1 + others.filter((dense) => naiveShared(dense, i, criterion)).length);
      expect([...counts]).toEqual(expected);
      const histogram = universalityHistogram(counts, 1 + others.length);
      expect(histogram).toEqual(others.concat([others[0]]).map((_, k) => expected.filter((u) => u === k + 1).length));
    }),
    { numRuns: 100, seed: 5 },
  );
});

test('a base dictionary of another size is a mistake', () => {
  const [dense] = fc.sample(pairArbitrary({ encoder: true }), { numRuns: 1, seed: 2 });
  const [criterion] = fc.sample(criterionArbitrary, { numRuns: 1, seed: 2 });
  const base = { n: dense.aliveA.length + 1, pairs: [{ pair: denseToArrays(dense), end: 'A' as const }] };
  expect(() => universalityCounts(base, criterion)).toThrow(RangeError);
});

test('cycle consistency counts the latents that return, and none that a matching leaves out', () => {
  const partners = (...values: number[]) => Int32Array.from(values);
  expect(cycleConsistency({ ab: partners(1, 0, 2), bc: partners(0, 1, 2), ac: partners(1, 0, 2) })).toBe(1);
  expect(cycleConsistency({ ab: partners(1, 0, 2), bc: partners(0, 1, 2), ac: partners(1, 2, 0) })).toBe(1 / 3);
  expect(cycleConsistency({ ab: partners(-1, 0, 1), bc: partners(-1, 0), ac: partners(-1, -1, 0) })).toBe(1 / 3);
});
