/**
 * Stability of a latent: the probability that it is found in one further dictionary of its run group, from how many of the others have it.
 *
 * In: how many latents of a dictionary are found in exactly 1, 2, ... S dictionaries. Out: for each of these counts an estimate and its interval. The
 * probabilities of all latents are taken to follow one beta distribution, which makes the counts beta-binomial: its two parameters are those that
 * make the counts most likely (empirical Bayes, Robbins 1956), and a latent found in x of m others has the posterior Beta(a + x, b + m - x). So
 * few seeds say little of a single latent, and it is drawn towards what latents of its dictionary are like.
 *
 * One latent is added, spread evenly over the counts: without it latents that are found all or not at all would have no finite parameters.
 */
import { type BetaParameters, betaQuantile } from '../statistics/beta-distribution.ts';

/** A probability with its 95% interval. */
export interface Stability {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** With one other dictionary every distribution of the same mean makes the counts as likely. */
export const MIN_OTHERS = 2;
/** a + b is looked for between these: below, a few seeds would tell for sure what is always found; above, all latents have the same probability. */
const CONCENTRATIONS = [0.1, 1e4] as const;
/** What golden section halves to a millionth of the range. */
const STEPS = 50;
const TAIL = 0.025;

/** Per count of {@link BaseHistogram.counts}: found in 1, 2, ... S dictionaries. [S] Null with fewer than {@link MIN_OTHERS} others, and without latents. */
export function stabilityByCount(counts: readonly number[]): Stability[] | null {
  const others = counts.length - 1;
  const latents = counts.reduce((sum, count) => sum + count, 0);
  if (others < MIN_OTHERS || latents === 0) return null;
  const { a, b } = fitBeta(counts.map((count) => count + 1 / counts.length));
  return counts.map((_, found): Stability => {
    const posterior = { a: a + found, b: b + others - found };
    return {
      value: posterior.a / (posterior.a + posterior.b),
      // no number of seeds tells a latent that is found always, or never, from one that nearly is
      low: found === 0 ? 0 : betaQuantile(TAIL, posterior),
      high: found === others ? 1 : betaQuantile(1 - TAIL, posterior),
    };
  });
}

/** The beta distribution that makes `counts[x]` latents found in x of `counts.length - 1` most likely. */
export function fitBeta(counts: readonly number[]): BetaParameters {
  const from = (mean: number, concentration: number) => ({ a: mean * concentration, b: (1 - mean) * concentration });
  const bestMean = (concentration: number) =>
    maximise((mean) => logLikelihood(counts, from(mean, concentration)), { low: 1e-9, high: 1 - 1e-9 });
  const scale = maximise((log) => bestMean(Math.exp(log)).value, {
    low: Math.log(CONCENTRATIONS[0]),
    high: Math.log(CONCENTRATIONS[1]),
  });
  const concentration = Math.exp(scale.at);
  return from(bestMean(concentration).at, concentration);
}

/** Of beta-binomial counts, up to a constant. */
function logLikelihood(counts: readonly number[], { a, b }: BetaParameters): number {
  const m = counts.length - 1;
  // rising[x] = log of a (a + 1) ... (a + x - 1)
  const rise = (start: number) => {
    const rising = [0];
    for (let k = 0; k < m; k++) rising.push(rising[k] + Math.log(start + k));
    return rising;
  };
  const [ofA, ofB, ofBoth] = [rise(a), rise(b), rise(a + b)];
  return counts.reduce((sum, count, x) => sum + count * (ofA[x] + ofB[m - x] - ofBoth[m]), 0);
}

/** Golden section: where a function with one maximum is greatest. */
function maximise(f: (x: number) => number, bracket: { low: number; high: number }): { at: number; value: number } {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let { low, high } = bracket;
  let [x, y] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [fx, fy] = [f(x), f(y)];
  for (let step = 0; step < STEPS; step++) {
    if (fx >= fy) {
      [high, y, fy] = [y, x, fx];
      x = high - ratio * (high - low);
      fx = f(x);
    } else {
      [low, x, fx] = [x, y, fy];
      y = low + ratio * (high - low);
      fy = f(y);
    }
  }
  const at = (low + high) / 2;
  return { at, value: f(at) };
}
