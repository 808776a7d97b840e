/**
 * The numbers of one matching: summary under a criterion, threshold sweep, cosine histogram and the constants of a side.
 *
 * In: arrays of a pair or of a side. Out: exactly the numbers that schema.graphql names. Definitions 1-6 and 12 of the paper's list
 * (arXiv 2501.16615; MMCS and PW-MCC after arXiv 2505.20254).
 *
 * Denominators: fractions (shared, agreement) are over the latents counted, so a latent without a partner lowers them; mean cosines are
 * over the matched pairs counted, so they are the same from both ends. Every mean of nothing is 0.
 */
import type { Criterion, SharedDefinition } from './criterion.ts';
import { type MatchingEnd, type PairArrays, type PairEnd, viewFrom } from './pair-arrays.ts';
import { assertCosines, knowsCosines } from './known-cosines.ts';
import { sharedMask } from './shared-mask.ts';
import { sharingScores } from './sharing-score.ts';
import type { MatchedEnd, Measure, SideMatching } from '../side-matching.ts';

/** Counts and means of one end under one criterion; see `MatchingSummary` in schema.graphql. */
export interface Summary {
  readonly criterion: Criterion;
  readonly of: MatchingEnd;
  readonly shared: number;
  /** latents - shared. */
  readonly orphans: number;
  /** Latents counted: all of this end, or the alive ones. */
  readonly latents: number;
  /** Dead latents of this end, whether counted or not. */
  readonly dead: number;
  /** shared / latents. */
  readonly sharedFraction: number;
  /** The shared fraction under AGREE with the same `aliveOnly`; null without encoders. */
  readonly agreement: number | null;
  /** Mean over matched pairs (alive only: of which both are alive); null where others published them without cosines. */
  readonly meanDecoderCosine: number | null;
  /** As for decoders; null without encoders. */
  readonly meanEncoderCosine: number | null;
}

/** Counts and means under `criterion`, seen from `end`. O(n). Throws `BAD_INPUT` if the definition needs encoders and there are none. */
export function summarise(pair: PairArrays, asked: { end: MatchingEnd; criterion: Criterion }): Summary {
  const { end, criterion } = asked;
  const { aliveOnly } = criterion;
  const { own } = viewFrom(pair, end);
  const dead = own.n - sum(own.alive);
  const latents = aliveOnly ? own.n - dead : own.n;
  const shared = sum(sharedMask(pair, asked));
  return {
    criterion,
    of: end,
    shared,
    orphans: latents - shared,
    latents,
    dead,
    sharedFraction: ratio(shared, latents),
    ...summariseMatching(pair, { end, aliveOnly }),
  };
}

/** The part of a summary that no definition and no threshold decides. O(n). */
export function summariseMatching(
  pair: PairArrays,
  { end, aliveOnly }: { end: MatchingEnd; aliveOnly: boolean },
): Pick<Summary, 'agreement' | 'meanDecoderCosine' | 'meanEncoderCosine'> {
  const { own, other } = viewFrom(pair, end);
  const living = aliveOnly ? { own, other } : null;
  const encoder = other.encoder && own.encoder;
  const latents = aliveOnly ? sum(own.alive) : own.n;
  return {
    agreement: encoder && ratio(countAgreeing({ ...own, encoder }, living), latents),
    meanDecoderCosine: meanMatched(own.decoder, living),
    meanEncoderCosine: encoder && meanMatched(encoder, living),
  };
}

/** One point of a sweep; see `SweepPoint` in schema.graphql. */
export interface SweepPoint {
  readonly threshold: number;
  readonly shared: number;
  readonly sharedFraction: number;
}

/** What to sweep. */
export interface SweepQuestion {
  readonly end: MatchingEnd;
  readonly definition: SharedDefinition;
  readonly strict: boolean;
  readonly aliveOnly: boolean;
  /** Whole steps from 0 to 1, at least 1. */
  readonly steps: number;
}

/**
 * Shared latents at the thresholds k / steps, k = 0..steps: each point is what `summarise` says at that threshold. O(n + steps).
 * Throws `BAD_INPUT` (no encoders).
 */
export function thresholdSweep(pair: PairArrays, question: SweepQuestion): SweepPoint[] {
  const { end, strict, aliveOnly, steps } = question;
  if (!Number.isInteger(steps) || steps < 1) throw new RangeError(`expected at least 1 whole step, got ${steps}`);
  const { own } = viewFrom(pair, end);
  const latents = aliveOnly ? sum(own.alive) : own.n;
  const passes = (score: number, k: number) => (strict ? score > k / steps : score >= k / steps);
  // lastPassed[k + 1] counts latents whose highest threshold passed is k / steps; lastPassed[0] those that pass none
  const lastPassed = new Uint32Array(steps + 2);
  for (const score of sharingScores(pair, question)) {
    let k = Math.max(-1, Math.min(steps, Math.floor(score * steps)));
    // the product is rounded: step to where the comparison itself changes
    while (k >= 0 && !passes(score, k)) k--;
    while (k < steps && passes(score, k + 1)) k++;
    lastPassed[k + 1]++;
  }
  const points: SweepPoint[] = new Array(steps + 1);
  for (let k = steps, shared = 0; k >= 0; k--) {
    shared += lastPassed[k + 1];
    points[k] = { threshold: k / steps, shared, sharedFraction: ratio(shared, latents) };
  }
  return points;
}

