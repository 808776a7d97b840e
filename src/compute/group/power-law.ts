/**
 * The fit a * k^-b + c, by which arXiv 2501.16615 extrapolates how many latents stay unique however many seeds there are.
 *
 * In: points of a curve. Out: the least-squares parameters. For a given b the best a and c are those of a straight line in k^-b (variable
 * projection, Golub and Pereyra 1973), so the search is in b alone: a grid on a logarithmic scale, then golden section between the
 * neighbours of its best point. It needs no start values and cannot end in a poor local optimum that the grid resolves.
 */

/** Values at whole k, from 1. */
export interface CurvePoint {
  readonly k: number;
  readonly value: number;
}

export interface PowerLaw {
  readonly a: number;
  readonly b: number;
  /** What remains for k -> infinity. Not constrained: it may come out below 0. */
  readonly c: number;
  /** Root of the mean squared residual, in units of the value. */
  readonly residual: number;
  /** Points fitted. */
  readonly points: number;
}

/** Three parameters and at least one point more, or the residual says nothing. */
export const MIN_POINTS = 4;
/** Below, the curve is a logarithm to within what four digits show; above, it is a step from the first point to a constant. */
export const B_RANGE = [0.01, 20] as const;
/** Neighbours differ by 4%: far below the width of any dip that three parameters leave. */
const GRID = 200;
/** Halvings by the golden ratio that bring the bracket to the precision at which the sum of squares still changes. */
const REFINEMENTS = 60;

/** The fit; null for too few points, a constant curve, and where the best b lies at the border of its range. */
export function fitPowerLaw(points: readonly CurvePoint[]): PowerLaw | null {
  if (points.length < MIN_POINTS) return null;
  const values = points.map(({ value }) => value);
  if (Math.max(...values) - Math.min(...values) < 1e-12) return null; // rounding of a constant curve
  const [from, to] = B_RANGE.map(Math.log);
  const bAt = (step: number) => Math.exp(from + ((to - from) * step) / GRID);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= GRID; step++) {
    const { squares } = fitLine(points, bAt(step));
    if (squares < least) [best, least] = [step, squares];
  }
  if (best === 0 || best === GRID) return null;
  const b = searchMinimum((x) => fitLine(points, x).squares, [bAt(best - 1), bAt(best + 1)]);
  const { a, c, squares } = fitLine(points, b);
  return { a, b, c, residual: Math.sqrt(squares / points.length), points: points.length };
}

/** The best a and c for this b, and the sum of squares that they leave. */
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
