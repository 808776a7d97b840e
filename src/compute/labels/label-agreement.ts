/**
 * Whether matched latents are called alike: pairs against random pairs of the same latents, and against near latents that are not matched.
 *
 * In: pairs, for each a neighbour that is not the partner, and how alike two labels are. Out: means with tests by permutation, seeded.
 */
import { buildRandomStream } from '../nulls/random-stream.ts';
import { shuffle } from '../similarity/shuffle.ts';

/** Pairs of labelled latents, by whatever number `similarity` takes. */
export interface LabelledPairs {
  readonly a: readonly number[]; // [m]
  readonly b: readonly number[]; // [m]
  /** A latent near to a's partner's place that is not the partner; -1 where none is labelled. [m] */
  readonly neighbour: readonly number[];
  /** How alike the labels of a latent of A and one of B are; at most 1. */
  similarity(a: number, b: number): number;
}

export interface LabelAgreement {
  /** Pairs compared, m. */
  readonly pairs: number;
  /** Mean similarity of the pairs. */
  readonly value: number;
  /** Mean over random pairings of the same latents. */
  readonly shuffledMean: number;
  /** (1 + random pairings that give at least as much) / (1 + random pairings). */
  readonly pValue: number;
  /** 1 / (1 + random pairings). */
  readonly leastPValue: number;
  /** Null where no pair has a labelled neighbour. */
  readonly neighbours: NeighbourAgreement | null;
}

export interface NeighbourAgreement {
  /** Pairs that have a labelled neighbour. */
  readonly pairs: number;
  /** Mean similarity of these pairs. */
  readonly matched: number;
  /** Mean similarity of the same latents of A to their neighbours. */
  readonly unmatched: number;
  /** (1 + draws that give at least the difference) / (1 + draws), each draw exchanging partner and neighbour by the toss of a coin. */
  readonly pValue: number;
  /** 1 / (1 + draws). */
  readonly leastPValue: number;
}

/** Rounding of a sum of similarities, per pair: sums of the same numbers in another order count as equal. */
const ROUNDING = 1e-12;
/** Purposes of random numbers. */
const PAIRINGS = 1;
const COINS = 2;

/** Null for fewer than two pairs, which have no random pairing. O(m shuffles) similarities. */
export function labelAgreement(
  pairs: LabelledPairs,
  { shuffles, seed }: { shuffles: number; seed: number },
): LabelAgreement | null {
  const { a, b, similarity } = pairs;
  const m = a.length;
  if (m < 2) return null;
  const own = a.map((latent, k) => similarity(latent, b[k]));
  const sum = own.reduce((total, one) => total + one, 0);
  const stream = buildRandomStream(seed, [PAIRINGS]);
  const order = Int32Array.from({ length: m }, (_, k) => k);
  let atLeast = 0;
  let shuffled = 0;
  for (let draw = 0; draw < shuffles; draw++) {
    shuffle(order, stream);
    let total = 0;
    for (let k = 0; k < m; k++) total += similarity(a[k], b[order[k]]);
    shuffled += total;
    if (total >= sum - ROUNDING * m) atLeast++;
  }
  return {
    pairs: m,
    value: sum / m,
    shuffledMean: shuffled / (shuffles * m),
    pValue: (1 + atLeast) / (1 + shuffles),
    leastPValue: 1 / (1 + shuffles),
    neighbours: compareNeighbours(pairs, { own, shuffles, seed }),
  };
}

function compareNeighbours(
  { a, neighbour, similarity }: LabelledPairs,
  { own, shuffles, seed }: { own: readonly number[]; shuffles: number; seed: number },
): NeighbourAgreement | null {
  const places = Array.from(a.keys()).filter((k) => neighbour[k] >= 0);
  const m = places.length;
  if (m === 0) return null;
  const matched = places.map((k) => own[k]);
  const unmatched = places.map((k) => similarity(a[k], neighbour[k]));
  const sumOf = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
  const differences = matched.map((one, k) => one - unmatched[k]);
  const difference = sumOf(differences);
  const stream = buildRandomStream(seed, [COINS]);
  let atLeast = 0;
  for (let draw = 0; draw < shuffles; draw++) {
    let total = 0;
    for (const one of differences) total += stream.nextUniform() < 0.5 ? one : -one;
    if (total >= difference - ROUNDING * m) atLeast++;
  }
  return {
    pairs: m,
    matched: sumOf(matched) / m,
    unmatched: sumOf(unmatched) / m,
    pValue: (1 + atLeast) / (1 + shuffles),
    leastPValue: 1 / (1 + shuffles),
  };
}
