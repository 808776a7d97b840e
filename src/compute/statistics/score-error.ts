/**
 * What few examples leave of a score: its interval, and how much of the variance of many scores is chance.
 *
 * For scores that are a part of examples judged rightly, or the mean of two such parts over equally many examples (balanced accuracy): the variance
 * of either is at most v (1 - v) / m for the value v of m examples judged independently of each other.
 */
import { wilsonInterval } from './wilson-interval.ts';

/** Scorers whose value is such a part. */
const PARTS = new Set(['detection', 'eleuther_recall', 'fuzz', 'eleuther_fuzz', 'intruder']);

export interface JudgedScore {
  readonly scorer: string;
  /** Null where nothing could be judged. */
  readonly value: number | null;
  /** Null where nobody says how many. */
  readonly examples: number | null;
}

/** 95 % by Wilson; null for other scorers, and where the number of examples is not known. */
export function scoreInterval({ scorer, value, examples }: JudgedScore): { low: number; high: number } | null {
  if (!PARTS.has(scorer) || value === null || examples === null || examples < 1 || value < 0 || value > 1) return null;
  return wilsonInterval(value, examples);
}

/**
 * Part of the variance of `values` by one scorer that examples do not leave by chance, 0 to 1; NaN is no score, and 0 examples are not known. Null where
 * {@link scoreInterval} is for one of them, and for fewer than two that differ.
 */
export function scoreReliability(
  scorer: string,
  { values, examples }: { values: ArrayLike<number>; examples: ArrayLike<number> },
): number | null {
  if (!PARTS.has(scorer)) return null;
  let [count, sum, squares, error] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    if (examples[i] < 1 || value < 0 || value > 1) return null;
    count++;
    sum += value;
    squares += value ** 2;
    error += (value * (1 - value)) / examples[i];
  }
  const variance = count < 2 ? 0 : (squares - sum ** 2 / count) / (count - 1);
  return variance <= 0 ? null : Math.max(0, 1 - error / count / variance);
}
