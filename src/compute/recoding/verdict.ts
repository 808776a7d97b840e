/**
 * Missing, merged or split: what a recoding says about a latent that has no accepted partner.
 *
 * In: R^2 after each row, beside what chance gives. Out: a verdict under stated thresholds.
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

/** The definition with its numbers filled in. */
export function recodingStatement(
  of: RecodingRule & { atoms: number; aliveOnly: boolean; draws: number; seed: number },
): string {
  const rows = of.aliveOnly
    ? "the other dictionary's alive latents, and of no dead ones of either"
    : 'the whole other dictionary, dead ones included';
  return (
    `x is the latent's unit decoder row, d_k unit decoder rows of ${rows}, weights c_k >= 0. Greedy: the row with the largest dot product with what is left of x ` +
    `comes in, then all weights are fitted afresh, up to ${of.atoms} rows. R^2 = 1 - |x - sum c_k d_k|^2 / |x|^2. ` +
    `Null: mean R^2 over ${of.draws} draws (seed ${of.seed}) of as many random unit rows of this width. ` +
    `k rows are enough if R^2 >= ${of.minRSquared} and R^2 - null >= ${of.minAboveNull}, both for k rows. FOUND: one is enough; SPLIT: 2 to ${of.atoms} are. ` +
    `MERGED: neither, but the latent y there that is nearest to x is rebuilt in the same way from the rows of x's own dictionary, with 2 to ${of.atoms} rows that are enough for y, x among them, ` +
    `and without x R^2 of y falls by at least ${of.minAboveNull} more than what the last of as many rows adds by chance. MISSING: otherwise. ` +
    'Signs count, whatever the matching maximises; greedy choice may miss a better set of several rows.'
  );
}
