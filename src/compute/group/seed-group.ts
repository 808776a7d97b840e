/**
 * A run group as arrays: what every figure over several seeds is a function of.
 *
 * In: the pairs of S dictionaries, each under one criterion. Out: for every ordered pair of dictionaries who of the first one's latents is
 * shared and, for figures that follow matches from seed to seed, with whom and how near. Scores come first: threshold and strictness are
 * applied last, so that one reduction of a pair serves them all.
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
export type ScoreRule = Pick<Criterion, 'definition' | 'aliveOnly' | 'minFiringFrequency'>;

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

/** Who of one dictionary is shared with another. */
export interface SharedEnd {
  readonly n: number;
  /** 1 where a latent is shared; 0 where it is not, or not counted. [n] */
  readonly shared: Uint8Array;
}

/** And with whom, if it is. */
export interface NamedEnd extends SharedEnd {
  /** As in {@link EndScores}. [n] */
  readonly partner: Int32Array;
}

/** And how near. */
export interface TiedEnd extends NamedEnd {
  /** As in {@link EndScores}. [n] */
  readonly cosine: Float64Array;
}

/** Both ends of a pair. */
export type BothEnds<End> = Readonly<Record<MatchingEnd, End>>;

/** Threshold and strictness applied to both ends. */
export function acceptScores(scores: PairScores, criterion: Criterion): BothEnds<EndScores & TiedEnd> {
  const accept = (end: EndScores) => {
    const shared = new Uint8Array(end.n);
    for (let i = 0; i < end.n; i++) shared[i] = passes(end.scores[i], criterion) ? 1 : 0;
    return { ...end, shared };
  };
  return { A: accept(scores.A), B: accept(scores.B) };
}

/** A pair of the group: positions of the dictionaries at its ends. */
export interface SeedPair<End> {
  readonly a: number;
  readonly b: number;
  readonly ends: BothEnds<End>;
}

/** S dictionaries with every pair of them. */
export interface SeedGroup<End extends SharedEnd = TiedEnd> {
  /** 1 where a latent is counted: all, or the alive ones. [S][n] */
  readonly counted: readonly Uint8Array[];
  /** Latents counted. [S] */
  readonly latents: readonly number[];
  /** Whether named partners name each other, as those of a bijection do. */
  readonly isBijective: boolean;
  /** ends[i][j]: dictionary i in its pair with j; null on the diagonal. [S][S] */
  readonly ends: readonly (readonly (End | null)[])[];
}

/** The group of these dictionaries, by position. Throws `RangeError` unless every pair is there exactly once and sizes fit. */
export function buildSeedGroup<End extends SharedEnd>(parts: {
  criterion: ScoreRule;
  /** Who is alive. [S][n] */
  alive: readonly Uint8Array[];
  pairs: readonly SeedPair<End>[];
}): SeedGroup<End> {
  const { criterion, alive, pairs } = parts;
  for (const { a, b, ends } of pairs) {
    if (ends.A.n !== alive[a].length || ends.B.n !== alive[b].length) {
      throw new RangeError(`expected ${alive[a].length} and ${alive[b].length} latents in the pair ${a}, ${b}`);
    }
  }
  const counted = alive.map((flags) => countedLatents(flags, criterion));
  const isBijective = !byNeighbours(criterion.definition);
  return { counted, latents: counted.map(sumFlags), isBijective, ends: placeEnds(alive.length, pairs) };
}

/** The ends of every ordered pair of `size` dictionaries, null on the diagonal. Throws `RangeError` unless every pair is there exactly once. */
export function placeEnds<End>(size: number, pairs: readonly SeedPair<End>[]): (End | null)[][] {
  const placed = Array.from({ length: size }, () => new Array<End | null>(size).fill(null));
  for (const { a, b, ends } of pairs) {
    if (a === b || placed[a][b] !== null) throw new RangeError(`expected the pair ${a}, ${b} once`);
    placed[a][b] = ends.A;
    placed[b][a] = ends.B;
  }
  if (pairs.length !== (size * (size - 1)) / 2) {
    throw new RangeError(`expected every pair of ${size} dictionaries, got ${pairs.length}`);
  }
  return placed;
}

/** One dictionary against others. */
export interface BaseView {
  readonly counted: Uint8Array; // [n]
  /** The base in its pair with each other dictionary. [S - 1] */
  readonly others: readonly SharedEnd[];
}

/** The group as seen from one of its dictionaries. */
export function viewBase(group: SeedGroup<SharedEnd>, base: number): BaseView {
  return { counted: group.counted[base], others: group.ends[base].filter((end) => end !== null) };
}

/** `alive`, or all latents unless the criterion counts the alive ones only. */
export function countedLatents(alive: Uint8Array, { aliveOnly }: Pick<Criterion, 'aliveOnly'>): Uint8Array {
  return aliveOnly ? alive : new Uint8Array(alive.length).fill(1);
}

function passes(score: number, { threshold, strict }: Criterion): boolean {
  return strict ? score > threshold : score >= threshold;
}

/** Ones in a mask. */
export function sumFlags(flags: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < flags.length; i++) total += flags[i];
  return total;
}
