/**
 * The cosine of two random directions, in closed form: with u uniform on the sphere in d dimensions, (1 + u . v) / 2 has the beta
 * distribution with both parameters (d - 1) / 2.
 *
 * In: d and a threshold. Out: probabilities, good to 1e-10 relative.
 */
import type { Measure } from '../side-matching.ts';
import { betaBelow } from '../statistics/beta-distribution.ts';

/** P(cosine >= t) of two random directions in `d` dimensions. Above 1 never, at -1 and below always; in one dimension a coin. */
export function cosineTail(t: number, d: number): number {
  if (t <= -1) return 1;
  if (t > 1) return 0;
  if (d === 1) return 0.5;
  const half = (d - 1) / 2;
  return betaBelow((1 - t) / 2, { a: half, b: half });
}

/** P(the largest of n independent cosines >= t); of their absolute values under ABSOLUTE_COSINE. */
export function largestCosineTail(t: number, of: { n: number; d: number; measure: Measure }): number {
  const { n, d, measure } = of;
  const tail = measure === 'ABSOLUTE_COSINE' ? Math.min(1, 2 * cosineTail(t, d)) : cosineTail(t, d);
  return tail >= 1 ? (n > 0 ? 1 : 0) : -Math.expm1(n * Math.log1p(-tail));
}