/** Who is alive at the end looked from, and at the one across: 1 or 0. [n] each */
export interface LivingEnds {
  readonly own: Uint8Array;
  readonly other: Uint8Array;
}

/** Counts per equal bin, lowest first; see `CosineHistogram` in schema.graphql. */
export interface Histogram {
  /** -1, or 0 for absolute cosines. */
  readonly from: number;
  /** 1, inclusive. */
  readonly to: number;
  readonly counts: number[];
}

/**
 * Matched cosines of one side in `bins` bins, each with its lower edge; rounding beyond the range falls into the outermost. With
 * `living`, of the pairs of which both latents are alive. O(n). Throws `COSINES_UNKNOWN`.
 */
export function cosineHistogram(
  side: MatchedEnd,
  { bins, measure, living = null }: { bins: number; measure: Measure; living?: LivingEnds | null },
): Histogram {
  if (!Number.isInteger(bins) || bins < 1) throw new RangeError(`expected at least 1 whole bin, got ${bins}`);
  assertCosines(side, 'how matched cosines are distributed');
  const from = measure === 'ABSOLUTE_COSINE' ? 0 : -1;
  const to = 1;
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < side.partner.length; i++) {
    const j = side.partner[i];
    if (j < 0 || (living && (living.own[i] !== 1 || living.other[j] !== 1))) continue;
    const bin = Math.floor(((side.cosine[i] - from) / (to - from)) * bins);
    counts[Math.max(0, Math.min(bins - 1, bin))]++;
  }
  return { from, to, counts };
}

/** The constants of one solved side; see `SideMatching` in schema.graphql. */
export interface SideStatistics {
  /** Matched pairs: the smaller number of latents. */
  readonly pairs: number;
  /** The maximised sum: the certificate's primal. */
  readonly objective: number;
  /** objective / pairs; the PW-MCC for ABSOLUTE_COSINE. */
  readonly meanMatchedCosine: number;
  /** Mean over A of the largest cosine in B. */
  readonly mmcsAB: number;
  readonly mmcsBA: number;
  /** Mean over matched latents of A of (largest cosine - matched cosine). */
  readonly regret: number;
}

/** Everything about a side that is one number. O(n). */
export function sideStatistics(side: SideMatching): SideStatistics {
  const { a, b, certificate } = side;
  let pairs = 0;
  let regret = 0;
  for (let i = 0; i < a.partner.length; i++) {
    if (a.partner[i] < 0) continue;
    pairs++;
    regret += largest(a, i) - a.cosine[i];
  }
  return {
    pairs,
    objective: certificate.primal,
    meanMatchedCosine: ratio(certificate.primal, pairs),
    mmcsAB: meanLargest(a),
    mmcsBA: meanLargest(b),
    regret: ratio(regret, pairs),
  };
}

/** Latents whose partner is the same on both sides, of those alive at both ends if the ends are given. */
function countAgreeing(
  { decoder, encoder }: { decoder: MatchedEnd; encoder: MatchedEnd },
  livingOf: { own: PairEnd; other: PairEnd } | null,
): number {
  let count = 0;
  for (let i = 0; i < decoder.partner.length; i++) {
    const j = decoder.partner[i];
    if (j < 0 || j !== encoder.partner[i]) continue;
    if (livingOf === null || (livingOf.own.alive[i] === 1 && livingOf.other.alive[j] === 1)) count++;
  }
  return count;
}

/** Mean cosine of matched pairs, of those alive at both ends if the ends are given; null if cosines are not known. */
function meanMatched(side: MatchedEnd, livingOf: { own: PairEnd; other: PairEnd } | null): number | null {
  if (!knowsCosines(side)) return null;
  let total = 0;
  let count = 0;
  for (let i = 0; i < side.partner.length; i++) {
    const j = side.partner[i];
    if (j < 0 || (livingOf && (livingOf.own.alive[i] !== 1 || livingOf.other.alive[j] !== 1))) continue;
    total += side.cosine[i];
    count++;
  }
  return ratio(total, count);
}

function meanLargest(side: MatchedEnd): number {
  let total = 0;
  for (let i = 0; i < side.partner.length; i++) total += largest(side, i);
  return ratio(total, side.partner.length);
}

const largest = (side: MatchedEnd, i: number) =>
  side.candidatesPerLatent > 0 ? side.candidateCosines[i * side.candidatesPerLatent] : 0;

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

function sum(flags: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < flags.length; i++) total += flags[i];
  return total;
}
