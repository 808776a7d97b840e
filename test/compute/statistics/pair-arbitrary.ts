/** Random pairs for property tests: coarse cosines, so that equality with a threshold is common. */
import fc from 'fast-check';
import type { Criterion } from '../../../src/compute/statistics/criterion.ts';
import { sharedDefinitions } from '../../../src/compute/statistics/criterion.ts';
import type { DensePair, DenseSide } from './naive-pair.ts';

/** Multiples of 1/20 in [from, 1], as the decimal literals a person would type. */
const cosine = (from: number) => fc.integer({ min: Math.round(from * 20), max: 20 }).map((step) => step / 20);

export const criterionArbitrary: fc.Arbitrary<Criterion> = fc.record({
  definition: fc.constantFrom(...sharedDefinitions),
  threshold: cosine(0),
  strict: fc.boolean(),
  aliveOnly: fc.boolean(),
});

/** Up to 7 x 7 latents, square or not, any injective matching. `encoder`: always, or never. */
export function pairArbitrary({ encoder }: { encoder: boolean }): fc.Arbitrary<DensePair> {
  const size = fc.integer({ min: 1, max: 7 });
  return fc
    .record({ nA: size, nB: size, measure: fc.constantFrom('COSINE' as const, 'ABSOLUTE_COSINE' as const) })
    .chain(({ nA, nB, measure }) => {
      const flags = (n: number) => fc.array(fc.integer({ min: 0, max: 1 }), { minLength: n, maxLength: n });
      const from = measure === 'COSINE' ? -1 : 0;
      const decoder = sideArbitrary({ nA, nB, from });
      // half of the encoders name the decoder's partners, so that agreement is common
      const agreeing = fc.tuple(decoder, decoder, fc.boolean()).map(([d, e, same]) => ({
        decoder: d,
        encoder: encoder ? (same ? { ...e, partner: d.partner } : e) : null,
      }));
      return fc.record({ sides: agreeing, aliveA: flags(nA), aliveB: flags(nB) }).map(({ sides, aliveA, aliveB }) => ({
        measure,
        ...sides,
        aliveA,
        aliveB,
      }));
    });
}

function sideArbitrary({ nA, nB, from }: { nA: number; nB: number; from: number }): fc.Arbitrary<DenseSide> {
  const row = fc.array(cosine(from), { minLength: nB, maxLength: nB });
  const shuffled = (n: number) => {
    const all = Array.from({ length: n }, (_, i) => i);
    return fc.shuffledSubarray(all, { minLength: n, maxLength: n });
  };
  return fc
    .record({ cosines: fc.array(row, { minLength: nA, maxLength: nA }), as: shuffled(nA), bs: shuffled(nB) })
    .map(({ cosines, as, bs }) => {
      const partner = new Array<number>(nA).fill(-1);
      for (let k = 0; k < Math.min(nA, nB); k++) partner[as[k]] = bs[k];
      return { cosines, partner };
    });
}
