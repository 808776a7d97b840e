/** The examples of a delphi score file -> its value. What its classifiers judged is counted; of other scorers only the numbers that they wrote are kept. */
import type { ScoreRecord } from '../../../loaders/explanations/latent-file-record.ts';
import { type JudgedExample, scoreJudgements } from '../../compute/explaining/binary-scores.ts';

/** `score` with its value, where its samples give one. */
export function valueDelphiScore(score: ScoreRecord): ScoreRecord {
  if (score.value !== null) return score;
  const samples = Array.isArray(score.samples) ? score.samples : [score.samples];
  const judged = samples.map(judgedExample);
  if (samples.length > 0 && judged.every((example) => example !== null)) {
    const scores = scoreJudgements(judged);
    const { precision, recall, f1, auroc, truePositives, trueNegatives, falsePositives, falseNegatives } = scores;
    // These in this order: they are part of what the same file is recognised by when it comes again.
    const details = { precision, recall, f1, auroc, truePositives, trueNegatives, falsePositives, falseNegatives };
    return { ...score, value: scores.balancedAccuracy, examples: scores.judged, failed: scores.failed, details };
  }
  const named = samples.flatMap((sample) => [
    findNumber(sample, 'final_score'),
    findNumber(sample, 'ev_correlation_score'),
  ]);
  return { ...score, value: named.find((value) => value !== null) ?? null, examples: samples.length };
}

function judgedExample(sample: unknown): JudgedExample | null {
  if (!isRecord(sample) || typeof sample.activating !== 'boolean' || !('prediction' in sample)) return null;
  const { prediction, probability } = sample;
  return {
    activating: sample.activating,
    // delphi takes a number from 0.5 for a yes
    prediction:
      typeof prediction === 'number' ? prediction >= 0.5 : typeof prediction === 'boolean' ? prediction : null,
    probability: typeof probability === 'number' ? probability : null,
  };
}

function findNumber(sample: unknown, name: string): number | null {
  const value = isRecord(sample) ? sample[name] : null;
  return typeof value === 'number' ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
