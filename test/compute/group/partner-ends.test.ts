import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedDefinitions } from '../../../src/compute/statistics/criterion.ts';
import { buildPartnerEnds } from '../../../src/compute/group/partner-ends.ts';
import { buildPairScores } from '../../../src/compute/group/seed-group.ts';
import { denseToArrays } from '../statistics/naive-pair.ts';
import { pairArbitrary } from '../statistics/pair-arbitrary.ts';

test('for definitions by partners, one end without candidates gives the same scores at both ends', () => {
  const definitions = sharedDefinitions.filter((name) => name !== 'MAX_COSINE' && name !== 'MUTUAL_NN');
  fc.assert(
    fc.property(
      pairArbitrary({ encoder: true }),
      fc.constantFrom(...definitions),
      fc.boolean(),
      (dense, definition, aliveOnly) => {
        const pair = denseToArrays(dense);
        if (pair.a.encoder === null) throw new TypeError('expected encoders');
        const [decoder, encoder] = [pair.a.decoder, pair.a.encoder].map((end) => buildPartnerEnds(end, pair.b.n));
        const lean = {
          ...pair,
          a: { ...pair.a, decoder: decoder.a, encoder: encoder.a },
          b: { ...pair.b, decoder: decoder.b, encoder: encoder.b },
        };
        const rule = { definition, aliveOnly };
        const [expected, found] = [buildPairScores(pair, rule), buildPairScores(lean, rule)];
        // means over B are summed in another order
        for (const end of ['A', 'B'] as const) {
          const { meanDecoderCosine, meanEncoderCosine, ...exact } = expected[end];
          expect(found[end]).toMatchObject(exact);
          expect(found[end].meanDecoderCosine).toBeCloseTo(meanDecoderCosine ?? Number.NaN, 12);
          expect(found[end].meanEncoderCosine).toBeCloseTo(meanEncoderCosine ?? Number.NaN, 12);
        }
      },
    ),
    { numRuns: 300, seed: 12 },
  );
});
