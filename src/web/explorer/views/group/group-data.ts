/** Parts of the answer that the parts of the view are given. */
import type { GroupQuery } from '../../../generated/documents.ts';

export type GroupData = NonNullable<GroupQuery['runGroup']>;
export type Analysis = GroupData['analysis'];

/** The interval of a mean over seeds, in words; null without. */
export function overSeeds(interval: { low: number; high: number } | null | undefined): string | null {
  return interval ? `95% over seeds: ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}` : null;
}

/** Least and greatest of some numbers, in words; null for none. */
export function spread(values: readonly number[], { of }: { of: string }): string | null {
  if (values.length === 0) return null;
  return `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)} over ${values.length} ${of}`;
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
