/**
 * Weak duality of the assignment problem, in numbers: prices with u_i + v_j >= c_ij on all pairs bound every matching from above.
 *
 * With fewer rows than columns a matching leaves columns out, so each v_j counts as max(v_j, 0).
 */
import type { Certificate } from '../side-matching.ts';
import { boundCosineRounding, FLOAT64_ROUNDOFF } from './pair-score.ts';

/** Relative gap that counts as optimal. */
const RELATIVE_TOLERANCE = 1e-9;
const SOLVER = 'reseed sparse shortest paths with full pricing, version 2';

/** Sum of `values` to within a few roundings of the result (Neumaier's compensated sum). */
function sumPrecisely(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const x of values) {
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + lost;
}

/**
 * The certificate of a matching whose scores are `matched`, by prices that no pair exceeds by more than `violation` (which is
 * added to the dual objective). `gap` also holds what rounding of the prices' float64 sums can hide.
 */
export function buildCertificate(proof: {
  matched: Float64Array; // [nRows]
  u: Float64Array; // [nRows], nRows <= nColumns
  v: Float64Array; // [nColumns]
  violation: number;
  roundingBound: number;
  rounds: number;
}): Certificate {
  const { matched, u, v, violation, roundingBound, rounds } = proof;
  const n = u.length;
  const primal = sumPrecisely(matched);
  const columnPrices = n < v.length ? v.map((x) => Math.max(x, 0)) : v;
  let largestPrice = 0;
  for (const x of u) largestPrice = Math.max(largestPrice, Math.abs(x));
  for (const x of v) largestPrice = Math.max(largestPrice, Math.abs(x));
  const rounding = n * (violation + 4 * FLOAT64_ROUNDOFF * (largestPrice + 1));
  const dual = sumPrecisely(u) + sumPrecisely(columnPrices) + rounding;
  const gap = Math.max(0, dual - primal);
  const tolerance = RELATIVE_TOLERANCE * Math.max(1, Math.abs(primal)) + 2 * rounding;
  return {
    primal,
    dual,
    gap,
    tolerance,
    optimal: gap <= tolerance,
    roundingBound,
    pairsCovered: n * v.length,
    rounds,
    solver: SOLVER,
  };
}

/**
 * The certificate of the rows as they were stored, from that of the unit rows rounded to float32: no sum of `pairs` cosines differs by more than
 * `rowRounding` between the two. The dual then bounds every bijection of the stored rows, and the gap what this one can be short of the best.
 */
export function includeRowRounding(
  certificate: Certificate,
  { pairs, d }: { pairs: number; d: number },
): Certificate & { rowRounding: number } {
  const rowRounding = pairs * boundCosineRounding(d);
  return {
    ...certificate,
    primal: Math.min(certificate.primal, pairs),
    dual: certificate.dual + rowRounding,
    gap: certificate.gap + 2 * rowRounding,
    tolerance: certificate.tolerance + 2 * rowRounding,
    rowRounding,
  };
}
