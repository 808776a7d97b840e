import { expect, test } from 'vitest';
import { scoreJudgements } from '../../../src/compute/explaining/binary-scores.ts';

// NumPy 2, default_rng(3), seed and formulas: confusion counts, (TPR + TNR) / 2, and AUROC over all pairs with ties counted half
const activating = [1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0];
const probability = [0.4, 0.6, 0.7, 1, 0.3, 0.6, 0.7, 0.3, 0, 1, 0.3, 0.3];
const examples = activating.map((active, i) => ({
  activating: active === 1,
  prediction: probability[i] >= 0.5,
  probability: probability[i],
}));

test('the numbers are those of an independent computation', () => {
  const score = scoreJudgements(examples);
  expect(score).toMatchObject({
    truePositives: 4,
    falsePositives: 2,
    trueNegatives: 2,
    falseNegatives: 4,
    judged: 12,
    failed: 0,
  });
  expect(score.balancedAccuracy).toBeCloseTo(0.5, 12);
  expect(score.precision).toBeCloseTo(2 / 3, 12);
  expect(score.recall).toBeCloseTo(0.5, 12);
  expect(score.f1).toBeCloseTo(0.5714285714285714, 12);
  expect(score.auroc).toBeCloseTo(0.515625, 12);
});

test('examples without a reply are counted and change nothing else', () => {
  const lost = [true, false, true].map((active) => ({ activating: active, prediction: null, probability: null }));
  expect(scoreJudgements([...lost, ...examples])).toEqual({ ...scoreJudgements(examples), failed: 3 });
});

test('what one class alone cannot tell is null', () => {
  const positives = examples.filter((example) => example.activating);
  expect(scoreJudgements(positives)).toMatchObject({ balancedAccuracy: null, recall: 0.5, auroc: null });
  expect(scoreJudgements([])).toMatchObject({
    balancedAccuracy: null,
    precision: null,
    recall: null,
    f1: null,
    judged: 0,
  });
});
