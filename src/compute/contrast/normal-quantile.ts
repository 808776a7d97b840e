/** Quantiles of the standard normal distribution, to 1e-9. */

/** Panels of Simpson's rule between 0 and the quantile: an error below 1e-10 for all that float64 tells apart from 1. */
const PANELS = 400;
/** Beyond this the tail is below 1e-22. */
const FARTHEST = 10;
const BISECTIONS = 60;

/** The number that a standard normal one does not exceed with probability `p`, 0.5 <= p < 1. */
export function normalQuantile(p: number): number {
  if (!(p >= 0.5 && p < 1)) throw new RangeError(`expected a probability from 0.5 to below 1, got ${p}`);
  let [low, high] = [0, FARTHEST];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (0.5 + centralHalf(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

/** Probability of a number between 0 and `z`. */
function centralHalf(z: number): number {
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let at = 1; at < PANELS; at++) sum += (at % 2 === 1 ? 4 : 2) * density((at * z) / PANELS);
  return (sum * z) / (3 * PANELS);
}
