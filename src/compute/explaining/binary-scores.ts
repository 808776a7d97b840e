/**
 * Judged examples -> how well an explanation tells contexts with activation from contexts without, as delphi's scorers report it.
 *
 * balanced accuracy = (TPR + TNR) / 2, and what guessing gives is 0.5. AUROC is the probability that an activating example gets the higher
 * probability, ties counted half (Mann and Whitney). Where delphi puts 0 for a rate without examples, the value here is null: it is not known.
 */

import type { ContextReference } from './seen-context.ts';

/** One judged example. */
export interface JudgedExample {
  readonly activating: boolean;
  /** Null where the reply never came or could not be read. */
  readonly prediction: boolean | null;
  /** Of being active, where the judge gives one. */
  readonly probability: number | null;
  /** The context that was judged, where it is one that is kept. */
  readonly context?: ContextReference;
}

/** Null where it is not defined: no example of one kind, or no positive prediction. */
export interface BinaryScores {
  balancedAccuracy: number | null;
  accuracy: number | null;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** Over the examples with a probability; `aurocExamples` says how many. */
  auroc: number | null;
  aurocExamples: number;
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
  /** Examples with a prediction, and without. */
  judged: number;
  failed: number;
}

/** n log n in the number of examples. */
export function scoreJudgements(examples: readonly JudgedExample[]): BinaryScores {
  const count = (activating: boolean, prediction: boolean) =>
    examples.filter((example) => example.activating === activating && example.prediction === prediction).length;
  const [tp, fn, fp, tn] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  const judged = tp + fn + fp + tn;
  const recall = ratio(tp, tp + fn);
  const specificity = ratio(tn, tn + fp);
  const weighed = examples.flatMap(({ activating, probability }) =>
    probability === null ? [] : [{ activating, probability }],
  );
  return {
    balancedAccuracy: recall === null || specificity === null ? null : (recall + specificity) / 2,
    accuracy: ratio(tp + tn, judged),
    precision: ratio(tp, tp + fp),
    recall,
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    auroc: areaUnderCurve(weighed),
    aurocExamples: weighed.length,
    truePositives: tp,
    falsePositives: fp,
    trueNegatives: tn,
    falseNegatives: fn,
    judged,
    failed: examples.length - judged,
  };
}

/** AUROC, or null without an example of each kind. n log n. */
export function areaUnderCurve(examples: readonly { activating: boolean; probability: number }[]): number | null {
  const sorted = examples.toSorted((a, b) => a.probability - b.probability);
  const positives = sorted.filter(({ activating }) => activating).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let rankSum = 0; // of the positives, ties sharing their mean rank
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to].probability === sorted[from].probability) to++;
    const meanRank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (sorted[i].activating) rankSum += meanRank;
    from = to;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
