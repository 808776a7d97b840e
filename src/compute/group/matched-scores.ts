/**
 * One end of a pair under a definition by matched partners, in one pass over its arrays: a group of nine has 72 ends.
 *
 * In: an end and its rule. Out: what `sharingScores` and `summariseMatching` say, together.
 */
import type { MatchedEnd } from '../side-matching.ts';
import { knowsCosines } from '../statistics/known-cosines.ts';
import type { SharedDefinition } from '../statistics/criterion.ts';

/** The definitions that look at nothing but matched partners. */
export type MatchedDefinition = Exclude<SharedDefinition, 'MAX_COSINE' | 'MUTUAL_NN'>;

export interface MatchedScores {
  /** The sharing score s_i. [n] */
  readonly scores: Float64Array;
  /** Mean over latents counted of [pi_d(i) = pi_e(i)]; null without encoders. */
  readonly agreement: number | null;
  /** Null where others published pairs without cosines; those count under AGREE alone. */
  readonly meanDecoderCosine: number | null;
  readonly meanEncoderCosine: number | null;
}

/** Scores and means of one end with encoders. `alive`: who is, here and there, where only they count. O(n). */
export function scoreMatched(
  { decoder, encoder }: { decoder: MatchedEnd; encoder: MatchedEnd },
  { definition, alive }: { definition: MatchedDefinition; alive: { own: Uint8Array; other: Uint8Array } | null },
): MatchedScores {
  const n = decoder.partner.length;
  const scores = new Float64Array(n);
  const [dPartner, dCosine, ePartner, eCosine] = [decoder.partner, decoder.cosine, encoder.partner, encoder.cosine];
  const mustAgree = definition === 'BOTH_AGREE' || definition === 'AGREE';
  const [byDecoder, byEncoder] = [definition !== 'ENCODER', definition !== 'DECODER'];
  let [latents, agreeing] = [0, 0];
  let [dCount, dSum, eCount, eSum] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const j = dPartner[i];
    const k = ePartner[i];
    const counts = alive === null || alive.own[i] === 1;
    const hasDecoder = counts && j >= 0 && (alive === null || alive.other[j] === 1);
    const hasEncoder = counts && k >= 0 && (alive === null || alive.other[k] === 1);
    if (counts) latents++;
    if (hasDecoder) {
      dCount++;
      dSum += dCosine[i];
      if (j === k) agreeing++;
    }
    if (hasEncoder) {
      eCount++;
      eSum += eCosine[i];
    }
    let score = Infinity;
    if (byDecoder) score = hasDecoder ? dCosine[i] : -Infinity;
    if (byEncoder) score = hasEncoder ? Math.min(score, eCosine[i]) : -Infinity;
    if (mustAgree && j !== k) score = -Infinity;
    // of a published matching the cosines may not be known, and AGREE needs none
    scores[i] = definition === 'AGREE' && score !== -Infinity ? Infinity : score;
  }
  return {
    scores,
    agreement: ratio(agreeing, latents),
    meanDecoderCosine: knowsCosines(decoder) ? ratio(dSum, dCount) : null,
    meanEncoderCosine: knowsCosines(encoder) ? ratio(eSum, eCount) : null,
  };
}

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
