/**
 * The fit a * k^-b + c with c >= 0, by which arXiv 2501.16615 extrapolates how many latents stay unique however many seeds there are.
 *
 * In: points of a curve. Out: the least-squares parameters, and the interval of c. For a given b the best a and c are those of a straight line in
 * k^-b (variable projection, Golub and Pereyra 1973), with c at its bound where the line would go below 0, so the search is in b alone: a grid on
 * a logarithmic scale, then golden section between the neighbours of its best point. It needs no start values and cannot end in a poor local
 * optimum that the grid resolves.
 *
 * The interval is the profile of c: every c with which some a and b fit nearly as well, by the F test for one parameter (Bates and Watts 1988,
 * Nonlinear Regression, section 6.1). It takes residuals for independent.
 */
import { studentQuantile } from '../statistics/student-quantile.ts';

/** Values at whole k, from 1. */
export interface CurvePoint {
  readonly k: number;
  readonly value: number;
}

export interface PowerLaw {
  readonly a: number;
  readonly b: number;
  /** What remains for k -> infinity; never negative. */
  readonly c: number;
  /** 95% interval of c. */
  readonly cLow: number;
  readonly cHigh: number;
  /** Root of the mean squared residual, in units of the value. */
  readonly residual: number;
  /** Points fitted. */
  readonly points: number;
}

/** Why there is no fit. UNFIXED: values of c between 0 and the last point all fit. */
export type NoFit = 'TOO_FEW_POINTS' | 'CONSTANT' | 'NO_POWER_LAW' | 'UNFIXED';

/** Three parameters and at least one point more, or the residual says nothing. */
export const MIN_POINTS = 4;
/** Below, the curve is a logarithm to within what four digits show; above, it is a step from the first point to a constant. */
export const B_RANGE = [0.01, 20] as const;
/** A curve that falls to its last point leaves c between 0 and that: an interval of more than this part of it says nothing new. */
export const MOST_OPEN = 0.5;
/** Neighbours differ by 4%: far below the width of any dip that three parameters leave. */
const GRID = 200;
/** Halvings by the golden ratio that bring the bracket to the precision at which the sum of squares still changes. */
const REFINEMENTS = 60;
/** Halvings that bring an end of the interval to twelve digits. */
const BISECTIONS = 40;
/** What rounding leaves of a sum of squares of a perfect fit, per point. */
const SQUARES_ROUNDING = 1e-28;
/** The fit, or why there is none. */
export function fitPowerLaw(points: readonly CurvePoint[]): PowerLaw | NoFit {
  if (points.length < MIN_POINTS) return 'TOO_FEW_POINTS';
  const values = points.map(({ value }) => value);
  if (Math.max(...values) - Math.min(...values) < 1e-12) return 'CONSTANT'; // rounding of a constant curve
  const best = findExponent((b) => fitLine(points, b).squares);
  if (best === null) return 'NO_POWER_LAW';
  const { a, c, squares } = fitLine(points, best);
  const n = points.length;
  const allowed = squares * (1 + studentQuantile(n - 3) ** 2 / (n - 3)) + n * SQUARES_ROUNDING;
  const fits = (at: number) => leastSquares(points, at) <= allowed;
  const last = Math.max(0, points[n - 1].value);
  const cLow = findEnd(fits, { inside: c, outside: 0 });
  const cHigh = findEnd(fits, { inside: c, outside: Math.max(c, last) });
  if (cHigh - cLow > MOST_OPEN * last) return 'UNFIXED';
  return { a, b: best, c, cLow, cHigh, residual: Math.sqrt(squares / n), points: n };
}

/** The b with the least squares; null where it lies at the border of its range. */
function findExponent(squaresAt: (b: number) => number): number | null {
  const [from, to] = B_RANGE.map(Math.log);
  const bAt = (step: number) => Math.exp(from + ((to - from) * step) / GRID);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= GRID; step++) {
    const squares = squaresAt(bAt(step));
    if (squares < least) [best, least] = [step, squares];
  }
  if (best === 0 || best === GRID) return null;
  return searchMinimum(squaresAt, [bAt(best - 1), bAt(best + 1)]);
}

/** The least sum of squares with this c, over a and b in its range. */
function leastSquares(points: readonly CurvePoint[], c: number): number {
  const squaresAt = (b: number) => fitScale(points, { b, c }).squares;
  const inner = findExponent(squaresAt);
  return inner === null ? Math.min(...B_RANGE.map(squaresAt)) : squaresAt(inner);
}

/** Where `fits` ends on the way from `inside`, which does, to `outside`. */
function findEnd(fits: (c: number) => boolean, { inside, outside }: { inside: number; outside: number }): number {
  if (fits(outside)) return outside;
  let [near, far] = [inside, outside];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (near + far) / 2;
    if (fits(middle)) near = middle;
    else far = middle;
  }
  return near;
}

/** The best a for these b and c. */
function fitScale(points: readonly CurvePoint[], { b, c }: { b: number; c: number }): { a: number; squares: number } {
  let xx = 0;
  let xy = 0;
  for (const { k, value } of points) {
    xx += k ** (-2 * b);
    xy += k ** -b * (value - c);
  }
  const a = xy / xx;
  return { a, squares: points.reduce((total, { k, value }) => total + (value - a * k ** -b - c) ** 2, 0) };
}

/** The best a and c >= 0 for this b, and the sum of squares that they leave. */
function fitLine(points: readonly CurvePoint[], b: number): { a: number; c: number; squares: number } {
  const n = points.length;
  const xs = points.map(({ k }) => k ** -b);
  const meanX = xs.reduce((total, x) => total + x, 0) / n;
  const meanY = points.reduce((total, { value }) => total + value, 0) / n;
  let xx = 0;
  let xy = 0;
  points.forEach(({ value }, i) => {
    xx += (xs[i] - meanX) ** 2;
    xy += (xs[i] - meanX) * (value - meanY);
  });
  const a = xx > 0 ? xy / xx : 0;
  const c = meanY - a * meanX;
  if (c < 0) return { c: 0, ...fitScale(points, { b, c: 0 }) };
  const squares = points.reduce((total, { value }, i) => total + (value - a * xs[i] - c) ** 2, 0);
  return { a, c, squares };
}

/** Golden section. */
function searchMinimum(f: (x: number) => number, bracket: [number, number]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = bracket;
  let x = high - ratio * (high - low);
  let y = low + ratio * (high - low);
  let [fx, fy] = [f(x), f(y)];
  for (let step = 0; step < REFINEMENTS; step++) {
    if (fx <= fy) {
      [high, y, fy] = [y, x, fx];
      x = high - ratio * (high - low);
      fx = f(x);
    } else {
      [low, x, fx] = [x, y, fy];
      y = low + ratio * (high - low);
      fy = f(y);
    }
  }
  return (low + high) / 2;
}
