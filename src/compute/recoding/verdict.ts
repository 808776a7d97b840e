/**
 * Missing, merged or split: what a recoding says about a latent that has no accepted partner.
 *
 * In: R^2 after each row, compared with what chance gives. Out: a verdict under stated thresholds.
 */

/** FOUND: one row is enough; SPLIT: several together are; MISSING: not even they (MERGED, if `merge.ts` finds it in a latent there). */
export type RecodingVerdict = 'FOUND' | 'SPLIT' | 'MERGED' | 'MISSING';

export interface RecodingRule {
  /** R^2 that is enough, 0 to 1. */
  readonly minRSquared: number;
  /** By how much it must exceed what chance gives for as many rows, 0 to 1. */
  readonly minAboveNull: number;
}

/** The verdict and the number of rows that are enough, null if none is. Both arrays by number of rows, from one. */
export function judgeRecoding(
  { rSquared, nullRSquared }: { rSquared: ArrayLike<number>; nullRSquared: ArrayLike<number> },
  { minRSquared, minAboveNull }: RecodingRule,
): { verdict: RecodingVerdict; atomsNeeded: number | null } {
  for (let k = 0; k < rSquared.length; k++) {
    if (rSquared[k] < minRSquared || rSquared[k] - nullRSquared[k] < minAboveNull) continue;
    return { verdict: k === 0 ? 'FOUND' : 'SPLIT', atomsNeeded: k + 1 };
  }
  return { verdict: 'MISSING', atomsNeeded: null };
}
