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
import { assertCandidates, assertCosines } from './known-cosines.ts';
import { byNeighbours, needsEncoder, type SharedDefinition } from './criterion.ts';
import { type MatchingEnd, type PairArrays, type PairEnd, viewFrom } from './pair-arrays.ts';
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

/** The rule of `view` over `pair`. Throws `BAD_INPUT` if the definition needs encoders and the pair has none, `COSINES_UNKNOWN`. */
export function buildSharingRule(pair: PairArrays, view: SharingView): SharingRule {
  const { own, other } = viewFrom(pair, view.end);
  const { definition, aliveOnly } = view;
  const d = own.decoder;
  // where there are no encoders the definitions that remain never look at e
  const e = own.encoder ?? own.decoder;
  checkEncoders(pair, definition);
  assertKnown(pair, view);

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

/** Throws `COSINES_UNKNOWN` where a definition looks at what others did not publish. */
export function assertKnown(pair: PairArrays, { end, definition }: Pick<SharingView, 'end' | 'definition'>): void {
  const { own, other } = viewFrom(pair, end);
  const number = `what is shared by "${definition}"`;
  const [d, e] = [own.decoder, own.encoder];
  if (byNeighbours(definition)) {
    assertCandidates(d, number);
    if (definition === 'MUTUAL_NN') assertCandidates(other.decoder, number);
    else if (e) assertCandidates(e, number);
  } else if (definition !== 'AGREE') {
    if (definition !== 'ENCODER') assertCosines(d, number);
    if (definition !== 'DECODER' && e) assertCosines(e, number);
  }
}

/**
 * s_i of every latent of the end, as the rule of {@link buildSharingRule} says, side by side and not latent by latent: a group has millions.
 * [n], new. Throws `BAD_INPUT` (no encoders), `COSINES_UNKNOWN`.
 */
export function sharingScores(pair: PairArrays, view: SharingView): Float64Array {
  const { own, other } = viewFrom(pair, view.end);
  const { definition, aliveOnly } = view;
  checkEncoders(pair, definition);
  assertKnown(pair, view);
  const alive = aliveOnly ? { own: own.alive, other: other.alive } : null;
  if (definition === 'MAX_COSINE') {
    const scores = nearestScores(own.decoder, alive);
    return own.encoder === null ? scores : takeLess(scores, nearestScores(own.encoder, alive));
  }
  if (definition === 'MUTUAL_NN') return mutualScores({ own, other, alive });
  if (definition === 'ENCODER' && own.encoder !== null) return matchedScores(own.encoder, alive);
  const scores = matchedScores(own.decoder, alive);
  if (definition === 'DECODER' || own.encoder === null) return scores;
  if (definition !== 'AGREE') takeLess(scores, matchedScores(own.encoder, alive));
  if (definition !== 'BOTH') keepAgreeing(scores, own);
  // the cosines may not be known, and AGREE needs none
  if (definition === 'AGREE') for (let i = 0; i < scores.length; i++) if (scores[i] !== -Infinity) scores[i] = Infinity;
  return scores;
}

interface Living {
  own: Uint8Array;
  other: Uint8Array;
}

/** Cosine with the partner; -Infinity where there is none, or where one of the two is dead and that counts. */
function matchedScores({ partner, cosine }: MatchedEnd, alive: Living | null): Float64Array {
  const scores = Float64Array.from(cosine);
  for (let i = 0; i < scores.length; i++) {
    const j = partner[i];
    if (j < 0 || (alive !== null && (alive.own[i] !== 1 || alive.other[j] !== 1))) scores[i] = -Infinity;
  }
  return scores;
}

/** Cosine with the nearest (living, if that counts); -Infinity where there is none. */
function nearestScores(side: MatchedEnd, alive: Living | null): Float64Array {
  const scores = new Float64Array(side.partner.length);
  for (let i = 0; i < scores.length; i++) {
    const slot = alive === null || alive.own[i] === 1 ? findSlot(side, i, alive && alive.other) : -1;
    scores[i] = slot < 0 ? -Infinity : side.candidateCosines[slot];
  }
  return scores;
}

/** As `nearestScores` of decoders, where the nearest one's nearest is the latent itself. */
function mutualScores({ own, other, alive }: { own: PairEnd; other: PairEnd; alive: Living | null }): Float64Array {
  const scores = nearestScores(own.decoder, alive);
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] === -Infinity) continue;
    const j = own.decoder.candidates[findSlot(own.decoder, i, alive && alive.other)];
    const back = j < 0 ? -1 : findSlot(other.decoder, j, alive && alive.own);
    if (back < 0 || other.decoder.candidates[back] !== i) scores[i] = -Infinity;
  }
  return scores;
}

/** The smaller of two scores, into the first. */
function takeLess(scores: Float64Array, others: Float64Array): Float64Array {
  for (let i = 0; i < scores.length; i++) if (!(scores[i] <= others[i])) scores[i] = others[i];
  return scores;
}

/** -Infinity where decoder and encoder partner differ. */
function keepAgreeing(scores: Float64Array, { decoder, encoder }: PairEnd): void {
  if (encoder === null) return;
  for (let i = 0; i < scores.length; i++) if (decoder.partner[i] !== encoder.partner[i]) scores[i] = -Infinity;
}

function checkEncoders({ a, b }: PairArrays, definition: SharedDefinition): void {
  if (!needsEncoder(definition) || (a.encoder !== null && b.encoder !== null)) return;
  throw new ReseedError('BAD_INPUT', `Cannot count by "${definition}": a dictionary of this pair has no encoder`, {
    hint: 'Ask for DECODER or MUTUAL_NN, which look at decoder rows only.',
  });
}

/** Position in the candidate arrays of the nearest latent there that is `alive` (any, if null), or -1. */
export function findSlot(side: MatchedEnd, index: number, alive: Uint8Array | null): number {
  const count = side.candidatesPerLatent;
  for (let slot = index * count; slot < (index + 1) * count; slot++) {
    if (alive === null || alive[side.candidates[slot]] === 1) return slot;
  }
  return -1;
}
