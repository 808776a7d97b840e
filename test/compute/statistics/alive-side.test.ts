import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CANDIDATES_KEPT, type MatchedEnd } from '../../../src/compute/side-matching.ts';
import { aliveSide } from '../../../src/compute/statistics/alive-side.ts';
import { type DensePair, denseToArrays, turnAround } from './naive-pair.ts';
import { pairArbitrary } from './pair-arbitrary.ts';

/** Null for nothing. */
function mean(values: number[]): number | null {
  return values.length > 0 ? values.reduce((x, y) => x + y, 0) / values.length : null;
}

/** Largest cosine of each alive latent of A with an alive one of B; NaN where CANDIDATES_KEPT dead ones or more are nearer. */
function largestLiving({ decoder, aliveA, aliveB }: DensePair): number[] {
  return decoder.cosines.map((row, i) => {
    const nearest = row.map((cosine, j) => ({ cosine, j })).sort((x, y) => y.cosine - x.cosine || x.j - y.j);
    const at = nearest.findIndex(({ j }) => aliveB[j] === 1);
    return aliveA[i] === 1 && at >= 0 && at < CANDIDATES_KEPT ? nearest[at].cosine : Number.NaN;
  });
}

const known = (values: number[]) => values.filter((value) => !Number.isNaN(value));
const count = (flags: number[]) => flags.filter((flag) => flag === 1).length;

test('the side of the living is what the dense matrix says of them', () => {
  const seen = { left: 0, none: 0 };
  fc.assert(
    fc.property(pairArbitrary({ encoder: false }), (dense) => {
      const { a, b } = denseToArrays(dense);
      const { cosines, partner } = dense.decoder;
      const both = [...partner.keys()].filter((i) => dense.aliveA[i] === 1 && dense.aliveB[partner[i]] === 1);
      const [fromA, fromB] = [largestLiving(dense), largestLiving(turnAround(dense))];
      const found = aliveSide({ a: a.decoder, b: b.decoder }, { own: a.alive, other: b.alive });
      const closeTo = (value: number | null) => (value === null ? null : expect.closeTo(value, 12));
      const regrets = known(both.map((i) => fromA[i] - cosines[i][partner[i]]));
      expect(found).toEqual({
        latentsA: count(dense.aliveA),
        latentsB: count(dense.aliveB),
        pairs: both.length,
        meanMatchedCosine: closeTo(mean(both.map((i) => cosines[i][partner[i]]))),
        mmcsAB: closeTo(mean(known(fromA))),
        mmcsBA: closeTo(mean(known(fromB))),
        regret: closeTo(mean(regrets)),
        leftOutA: count(dense.aliveA) - known(fromA).length,
        leftOutB: count(dense.aliveB) - known(fromB).length,
      });
      if (found.leftOutA > 0) seen.left++;
      if (found.pairs === 0) seen.none++;
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(seen.left).toBeGreaterThan(0);
  expect(seen.none).toBeGreaterThan(0);
});

test('published partners without cosines, and without candidates, give counts alone', () => {
  const end: MatchedEnd = {
    partner: Int32Array.of(1, 0),
    cosine: new Float64Array(2).fill(Number.NaN),
    candidates: new Int32Array(0),
    candidateCosines: new Float64Array(0),
    candidatesPerLatent: 0,
  };
  const living = { own: Uint8Array.of(1, 1), other: Uint8Array.of(1, 0) };
  const partners = aliveSide({ a: end, b: end }, living);
  const unknown = { mmcsAB: null, mmcsBA: null, regret: null };
  expect(partners).toMatchObject({ ...unknown, pairs: 1, meanMatchedCosine: null });
  const withCosines = { ...end, cosine: Float64Array.of(0.25, 0.5) };
  expect(aliveSide({ a: withCosines, b: withCosines }, living)).toMatchObject({ ...unknown, meanMatchedCosine: 0.5 });
});
