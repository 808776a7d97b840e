/**
 * A run group as arrays: what every figure over several seeds is a function of.
 *
 * In: the pairs of S dictionaries, each reduced under one definition. Out: for every ordered pair of dictionaries the scores, partners and
 * cosines of the first one's latents. Threshold and strictness are applied last, so that one reduction serves them all.
 */
import { byNeighbours, type Criterion } from '../statistics/criterion.ts';
import { type MatchingEnd, type PairArrays, viewFrom } from '../statistics/pair-arrays.ts';
import { scoreMatched } from './matched-scores.ts';
import { assertKnown, buildSharingRule, sharingScores } from '../statistics/sharing-score.ts';
import { summariseMatching } from '../statistics/statistics.ts';

/** One dictionary of a pair, under one definition. Arrays may be those of the pair; they are never written to. */
export interface EndScores {
  readonly n: number;
  /** The sharing score s_i: shared at t means s_i >= t, or > t if strict. [n] */
  readonly scores: Float64Array;
  /** The partner that the definition names, accepted or not: by decoder rows, except under ENCODER; -1 for none. [n] */
  readonly partner: Int32Array;
  /** Cosine with that partner, of the rows it was named by; NaN where it is not known. [n] */
  readonly cosine: Float64Array;
  /** Partner in the optimal decoder matching, -1 for none. [n] */
  readonly decoder: Int32Array;
  /** As `decoder`; null if either dictionary has no encoder. [n] */
  readonly encoder: Int32Array | null;
  /** As in `Summary`. */
  readonly agreement: number | null;
  readonly meanDecoderCosine: number | null;
  readonly meanEncoderCosine: number | null;
}

/** A pair under one definition. */
export type PairScores = Readonly<Record<MatchingEnd, EndScores>>;

/** Which reduction of a pair. */
export type ScoreRule = Pick<Criterion, 'definition' | 'aliveOnly'>;

/** Both ends of `pair` under a definition. O(n). Throws `BAD_INPUT` (no encoders), `COSINES_UNKNOWN`. */
export function buildPairScores(pair: PairArrays, rule: ScoreRule): PairScores {
  return { A: buildEndScores(pair, { end: 'A', ...rule }), B: buildEndScores(pair, { end: 'B', ...rule }) };
}

function buildEndScores(pair: PairArrays, view: ScoreRule & { end: MatchingEnd }): EndScores {
  const { own, other } = viewFrom(pair, view.end);
  const { definition, aliveOnly } = view;
  const encoder = other.encoder && own.encoder;
  assertKnown(pair, view);
  const alive = aliveOnly ? { own: own.alive, other: other.alive } : null;
  const scores =
    encoder === null || definition === 'MAX_COSINE' || definition === 'MUTUAL_NN'
      ? { scores: sharingScores(pair, view), ...summariseMatching(pair, view) }
      : scoreMatched({ decoder: own.decoder, encoder }, { definition, alive });
  return {
    n: own.n,
    ...scores,
    ...namedPartners(pair, view),
    decoder: own.decoder.partner,
    encoder: encoder && encoder.partner,
  };
}

function namedPartners(pair: PairArrays, view: ScoreRule & { end: MatchingEnd }) {
  const { own } = viewFrom(pair, view.end);
  if (!byNeighbours(view.definition)) {
    const side = view.definition === 'ENCODER' && own.encoder !== null ? own.encoder : own.decoder;
    return { partner: side.partner, cosine: side.cosine };
  }
  const rule = buildSharingRule(pair, view);
  const partner = new Int32Array(own.n);
  const cosine = new Float64Array(own.n);
  for (let i = 0; i < own.n; i++) {
    partner[i] = rule.partner(i);
    cosine[i] = rule.partnerCosine(i);
  }
  return { partner, cosine };
}

/** A pair of the group: positions of the dictionaries at its ends. */
export interface SeedPair {
  readonly a: number;
  readonly b: number;
  readonly scores: PairScores;
}

/** S dictionaries with every pair of them. */
export interface SeedGroup {
  readonly criterion: Criterion;
  /** 1 where a latent is counted: all, or the alive ones. [S][n] */
  readonly counted: readonly Uint8Array[];
  /** Latents counted. [S] */
  readonly latents: readonly number[];
  /** ends[i][j]: dictionary i in its pair with j; null on the diagonal. [S][S] */
  readonly ends: readonly (readonly (EndScores | null)[])[];
}

/** The group of these dictionaries, by position. Throws `RangeError` unless every pair is there exactly once and sizes fit. */
export function buildSeedGroup(parts: {
  criterion: Criterion;
  /** Who is alive. [S][n] */
  alive: readonly Uint8Array[];
  pairs: readonly SeedPair[];
}): SeedGroup {
  const { criterion, alive, pairs } = parts;
  const size = alive.length;
  const ends: (EndScores | null)[][] = alive.map(() => new Array<EndScores | null>(size).fill(null));
  for (const { a, b, scores } of pairs) {
    if (a === b || ends[a][b] !== null) throw new RangeError(`expected the pair ${a}, ${b} once`);
    if (scores.A.n !== alive[a].length || scores.B.n !== alive[b].length) {
      throw new RangeError(`expected ${alive[a].length} and ${alive[b].length} latents in the pair ${a}, ${b}`);
    }
    ends[a][b] = scores.A;
    ends[b][a] = scores.B;
  }
  if (pairs.length !== (size * (size - 1)) / 2) {
    throw new RangeError(`expected every pair of ${size} dictionaries, got ${pairs.length}`);
  }
  const counted = alive.map((flags) => countedLatents(flags, criterion));
  return { criterion, counted, latents: counted.map(sumFlags), ends };
}

/** One dictionary against others. */
export interface BaseView {
  readonly criterion: Criterion;
  readonly counted: Uint8Array; // [n]
  /** The base in its pair with each other dictionary. [S - 1] */
  readonly others: readonly EndScores[];
}

/** The group as seen from one of its dictionaries. */
export function viewBase(group: SeedGroup, base: number): BaseView {
  const others = group.ends[base].filter((end) => end !== null);
  return { criterion: group.criterion, counted: group.counted[base], others };
}

/** `alive`, or all latents unless the criterion counts the alive ones only. */
export function countedLatents(alive: Uint8Array, { aliveOnly }: Criterion): Uint8Array {
  return aliveOnly ? alive : new Uint8Array(alive.length).fill(1);
}

/** Whether a sharing score passes. */
export function passes(score: number, { threshold, strict }: Criterion): boolean {
  return strict ? score > threshold : score >= threshold;
}

/** Ones in a mask. */
export function sumFlags(flags: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < flags.length; i++) total += flags[i];
  return total;
}
