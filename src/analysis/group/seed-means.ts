/** Means over the dictionaries of a run group, with the interval that few seeds leave. */
import { jackknifeMean, type SeededValue, type SeedInterval } from '../../compute/group/seed-jackknife.ts';
import { definitions } from '../definitions/definitions.ts';

/** With its definition in words. */
export interface StatedInterval extends SeedInterval {
  statement: string;
}

export interface SeedMean {
  value: number;
  /** Null for too few seeds. */
  interval: StatedInterval | null;
}

/** Of fractions over all pairs or triples of `seeds` dictionaries; null without a value. */
export function meanOverSeeds(values: readonly SeededValue[], seeds: number): SeedMean | null {
  if (values.length === 0) return null;
  const value = values.reduce((sum, one) => sum + one.value, 0) / values.length;
  return { value, interval: describeInterval(jackknifeMean(values, seeds)) };
}

/** The interval in words, too. */
export function describeInterval(interval: SeedInterval | null): StatedInterval | null {
  return interval && { ...interval, statement: definitions.seedInterval.statement({ seeds: interval.seeds }) };
}
