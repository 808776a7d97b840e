/**
 * Which latents are shared under a criterion, and with whom.
 *
 * In: a pair, an end and a criterion. Out: new arrays, filled in one pass.
 */
import type { Criterion } from './criterion.ts';
import type { MatchingEnd, PairArrays } from './pair-arrays.ts';
import { buildSharingRule, sharingScores } from './sharing-score.ts';

/** Whose latents, under what. */
export interface Asked {
  readonly end: MatchingEnd;
  readonly criterion: Criterion;
}

/** 1 where the latent is shared, 0 where it is not or, alive only, not counted. [n] Throws `BAD_INPUT` (no encoders). */
export function sharedMask(pair: PairArrays, { end, criterion }: Asked): Uint8Array {
  const scores = sharingScores(pair, { end, ...criterion });
  const { threshold, strict } = criterion;
  const mask = new Uint8Array(scores.length);
  for (let i = 0; i < mask.length; i++) mask[i] = (strict ? scores[i] > threshold : scores[i] >= threshold) ? 1 : 0;
  return mask;
}

/**
 * The partner of every shared latent, -1 for the others. [n]
 * By decoder rows, except under ENCODER; for MAX_COSINE and MUTUAL_NN the nearest decoder row. Throws `BAD_INPUT` (no encoders).
 */
export function acceptedPartners(pair: PairArrays, asked: Asked): Int32Array {
  const mask = sharedMask(pair, asked);
  const { partner } = buildSharingRule(pair, { end: asked.end, ...asked.criterion });
  return Int32Array.from(mask, (shared, i) => (shared === 1 ? partner(i) : -1));
}

/** The partner of one latent, -1 if it is not shared. As {@link acceptedPartners}, for one index. */
export function acceptedPartner(pair: PairArrays, { end, criterion, index }: Asked & { index: number }): number {
  const { score, partner } = buildSharingRule(pair, { end, ...criterion });
  const s = score(index);
  return (criterion.strict ? s > criterion.threshold : s >= criterion.threshold) ? partner(index) : -1;
}
