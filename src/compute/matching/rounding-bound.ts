/**
 * How far a tile's float32 dot product can be from the float64 dot product of the same rows.
 *
 * N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1: |fl(x.y) - x.y| <= gamma_d |x|.|y|, gamma_d =
 * d u / (1 - d u), for every order of summation, with or without fused multiply-add. Deterministic: no assumption about the
 * errors' distribution.
 */
import type { UnitRows } from '../unit-rows.ts';

const float32Roundoff = 2 ** -24;
const float64Roundoff = 2 ** -53;
const float32Smallest = 2 ** -126; // what is lost at most where a product underflows, per term

/** Largest Euclidean norm of a row. Unit rows that were rounded to float32 are 1 + 1e-8 at most. */
function measureLargestNorm({ n, d, values }: UnitRows): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let z = i * d; z < (i + 1) * d; z++) sum += values[z] * values[z];
    if (sum > largest) largest = sum;
  }
  return Math.sqrt(largest) * (1 + d * float64Roundoff);
}

/** gamma_d for arithmetic of unit roundoff `u`. */
export function gamma(d: number, u: number): number {
  return (d * u) / (1 - d * u);
}

/** Largest possible |tile entry - float64 dot| over all pairs of rows of `a` and `b`: a few 1e-6 at d = 64, 4.6e-5 at d = 768. */
export function computeRoundingBound(a: UnitRows, b: UnitRows): number {
  const lengths = measureLargestNorm(a) * measureLargestNorm(b);
  return (gamma(a.d, float32Roundoff) + gamma(a.d, float64Roundoff)) * lengths + 2 * a.d * float32Smallest;
}
