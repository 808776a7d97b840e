/**
 * The sharing score of a latent: the number that a definition compares with the threshold.
 *
 * In: a pair, an end and a definition. Out: per latent s_i with "shared at t" = (s_i >= t), or (s_i > t) if strict. A latent that no
 * threshold makes shared has -Infinity, one that every threshold does has +Infinity. Masks, sweeps and orders are all read off it, so
 * they cannot disagree.
 *
 * Rectangular pairs: a latent that the bijection leaves out has no partner and is never shared by a definition that needs one.
 * Alive only: a dead latent, or one whose partner is dead, has -Infinity; the bijection is not solved again without the dead. Nearest
 * neighbours (MAX_COSINE, MUTUAL_NN) are taken among the living candidates kept per latent; where all of those are dead there is none.
 */
import { ReseedError } from '../../errors.ts';
import { byNeighbours, needsEncoder, type SharedDefinition } from './criterion.ts';
import { type MatchingEnd, type PairArrays, viewFrom } from './pair-arrays.ts';
import type { MatchedEnd } from '../side-matching.ts';

/** Whose scores, by which definition. */
export interface SharingView {
  readonly end: MatchingEnd;
  readonly definition: SharedDefinition;
  readonly aliveOnly: boolean;
}

/** What a definition says about one latent. */
export interface SharingRule {
  /** s_i. */
  score(index: number): number;
  /** The partner that the definition names for i, accepted or not: by decoder rows, except under ENCODER. -1: none. */
  partner(index: number): number;
  /** The cosine with that partner, of the rows it was named by. 0 where there is none. */
  partnerCosine(index: number): number;
}

/** The rule of `view` over `pair`. Throws `BAD_INPUT` if the definition needs encoders and the pair has none. */
export function buildSharingRule(pair: PairArrays, view: SharingView): SharingRule {
  const { own, other } = viewFrom(pair, view.end);
  const { definition, aliveOnly } = view;
  const d = own.decoder;
  // where there are no encoders the definitions that remain never look at e
  const e = own.encoder ?? own.decoder;
  if (needsEncoder(definition) && (own.encoder === null || other.encoder === null)) {
    throw new ReseedError('BAD_INPUT', `Cannot count by "${definition}": a dictionary of this pair has no encoder`, {
      hint: 'Ask for DECODER or MUTUAL_NN, which look at decoder rows only.',
    });
  }

  const ownCounts = (i: number) => !aliveOnly || own.alive[i] === 1;
  const otherCounts = (j: number) => j >= 0 && (!aliveOnly || other.alive[j] === 1);
  const matchedScore = (side: MatchedEnd, i: number) => (otherCounts(side.partner[i]) ? side.cosine[i] : -Infinity);
  const nearestSlot = (side: MatchedEnd, i: number) => findSlot(side, i, aliveOnly ? other.alive : null);
  const nearestScore = (side: MatchedEnd, i: number) => {
    const slot = nearestSlot(side, i);
    return slot < 0 ? -Infinity : side.candidateCosines[slot];
  };
  const nearest = (i: number) => {
    const slot = nearestSlot(d, i);
    return slot < 0 ? -1 : d.candidates[slot];
  };
  const nearestCosine = (i: number) => {
    const slot = nearestSlot(d, i);
    return slot < 0 ? 0 : d.candidateCosines[slot];
  };
  const isMutual = (i: number, j: number) => {
    const slot = findSlot(other.decoder, j, aliveOnly ? own.alive : null);
    return slot >= 0 && other.decoder.candidates[slot] === i;
  };

  const scores: Record<SharedDefinition, (i: number) => number> = {
    BOTH_AGREE: (i) => (d.partner[i] === e.partner[i] ? Math.min(matchedScore(d, i), matchedScore(e, i)) : -Infinity),
    BOTH: (i) => Math.min(matchedScore(d, i), matchedScore(e, i)),
    DECODER: (i) => matchedScore(d, i),
    ENCODER: (i) => matchedScore(e, i),
    AGREE: (i) => (d.partner[i] === e.partner[i] && otherCounts(d.partner[i]) ? Infinity : -Infinity),
    MAX_COSINE: (i) => Math.min(nearestScore(d, i), nearestScore(e, i)),
    MUTUAL_NN: (i) => {
      const j = nearest(i);
      return j >= 0 && isMutual(i, j) ? nearestScore(d, i) : -Infinity;
    },
  };
  const score = scores[definition];
  const side = definition === 'ENCODER' ? e : d;
  return {
    score: (i) => (ownCounts(i) ? score(i) : -Infinity),
    partner: byNeighbours(definition) ? nearest : (i) => side.partner[i],
    partnerCosine: byNeighbours(definition) ? nearestCosine : (i) => side.cosine[i],
  };
}

/** s_i of every latent of the end. [n], new. */
export function sharingScores(pair: PairArrays, view: SharingView): Float64Array {
  const { score } = buildSharingRule(pair, view);
  const scores = new Float64Array(viewFrom(pair, view.end).own.n);
  for (let i = 0; i < scores.length; i++) scores[i] = score(i);
  return scores;
}

/** Position in the candidate arrays of the nearest latent there that is `alive` (any, if null), or -1. */
export function findSlot(side: MatchedEnd, index: number, alive: Uint8Array | null): number {
  const count = side.candidatesPerLatent;
  for (let slot = index * count; slot < (index + 1) * count; slot++) {
    if (alive === null || alive[side.candidates[slot]] === 1) return slot;
  }
  return -1;
}
