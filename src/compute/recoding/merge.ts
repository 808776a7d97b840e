/**
 * Merged: a latent that the other dictionary has only together with others.
 *
 * In: the recoding of one latent y there from the rows of the orphan's own dictionary, compared with what chance gives. Out: whether the orphan and
 * others of its dictionary together rebuild y, and y would not be rebuilt as well without the orphan.
 */
import { fitNonNegative, type NormalEquations } from './non-negative-fit.ts';
import type { Recoding } from './recode.ts';
import type { RecodingRule } from './verdict.ts';

/** How an orphan is a part of a latent. */
export interface Merge {
  /** Rows that are enough for y, the orphan among them: the first so many that came in. At least 2. */
  readonly atomsNeeded: number;
  /** R^2 of these less R^2 of the best fit of these without the orphan. */
  readonly gain: number;
  /** What the last of as many rows adds by chance. */
  readonly nullGain: number;
}

/**
 * The fewest rows k >= 2 of the recoding of y, row `orphan` among them, for which R^2 is enough (as for a verdict), and for which it would
 * fall by `minAboveNull` more than chance without the orphan; null if there are none. `nullRSquared` is by number of rows, from one.
 */
export function judgeMerge(
  { recoding, orphan, nullRSquared }: { recoding: Recoding; orphan: number; nullRSquared: ArrayLike<number> },
  { minRSquared, minAboveNull }: RecodingRule,
): Merge | null {
  const at = recoding.atoms.indexOf(orphan);
  if (at < 0) return null;
  const { rSquared, fit } = recoding;
  // rSquared is over |y|^2, which the normal equations do not know
  const full = explained(fit, range(rSquared.length));
  const scale = full > 0 ? rSquared[rSquared.length - 1] / full : 0;
  for (let k = Math.max(2, at + 1); k <= rSquared.length; k++) {
    if (rSquared[k - 1] < minRSquared || rSquared[k - 1] - nullRSquared[k - 1] < minAboveNull) continue;
    const without = range(k).filter((row) => row !== at);
    const gain = rSquared[k - 1] - scale * explained(fit, without);
    const nullGain = nullRSquared[k - 1] - nullRSquared[k - 2];
    if (gain - nullGain >= minAboveNull) return { atomsNeeded: k, gain, nullGain };
  }
  return null;
}

/** |x|^2 - |x - sum c d|^2 of the best fit of some of the rows. */
function explained({ gram, products }: NormalEquations, rows: readonly number[]): number {
  const m = products.length;
  const own = { gram: rows.flatMap((y) => rows.map((z) => gram[y * m + z])), products: rows.map((y) => products[y]) };
  const c = fitNonNegative(own);
  let total = 0;
  for (let y = 0; y < c.length; y++) {
    total += 2 * c[y] * own.products[y];
    for (let z = 0; z < c.length; z++) total -= c[y] * c[z] * own.gram[y * c.length + z];
  }
  return total;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}
