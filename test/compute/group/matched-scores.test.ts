import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderFamilies } from '../../../src/compute/group/order-families.ts';
import { buildPairScores } from '../../../src/compute/group/seed-group.ts';
import { viewFrom } from '../../../src/compute/statistics/pair-arrays.ts';
import { buildSharingRule, sharingScores } from '../../../src/compute/statistics/sharing-score.ts';
import { summarise } from '../../../src/compute/statistics/statistics.ts';
import { denseToArrays } from '../statistics/naive-pair.ts';
import { criterionArbitrary, pairArbitrary } from '../statistics/pair-arbitrary.ts';

test('scores of whole ends are those of the rule, latent by latent, and their means those of a summary', () => {
  const end = fc.constantFrom('A' as const, 'B' as const);
  fc.assert(
    fc.property(pairArbitrary({ encoder: true }), criterionArbitrary, end, (dense, criterion, of) => {
      const pair = denseToArrays(dense);
      const view = { end: of, ...criterion };
      const rule = buildSharingRule(pair, view);
      const expected = Array.from({ length: viewFrom(pair, of).own.n }, (_, i) => rule.score(i));
      expect([...sharingScores(pair, view)]).toEqual(expected);
      const reduced = buildPairScores(pair, criterion)[of];
      expect([...reduced.scores]).toEqual(expected);
      expect([...reduced.partner]).toEqual(expected.map((_, i) => rule.partner(i)));
      const { agreement, meanDecoderCosine, meanEncoderCosine } = summarise(pair, { end: of, criterion });
      expect(reduced).toMatchObject({ agreement, meanDecoderCosine, meanEncoderCosine });
    }),
    { numRuns: 500, seed: 4 },
  );
});

test('families are ordered as a comparison would order them', () => {
  const number = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-0.5, 0, -0, 0.5, 1));
  fc.assert(
    fc.property(fc.array(fc.tuple(number, fc.integer({ min: 1, max: 4 })), { maxLength: 30 }), (families) => {
      const means = Float64Array.from(families, ([mean]) => mean);
      const spans = Uint32Array.from(families, ([, span]) => span);
      const expected = [...families.keys()].sort((x, y) => spans[y] - spans[x] || means[y] - means[x] || x - y);
      expect([...orderFamilies({ means, spans })]).toEqual(expected);
    }),
    { numRuns: 200, seed: 5 },
  );
});
