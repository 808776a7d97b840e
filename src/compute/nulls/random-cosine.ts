/**
 * The cosine of two random directions, in closed form: with u uniform on the sphere in d dimensions, (1 + u . v) / 2 has the beta
 * distribution with both parameters (d - 1) / 2.
 *
 * In: d and a threshold. Out: probabilities, good to 1e-10 relative. Special functions after Press et al., "Numerical Recipes" (the
 * continued fraction of the incomplete beta function by Lentz's method) and Lanczos (log gamma).
 */

import type { Measure } from '../side-matching.ts';

/** P(cosine >= t) of two random directions in `d` dimensions. Above 1 never, at -1 and below always; in one dimension a coin. */
export function cosineTail(t: number, d: number): number {
  if (t <= -1) return 1;
  if (t > 1) return 0;
  if (d === 1) return 0.5;
  const half = (d - 1) / 2;
  return incompleteBeta((1 - t) / 2, half);
}

/** P(the largest of n independent cosines >= t); of their absolute values under ABSOLUTE_COSINE. */
export function largestCosineTail(t: number, of: { n: number; d: number; measure: Measure }): number {
  const { n, d, measure } = of;
  const tail = measure === 'ABSOLUTE_COSINE' ? Math.min(1, 2 * cosineTail(t, d)) : cosineTail(t, d);
  return tail >= 1 ? (n > 0 ? 1 : 0) : -Math.expm1(n * Math.log1p(-tail));
}

/** Turns of the continued fraction: it needs some sqrt(a) of them. */
const MAX_TURNS = 10_000;
const PRECISION = 1e-14;

/** The regularised incomplete beta function I_x(a, a). */
function incompleteBeta(x: number, a: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // the fraction converges below the mean; I_x = 1 - I_(1 - x) for equal parameters
  if (x > 0.5) return 1 - incompleteBeta(1 - x, a);
  const front = Math.exp(a * Math.log(x) + a * Math.log1p(-x) + logGamma(2 * a) - 2 * logGamma(a)) / a;
  let c = 1;
  let d = 1 / (1 - (2 * a * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MAX_TURNS; m++) {
    const even = (m * (a - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (2 * a + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return Math.min(1, front * value);
}

/** Coefficients of Lanczos's series with g = 7 (Godfrey): relative error below 1e-14 for positive arguments. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** The logarithm of the gamma function, for x >= 0.5. */
function logGamma(x: number): number {
  const y = x - 1;
  const sum = LANCZOS.slice(1).reduce((total, coefficient, i) => total + coefficient / (y + i + 1), LANCZOS[0]);
  const base = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(base) - base + Math.log(sum);
}
