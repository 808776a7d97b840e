/**
 * Several seeds: how well a latent's partners fit on average.
 *
 * In: the pairs of one base dictionary with others. Out: one number per latent, a key to order by.
 */
import { assertCosines } from './known-cosines.ts';
import { type BasePair, viewFrom } from './pair-arrays.ts';

/** Mean decoder cosine of latent i with its matched partners; NaN where it has none in any pair. [n], new. O(n x pairs). Throws `COSINES_UNKNOWN`. */
export function meanPartnerCosines(base: { n: number; pairs: readonly BasePair[] }): Float64Array {
  const sums = new Float64Array(base.n);
  const counts = new Uint32Array(base.n);
  for (const { pair, end } of base.pairs) {
    const { decoder } = viewFrom(pair, end).own;
    if (decoder.partner.length !== base.n)
      throw new RangeError(`expected ${base.n} latents, got ${decoder.partner.length}`);
    assertCosines(decoder, 'which latents fit best');
    for (let i = 0; i < base.n; i++) {
      if (decoder.partner[i] < 0) continue;
      sums[i] += decoder.cosine[i];
      counts[i]++;
    }
  }
  return sums.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : Number.NaN));
}
