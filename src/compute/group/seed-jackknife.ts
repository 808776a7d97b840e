/**
 * How far a fraction over few seeds may be from what other seeds of the same setting would give: the jackknife over seeds.
 *
 * In: a mean over pairs, triples or subsets of S dictionaries, and the same mean without each of them. Out: an interval. Pairs share dictionaries and
 * are not independent of each other, dictionaries are: the standard error is that of leaving out one after the other, se^2 = (S - 1) / S sum of
 * (m_without - their mean)^2 (Arvesen 1969, Annals of Mathematical Statistics 40:2076), and the interval goes t(S - 1) of them to both sides.
 */
import { studentQuantile } from '../statistics/student-quantile.ts';

export interface SeedInterval {
  /** 95%, within 0 to 1. */
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  /** Dictionaries left out in turn. */
  readonly seeds: number;
}

/** A value that enters a mean, and the dictionaries that it is of. */
export interface SeededValue {
  readonly value: number;
  readonly of: readonly number[];
}

/** Two leave one dictionary, which has no pair. */
export const MIN_SEEDS = 3;

/** Of `value`, by the values without each dictionary; null for fewer than {@link MIN_SEEDS}, and where one of these does not exist (NaN). */
export function jackknife(value: number, without: readonly number[]): SeedInterval | null {
  const seeds = without.length;
  if (seeds < MIN_SEEDS || without.some(Number.isNaN)) return null;
  const mean = without.reduce((sum, one) => sum + one, 0) / seeds;
  const squares = without.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const standardError = Math.sqrt((squares * (seeds - 1)) / seeds);
  const half = studentQuantile(seeds - 1) * standardError;
  return { low: Math.max(0, value - half), high: Math.min(1, value + half), standardError, seeds };
}

/** Of the mean of `values` over `seeds` dictionaries; null as above. */
export function jackknifeMean(values: readonly SeededValue[], seeds: number): SeedInterval | null {
  const [sums, counts] = [new Float64Array(seeds), new Uint32Array(seeds)];
  let total = 0;
  for (const { value, of } of values) {
    total += value;
    for (const seed of of) {
      sums[seed] += value;
      counts[seed]++;
    }
  }
  const without = Array.from(sums, (sum, seed) => (total - sum) / (values.length - counts[seed]));
  return jackknife(total / values.length, without);
}
