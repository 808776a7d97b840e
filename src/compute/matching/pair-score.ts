/**
 * The score of one pair of rows as it leaves the engine: the float64 dot of the float32 rows, absolute if the measure is. And how far
 * a tile's float32 dot product can be from it.
 *
 * N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1: |fl(x.y) - x.y| <= gamma_d |x|.|y|, gamma_d =
 * d u / (1 - d u), for every order of summation, with or without fused multiply-add. Deterministic: no assumption about the
 * errors' distribution.
 */
import type { Measure } from '../side-matching.ts';
import type { UnitRows } from '../unit-rows.ts';

/** Unit roundoffs. */
export const FLOAT32_ROUNDOFF = 2 ** -24;
export const FLOAT64_ROUNDOFF = 2 ** -53;
/** What is lost at most where a float32 product underflows, per term. */
export const FLOAT32_SMALLEST = 2 ** -126;
/** Exact scores between two turns of the event loop: some milliseconds. */
export const SCORES_PER_TURN = 8192;

/** Score of row `i` of the first and row `j` of the second dictionary. */
export type PairScore = (i: number, j: number) => number;

/**
 * The scoring function of two dictionaries. Four partial sums in a fixed order: the same pair has the same score wherever it is
 * asked.
 */
export function buildPairScore(a: UnitRows, b: UnitRows, options: { measure: Measure }): PairScore {
  const { d, values: x } = a;
  const y = b.values;
  const absolute = options.measure === 'ABSOLUTE_COSINE';
  return (i, j) => {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let p = i * d;
    let q = j * d;
    for (const end = p + (d & ~3); p < end; p += 4, q += 4) {
      s0 += x[p] * y[q];
      s1 += x[p + 1] * y[q + 1];
      s2 += x[p + 2] * y[q + 2];
      s3 += x[p + 3] * y[q + 3];
    }
    for (const end = i * d + d; p < end; p++, q++) s0 += x[p] * y[q];
    const sum = s0 + s1 + (s2 + s3);
    return absolute ? Math.abs(sum) : sum;
  };
}

/**
 * A score as every answer has it: what rounding cannot tell from 1 is 1, so that a row has the cosine 1 with itself and with its copies, and none has
 * more. `d`: the width of the rows.
 */
export function toCosine(score: number, d: number): number {
  return Math.abs(score) < 1 - boundCosineRounding(d) ? score : Math.sign(score);
}

/**
 * How far a score can be from the cosine of the rows as they were stored: each is scaled in float64 and rounded to float32, by u |x| at most
 * (u = 2^-24) and what underflows, and the dot product is summed in float64. 1.2e-7, whatever the width.
 */
export function boundCosineRounding(d: number): number {
  const row = FLOAT32_ROUNDOFF + gamma(d + 2, FLOAT64_ROUNDOFF) + d * FLOAT32_SMALLEST;
  return row * (2 + row) + gamma(d, FLOAT64_ROUNDOFF) * (1 + row) ** 2;
}

/** Largest Euclidean norm of a row. Unit rows that were rounded to float32 are 1 + 1e-8 at most. */
function measureLargestNorm({ n, d, values }: UnitRows): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let z = i * d; z < (i + 1) * d; z++) sum += values[z] * values[z];
    if (sum > largest) largest = sum;
  }
  return Math.sqrt(largest) * (1 + d * FLOAT64_ROUNDOFF);
}

/** gamma_d for arithmetic of unit roundoff `u`. */
export function gamma(d: number, u: number): number {
  return (d * u) / (1 - d * u);
}

/** Largest possible |tile entry - float64 dot| over all pairs of rows of `a` and `b`: a few 1e-6 at d = 64, 4.6e-5 at d = 768. */
export function computeRoundingBound(a: UnitRows, b: UnitRows): number {
  const lengths = measureLargestNorm(a) * measureLargestNorm(b);
  return (gamma(a.d, FLOAT32_ROUNDOFF) + gamma(a.d, FLOAT64_ROUNDOFF)) * lengths + 2 * a.d * FLOAT32_SMALLEST;
}
