import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitions } from '../../../src/analysis/definitions/definitions.ts';
import { type CoverageRule, coverage } from '../../../src/compute/group/coverage.ts';
import { bothEnds, denseToArrays } from '../statistics/naive-pair.ts';
import { criterionArbitrary, pairArbitrary } from '../statistics/pair-arbitrary.ts';

const rules: fc.Arbitrary<CoverageRule> = criterionArbitrary.map(({ threshold, strict, aliveOnly }) => ({
  threshold,
  strict,
  aliveOnly,
}));

test('coverage and split factor are those of the full cosines, both ways, on both sides', () => {
  // four candidates are kept: with at most four latents at each end the nearest living one is always among them
  const pairs = pairArbitrary({ encoder: true }).filter(
    ({ aliveA, aliveB }) => Math.max(aliveA.length, aliveB.length) <= 4,
  );
  fc.assert(
    fc.property(pairs, rules, (dense, rule) => {
      const pair = denseToArrays(dense);
      for (const { end, seen } of bothEnds(dense)) {
        for (const side of ['DECODER', 'ENCODER'] as const) {
          const cosines = (side === 'DECODER' ? seen.decoder : seen.encoder)?.cosines ?? [];
          const latents = cosines.flatMap((row, i) => (rule.aliveOnly && seen.aliveA[i] === 0 ? [] : [row]));
          const nearest = latents.flatMap((row) => {
            const there = row.map((c, j) => (rule.aliveOnly && seen.aliveB[j] === 0 ? Number.NEGATIVE_INFINITY : c));
            const best = Math.max(...there);
            return (rule.strict ? best > rule.threshold : best >= rule.threshold) ? [there.indexOf(best)] : [];
          });
          const different = new Set(nearest).size;
          expect(coverage(pair, { end, side, rule, d: 8 })).toMatchObject({
            latents: latents.length,
            covered: nearest.length,
            coverage: latents.length > 0 ? nearest.length / latents.length : 0,
            nearest: different,
            splitFactor: different > 0 ? nearest.length / different : null,
          });
        }
      }
    }),
    { numRuns: 500, seed: 3 },
  );
});

test('three latents around one of a smaller dictionary are one split in three', () => {
  const cosines = [
    [0.9, 0.1],
    [0.8, 0.2],
    [0.95, 0],
    [0.1, 0.6],
  ];
  const pair = denseToArrays({
    measure: 'COSINE',
    decoder: { cosines, partner: [-1, -1, 0, 1] },
    encoder: null,
    aliveA: [1, 1, 1, 1],
    aliveB: [1, 1],
  });
  const rule = { threshold: 0.7, strict: false, aliveOnly: false };
  expect(coverage(pair, { end: 'A', side: 'DECODER', rule, d: 8 })).toMatchObject({
    latents: 4,
    covered: 3,
    coverage: 0.75,
    nearest: 1,
    splitFactor: 3,
  });
  expect(coverage(pair, { end: 'B', side: 'DECODER', rule, d: 8 })).toMatchObject({ coverage: 0.5, splitFactor: 1 });
  // the largest of 2 cosines in 8 dimensions; scipy: p = betainc(3.5, 3.5, 0.15), 1 - (1 - p)^2
  const chance = 1 - (1 - 0.01788478748513083) ** 2;
  const covered = 4 * chance;
  const byChance = coverage(pair, { end: 'A', side: 'DECODER', rule, d: 8 });
  expect(byChance?.nullCoverage).toBeCloseTo(chance, 10);
  expect(byChance?.nullSplitFactor).toBeCloseTo(covered / (2 * (1 - 0.5 ** covered)), 10);
  expect(coverage(pair, { end: 'A', side: 'ENCODER', rule, d: 8 })).toBeNull();
  expect(definitions.coverage.statement({ ...rule, strict: true, aliveOnly: true })).toMatch(/> 0\.7;.*alive/);
});
