/**
 * Two sets of texts and the latents that fire on them -> which latents tell the sets apart.
 *
 * A latent's score of a text is its greatest activation there, 0 where it does not fire. p-values are corrected for the number of latents by
 * the largest statistic of random labellings (Westfall and Young 1993, single step): the statistic is the distance of the AUROC from one half in
 * standard deviations over all labellings, given the ties. Latents of several seeds that fire alike count as the one test that they are.
 */
import { buildRandomStream } from '../nulls/random-stream.ts';
import { areaFromRanks, areaInterval, deviationByChance, rankScores, type SparseScores } from './auroc.ts';
import { normalQuantile } from './normal-quantile.ts';

/** Of one latent. */
export interface LatentContrast {
  readonly auroc: number;
  /** Of 95 % for all latents together (Bonferroni). */
  readonly low: number;
  readonly high: number;
  /** Probability that any latent differs so much by chance: (1 + labellings with a statistic as large) / (1 + labellings). */
  readonly pValue: number;
  /** Texts on which it fires. */
  readonly positiveTexts: number;
  readonly negativeTexts: number;
}

/** Random labellings: p-values down to 0.0005 in well under a second. */
export const LABELLINGS = 1_999;

const COVERAGE = 0.95;

/** By latent, in the order of `scores`. The first `positives` of all texts are the positive ones. */
export function contrastScores(
  scores: readonly SparseScores[],
  of: { positives: number; negatives: number; seed: number },
): LatentContrast[] {
  const { positives, negatives, seed } = of;
  const count = positives + negatives;
  const tested = scores.map((one) => {
    const ranked = rankScores(one, count);
    return { texts: one.texts, ...ranked, deviation: deviationByChance(ranked.ties, of) };
  });
  const isPositive = Uint8Array.from({ length: count }, (_, text) => (text < positives ? 1 : 0));
  const areaUnder = ({ texts, ranks, rankOfZero }: (typeof tested)[number], labels: Uint8Array): number => {
    let fired = 0;
    let sum = 0;
    for (let at = 0; at < texts.length; at++) {
      if (labels[texts[at]] === 0) continue;
      fired++;
      sum += ranks[at];
    }
    return areaFromRanks(sum + (positives - fired) * rankOfZero, of);
  };
  const statisticOf = (one: (typeof tested)[number], labels: Uint8Array): number =>
    one.deviation === 0 ? 0 : Math.abs(areaUnder(one, labels) - 0.5) / one.deviation;
  const largest = new Float64Array(LABELLINGS);
  const random = buildRandomStream(seed);
  const labels = isPositive.slice();
  for (let draw = 0; draw < LABELLINGS; draw++) {
    for (let at = count - 1; at > 0; at--) {
      const other = Math.floor(random.nextUniform() * (at + 1));
      [labels[at], labels[other]] = [labels[other], labels[at]];
    }
    for (const one of tested) largest[draw] = Math.max(largest[draw], statisticOf(one, labels));
  }
  largest.sort();
  const z = normalQuantile(1 - (1 - COVERAGE) / (2 * Math.max(1, scores.length)));
  return tested.map((one) => {
    const auroc = areaUnder(one, isPositive);
    const positiveTexts = one.texts.reduce((sum, text) => sum + isPositive[text], 0);
    // Sums of ranks in another order may differ in the last bits.
    const reached = LABELLINGS - countBelow(largest, statisticOf(one, isPositive) * (1 - ROUNDING));
    return {
      auroc,
      ...areaInterval(auroc, { positives, negatives, z }),
      pValue: (1 + reached) / (1 + LABELLINGS),
      positiveTexts,
      negativeTexts: one.texts.length - positiveTexts,
    };
  });
}

const ROUNDING = 1e-12;

function countBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
