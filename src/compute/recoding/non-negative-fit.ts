/**
 * Non-negative least squares in a few unknowns: the c >= 0 that minimises |x - sum_k c_k d_k|.
 *
 * In: the Gram matrix of the rows d_k and their dot products with x. Out: the coefficients. Method: the active set of Lawson and Hanson,
 * "Solving Least Squares Problems" (1974), chapter 23, on the normal equations: exact up to rounding, for any number of rows, cheap for a
 * handful. Float64.
 */

/** What a least-squares problem depends on. */
export interface NormalEquations {
  /** G(k, l) = d_k . d_l, [m, m], row-major. */
  readonly gram: ArrayLike<number>;
  /** d_k . x, [m]. */
  readonly products: ArrayLike<number>;
}

/** A gradient below this share of the largest product is rounding of float64 sums. */
const FLAT = 1e-14;
/** A row whose part outside the others is shorter than the rounding of float32 rows (squared: 2^-48) says nothing of its own. */
const DEPENDENT = 2 ** -48;
/** Lawson and Hanson's own bound is 3: more are needed only where rounding makes two sets of rows take turns, and then either will do. */
const TURNS_PER_ROW = 10;

/** The coefficients [m], each at least 0; a row that depends on others within float32 rounding gets 0. */
export function fitNonNegative({ gram, products }: NormalEquations): Float64Array {
  const m = products.length;
  const coefficients = new Float64Array(m);
  const positive: number[] = []; // the rows whose coefficient is free
  const refused = new Set<number>();
  const flat = FLAT * Math.max(...Array.from(products, Math.abs));
  for (let turn = 0; turn < TURNS_PER_ROW * m; turn++) {
    const next = steepest();
    if (next < 0) break;
    positive.push(next);
    let solution = solve(gram, products, positive);
    if (solution === null || solution[positive.length - 1] <= 0) {
      // dependent, or its slope was rounding: where it was, at 0, is best
      positive.pop();
      refused.add(next);
      continue;
    }
    refused.clear();
    while (solution !== null && solution.some((value) => value <= 0)) {
      stepTowards(solution);
      solution = solve(gram, products, positive);
    }
    for (const [at, k] of positive.entries()) coefficients[k] = solution?.[at] ?? coefficients[k];
  }
  return coefficients;

  /** The row at 0 along which the error falls fastest, or -1. */
  function steepest(): number {
    let best = -1;
    let slope = flat;
    for (let k = 0; k < m; k++) {
      if (positive.includes(k) || refused.has(k)) continue;
      let gradient = products[k];
      for (let l = 0; l < m; l++) gradient -= gram[k * m + l] * coefficients[l];
      if (gradient > slope) [best, slope] = [k, gradient];
    }
    return best;
  }

  /** Goes towards `solution` until the first coefficient is 0, and takes every row at 0 out. */
  function stepTowards(solution: Float64Array): void {
    let step = 1;
    for (const [at, k] of positive.entries())
      if (solution[at] <= 0) step = Math.min(step, coefficients[k] / (coefficients[k] - solution[at]));
    for (const [at, k] of positive.entries()) {
      const value = coefficients[k] + step * (solution[at] - coefficients[k]);
      const reached = solution[at] <= 0 && coefficients[k] / (coefficients[k] - solution[at]) <= step;
      coefficients[k] = reached ? 0 : value;
    }
    for (let at = positive.length - 1; at >= 0; at--) if (coefficients[positive[at]] <= 0) positive.splice(at, 1);
  }
}

/** Unconstrained least squares over the rows `used`, by Cholesky; null if the last of them depends on the others. */
function solve(gram: ArrayLike<number>, products: ArrayLike<number>, used: readonly number[]): Float64Array | null {
  const m = products.length;
  const p = used.length;
  const factor = new Float64Array(p * p);
  const solution = new Float64Array(p);
  for (let y = 0; y < p; y++) {
    let value = products[used[y]];
    for (let z = 0; z <= y; z++) {
      let rest = gram[used[y] * m + used[z]];
      for (let k = 0; k < z; k++) rest -= factor[y * p + k] * factor[z * p + k];
      if (z < y) factor[y * p + z] = rest / factor[z * p + z];
      else if (rest > DEPENDENT * gram[used[y] * m + used[y]]) factor[y * p + y] = Math.sqrt(rest);
      else return null;
      if (z < y) value -= factor[y * p + z] * solution[z];
    }
    solution[y] = value / factor[y * p + y];
  }
  for (let y = p - 1; y >= 0; y--) {
    for (let z = y + 1; z < p; z++) solution[y] -= factor[z * p + y] * solution[z];
    solution[y] /= factor[y * p + y];
  }
  return solution;
}
