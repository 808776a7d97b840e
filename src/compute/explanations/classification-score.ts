/**
 * Judged examples -> how well an explanation tells activating from non-activating text (delphi, `log/result_analysis.py`).
 *
 * In: for each example whether the latent is active in it, and what was predicted (null where no reply could be used). Out: balanced accuracy,
 * (TPR + TNR) / 2, and what belongs to it. Where delphi puts 0 for a rate without examples, the value here is null: it is not known.
 */

/** One judged example. */
export interface JudgedExample {
  activating: boolean;
  /** Null where the reply never came or could not be read. */
  prediction: boolean | null;
  /** Probability of "activating", 0 to 1; null where the model gave none. */
  probability: number | null;
}

export interface ClassificationScore {
  /** (TPR + TNR) / 2; null unless examples of both classes were judged. */
  balancedAccuracy: number | null;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** Area under the ROC curve of the probabilities, ties counted half; null without probabilities of both classes. */
  auroc: number | null;
  truePositives: number;
  trueNegatives: number;
  falsePositives: number;
  falseNegatives: number;
  /** Examples with a prediction. */
  judged: number;
  /** Examples without. */
  failed: number;
}

/** Scores `examples`, in O(n log n). */
export function scoreClassification(examples: readonly JudgedExample[]): ClassificationScore {
  const count = (activating: boolean, prediction: boolean) =>
    examples.filter((example) => example.activating === activating && example.prediction === prediction).length;
  const truePositives = count(true, true);
  const falseNegatives = count(true, false);
  const trueNegatives = count(false, false);
  const falsePositives = count(false, true);
  const judged = truePositives + falseNegatives + trueNegatives + falsePositives;
  const recall = ratio(truePositives, truePositives + falseNegatives);
  const specificity = ratio(trueNegatives, trueNegatives + falsePositives);
  return {
    balancedAccuracy: recall === null || specificity === null ? null : (recall + specificity) / 2,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall,
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    auroc: areaUnderCurve(examples),
    truePositives,
    trueNegatives,
    falsePositives,
    falseNegatives,
    judged,
    failed: examples.length - judged,
  };
}

/** The chance that an activating example has the higher probability, by the ranks of all probabilities (Mann-Whitney). */
function areaUnderCurve(examples: readonly JudgedExample[]): number | null {
  const known = examples.flatMap(({ activating, probability }) =>
    probability === null ? [] : [{ activating, probability }],
  );
  const positives = known.filter(({ activating }) => activating).length;
  const negatives = known.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const sorted = known.toSorted((a, b) => a.probability - b.probability);
  let rankSum = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end < sorted.length && sorted[end].probability === sorted[start].probability) end++;
    const meanRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (sorted[i].activating) rankSum += meanRank;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
