import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  buildPairRanks,
  findLeastRank,
  rankScores,
  sharedAlive,
  sharedByRanks,
} from '../../../src/compute/group/score-ranks.ts';
import { byNeighbours, type Criterion, sharedDefinitions } from '../../../src/compute/statistics/criterion.ts';
import { buildPairArrays, type PairArrays, viewFrom } from '../../../src/compute/statistics/pair-arrays.ts';
import { sharedMask } from '../../../src/compute/statistics/shared-mask.ts';
import { summariseMatching } from '../../../src/compute/statistics/statistics.ts';
import type { MatchedEnd } from '../../../src/compute/side-matching.ts';
import { denseToArrays } from '../statistics/naive-pair.ts';
import { pairArbitrary } from '../statistics/pair-arbitrary.ts';

const ends = ['A', 'B'] as const;

/** The next double towards infinity (by = 1) or zero (by = -1), of a positive one. */
function neighbour(value: number, by: 1 | -1): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] += BigInt(by);
  return new Float64Array(bits.buffer)[0];
}

test('ranks decide every threshold of the grid, strict or not, as the scores do', () => {
  // all of three decimals, some of four
  const steps = Array.from({ length: 10_001 }, (_, k) => k).filter((k) => k % 10 === 0 || k % 37 === 0);
  const grid = steps.map((k) => k / 10_000);
  const near = grid.slice(1).flatMap((t) => [t, neighbour(t, 1), neighbour(t, -1)]);
  const odd = [Infinity, -Infinity, Number.NaN, -0, 0, Number.MIN_VALUE, -Number.MIN_VALUE, -1, -0.7, 1.5, 2 / 3];
  const scores = Float64Array.from([...near, ...odd]);
  const ranks = rankScores(scores);
  for (const threshold of grid) {
    for (const strict of [false, true]) {
      const least = findLeastRank({ definition: 'DECODER', threshold, strict }) ?? Number.NaN;
      const { shared } = sharedByRanks({ ranks }, least);
      const wrong = scores.findIndex((s, i) => (strict ? s > threshold : s >= threshold) !== (shared[i] === 1));
      expect({ threshold, strict, wrong }).toEqual({ threshold, strict, wrong: -1 });
    }
  }
});

test('the thresholds that people type are on the grid, others are not', () => {
  for (const threshold of [0, 0.001, 0.05, 0.29, 0.3, 0.57, 0.58, 0.7, 0.123, 0.7071, 0.999, 1]) {
    expect(findLeastRank({ definition: 'BOTH', threshold, strict: false })).toBe(
      2 * Math.round(threshold * 10_000) + 1,
    );
  }
  for (const threshold of [0.00005, 1 / 3, 0.70711, neighbour(0.7, 1), neighbour(0.7, -1)]) {
    expect(findLeastRank({ definition: 'BOTH', threshold, strict: true })).toBeNull();
    expect(findLeastRank({ definition: 'AGREE', threshold, strict: true })).not.toBeNull();
  }
});

test('what is stored of a pair says what its arrays say: every definition, alive or not, of any sizes, without encoders', () => {
  const rule = fc.record({
    threshold: fc.integer({ min: 0, max: 40 }).map((step) => step / 40),
    strict: fc.boolean(),
    aliveOnly: fc.boolean(),
  });
  const pairs = fc.oneof(pairArbitrary({ encoder: true }), pairArbitrary({ encoder: false }));
  fc.assert(
    fc.property(pairs, rule, fc.constantFrom(...ends), (dense, asked, end) => {
      const pair = denseToArrays(dense);
      const all = buildPairRanks(pair);
      expect(all.map(({ definition }) => definition)).toEqual(
        sharedDefinitions.filter((name) => dense.encoder !== null || name === 'DECODER' || name === 'MUTUAL_NN'),
      );
      for (const { definition, ranks } of all) {
        const criterion: Criterion = { definition, ...asked };
        const least = findLeastRank(criterion);
        if (least === null) throw new TypeError('expected a threshold of the grid');
        const shared = sharedByRanks(ranks[end], least);
        expect(shared.shared).toEqual(sharedMask(pair, { end, criterion: { ...criterion, aliveOnly: false } }));
        const { agreement, meanDecoderCosine, meanEncoderCosine } = ranks[end];
        expect({ agreement, meanDecoderCosine, meanEncoderCosine }).toEqual(
          summariseMatching(pair, { end, aliveOnly: false }),
        );
        if (!asked.aliveOnly || byNeighbours(definition)) continue;
        const { own, other } = viewFrom(pair, end);
        const partners = { decoder: own.decoder.partner, encoder: own.encoder && own.encoder.partner };
        const alive = { own: own.alive, other: other.alive };
        expect(sharedAlive(shared, { definition, partners, alive }).shared).toEqual(
          sharedMask(pair, { end, criterion }),
        );
      }
    }),
    { numRuns: 400, seed: 31 },
  );
});

test('of a published pair only what it holds is stored: agreement without cosines, no nearest neighbours', () => {
  const [dense] = fc.sample(pairArbitrary({ encoder: true }), { numRuns: 1, seed: 5 });
  const whole = denseToArrays(dense);
  const publish = (cosines: boolean): PairArrays => {
    const side = (end: MatchedEnd): MatchedEnd => ({
      partner: end.partner,
      cosine: cosines ? end.cosine : end.cosine.map((c, i) => (end.partner[i] < 0 ? c : Number.NaN)),
      candidates: new Int32Array(0),
      candidateCosines: new Float64Array(0),
      candidatesPerLatent: 0,
    });
    if (whole.a.encoder === null || whole.b.encoder === null) throw new TypeError('expected encoders');
    return buildPairArrays({
      measure: 'COSINE',
      decoder: { a: side(whole.a.decoder), b: side(whole.b.decoder) },
      encoder: { a: side(whole.a.encoder), b: side(whole.b.encoder) },
      aliveA: whole.a.alive,
      aliveB: whole.b.alive,
    });
  };
  const names = (pair: PairArrays) => buildPairRanks(pair).map(({ definition }) => definition);
  expect(names(publish(true))).toEqual(['BOTH_AGREE', 'BOTH', 'DECODER', 'ENCODER', 'AGREE']);
  expect(names(publish(false))).toEqual(['AGREE']);
});
