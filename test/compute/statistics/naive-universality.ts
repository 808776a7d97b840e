/**
 * The naive oracle of figures over several seeds: in how many dictionaries a latent is found, and who returns from a round of three.
 *
 * In: the pairs of one base dictionary with others. Out: u_i = 1 + the number of others in which latent i is shared. It is relative to
 * the base dictionary and not a cluster: a shared with b and b with c does not make a shared with c.
 */
import type { Criterion } from '../../../src/compute/statistics/criterion.ts';
import type { BasePair } from '../../../src/compute/statistics/pair-arrays.ts';
import { sharedMask } from '../../../src/compute/statistics/shared-mask.ts';

/** u_i, 1 to 1 + number of pairs. [n], new. O(n x pairs). Throws `BAD_INPUT` (no encoders). */
export function universalityCounts(base: { n: number; pairs: readonly BasePair[] }, criterion: Criterion): Uint16Array {
  const counts = new Uint16Array(base.n).fill(1);
  for (const { pair, end } of base.pairs) {
    const mask = sharedMask(pair, { end, criterion });
    if (mask.length !== base.n) throw new RangeError(`expected ${base.n} latents, got ${mask.length}`);
    for (let i = 0; i < base.n; i++) counts[i] += mask[i];
  }
  return counts;
}

/** How many latents have u = 1, 2, ... `dictionaries`. [dictionaries] */
export function universalityHistogram(counts: Uint16Array, dictionaries: number): number[] {
  const histogram = new Array<number>(dictionaries).fill(0);
  for (const u of counts) histogram[u - 1]++;
  return histogram;
}

/** Mean over latents i of a of [pi_bc(pi_ab(i)) = pi_ac(i)]; a latent left out of a matching on the way is not consistent. */
export function cycleConsistency(partners: { ab: Int32Array; bc: Int32Array; ac: Int32Array }): number {
  const { ab, bc, ac } = partners;
  let consistent = 0;
  for (let i = 0; i < ab.length; i++) if (ab[i] >= 0 && ac[i] >= 0 && bc[ab[i]] === ac[i]) consistent++;
  return ab.length > 0 ? consistent / ab.length : 0;
}
