/**
 * The orders in which shared pairs and orphans are listed.
 *
 * In: a pair, an end and a criterion. Out: sorted index arrays, new. Every order is total: what is equal is ordered by index, ascending.
 */
import { needsEncoder } from './criterion.ts';
import { type PairEnd, type PairArrays, viewFrom } from './pair-arrays.ts';
import { type Asked, sharedMask } from './shared-mask.ts';
import { buildSharingRule } from './sharing-score.ts';

/**
 * Shared latents with their accepted partners, best cosine of the pair's decoder rows first (ENCODER: encoder rows, by which its
 * partner is named). Partners are those of `acceptedPartners`. O(n + s log s) for s shared. Throws `BAD_INPUT` (no encoders).
 */
export function orderSharedPairs(pair: PairArrays, asked: Asked): { index: Int32Array; partner: Int32Array } {
  const mask = sharedMask(pair, asked);
  const rule = buildSharingRule(pair, { end: asked.end, ...asked.criterion });
  const keys = Float64Array.from(mask, (shared, i) => (shared === 1 ? rule.partnerCosine(i) : 0));
  const index = indexesOf(mask, 1).sort((i, j) => keys[j] - keys[i] || i - j);
  return { index, partner: index.map(rule.partner) };
}

/**
 * Latents counted and not shared, nearest to being shared first:
 * 1. those that a lower threshold would make shared (finite sharing score), by that score, highest first;
 * 2. those that no threshold would (the matchings disagree, no partner, dead partner), by the smaller of their largest decoder and
 *    encoder cosine (decoder alone for definitions that look at nothing else; encoder alone for ENCODER), highest first.
 * Alive only: dead latents are not counted and so not listed. O(n + o log o) for o orphans. Throws `BAD_INPUT` (no encoders).
 */
export function orderOrphans(pair: PairArrays, asked: Asked): Int32Array {
  const { end, criterion } = asked;
  const { own } = viewFrom(pair, end);
  const mask = sharedMask(pair, asked);
  const { score } = buildSharingRule(pair, { end, ...criterion });
  const scores = Float64Array.from(mask, (_, i) => score(i));
  const reach = Float64Array.from(mask, (_, i) => largestCosine(own, i, criterion.definition));
  if (criterion.aliveOnly) for (let i = 0; i < mask.length; i++) mask[i] |= 1 - own.alive[i];
  return indexesOf(mask, 0).sort((i, j) => {
    if (scores[i] !== scores[j]) return scores[j] > scores[i] ? 1 : -1;
    return (scores[i] === -Infinity ? reach[j] - reach[i] : 0) || i - j;
  });
}

/** Largest cosine of a latent with anything there, on the sides that the definition looks at (the smaller of two). */
function largestCosine(own: PairEnd, index: number, definition: Asked['criterion']['definition']): number {
  const largest = (side: PairEnd['decoder']) =>
    side.candidatesPerLatent > 0 ? side.candidateCosines[index * side.candidatesPerLatent] : 0;
  if (own.encoder === null || !needsEncoder(definition)) return largest(own.decoder);
  return definition === 'ENCODER' ? largest(own.encoder) : Math.min(largest(own.decoder), largest(own.encoder));
}

/** Positions of `value`, ascending. */
function indexesOf(mask: Uint8Array, value: number): Int32Array {
  let count = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] === value) count++;
  const indexes = new Int32Array(count);
  for (let i = 0, next = 0; i < mask.length; i++) if (mask[i] === value) indexes[next++] = i;
  return indexes;
}
