/**
 * Scores of two classes -> the area under the ROC curve, with an interval.
 *
 * AUROC: the probability that a positive scores above a negative, ties counted half; from midranks. Interval: Newcombe's method 5
 * (Statistics in Medicine 25:559, 2006), which solves Hanley and McNeil's variance for the area itself: it lies in [0, 1] and has a width
 * also where the classes do not overlap.
 */

/** Scores that are not zero, of one latent, by ascending text; all other scores are zero. */
export interface SparseScores {
  readonly texts: Int32Array;
  /** Above zero. */
  readonly values: Float64Array;
}

/** Ranks of all texts as far as they are not one and the same. */
export interface SparseRanks {
  /** Midrank of each of the texts that are not zero, from 1. */
  readonly ranks: Float64Array;
  /** Midrank of every text whose score is zero; 0 where there is none. */
  readonly rankOfZero: number;
  /** Sum over ties of t^3 - t. */
  readonly ties: number;
}

/** Midranks among `count` texts. */
export function rankScores({ values }: SparseScores, count: number): SparseRanks {
  const zeros = count - values.length;
  const order = Array.from(values, (_, at) => at).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  let ties = zeros ** 3 - zeros;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let at = from; at < to; at++) ranks[order[at]] = zeros + (from + to + 1) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, rankOfZero: zeros === 0 ? 0 : (zeros + 1) / 2, ties };
}

/** AUROC from the sum of the positives' ranks. */
export function areaFromRanks(rankSum: number, { positives, negatives }: Classes): number {
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

export interface Classes {
  readonly positives: number;
  readonly negatives: number;
}

/** Standard deviation of the AUROC over all ways to name `positives` of the texts positive, with these ties. */
export function deviationByChance(ties: number, { positives, negatives }: Classes): number {
  const count = positives + negatives;
  const correction = ties / (count * (count - 1));
  return Math.sqrt(Math.max(0, count + 1 - correction) / (12 * positives * negatives));
}

/** The interval whose ends are `z` standard errors from `area`, each by the variance at that end. */
export function areaInterval(area: number, { z, ...classes }: Classes & { z: number }): { low: number; high: number } {
  const distance = (theta: number) => z * Math.sqrt(varianceAt(theta, classes)) - Math.abs(area - theta);
  return { low: solve(distance, { inside: area, outside: 0 }), high: solve(distance, { inside: area, outside: 1 }) };
}

/** Hanley and McNeil's variance of an AUROC of `theta`, with (m + n) / 2 in the place of both numbers of texts but in the divisor. */
function varianceAt(theta: number, { positives, negatives }: Classes): number {
  const others = (positives + negatives) / 2 - 1;
  const clustered = (1 - theta) / (2 - theta) + theta / (1 + theta);
  return (theta * (1 - theta) * (1 + others * clustered)) / (positives * negatives);
}

/** Where `distance`, above or equal to zero at `inside`, first falls below it on the way to `outside`. */
function solve(distance: (theta: number) => number, of: { inside: number; outside: number }): number {
  let { inside, outside } = of;
  if (distance(outside) >= 0) return outside;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (inside + outside) / 2;
    if (distance(middle) >= 0) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** Halvings of [0, 1] down to float64's resolution. */
const BISECTIONS = 52;
