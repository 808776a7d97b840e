/**
 * How often a latent may fire, from how often it did. In: a count and the tokens looked at. Out: the 95% upper bound of its rate.
 *
 * Firings are taken for independent (Poisson): the bound is the rate at which so few of them would be seen in one of twenty texts. Without any it
 * is the rule of three, -ln(.05) / N = 3.0 / N. Tokens of one document are alike, so for latents that fire in bursts it is too low.
 */

/** One in twenty. */
const ALPHA = 0.05;
/** 95% quantile of the normal distribution. */
const NORMAL_QUANTILE = 1.6448536269514722;
/** Up to here the sum is exact; beyond, the approximation of Wilson and Hilferty (1931) is right to 1e-5. */
const MOST_SUMMED = 1_000;

/** Upper bound of the rate per token, at most 1. Throws `RangeError` unless 0 <= count <= tokens and there is a token. */
export function rateUpperBound(count: number, tokens: number): number {
  if (!(count >= 0 && tokens > 0 && count <= tokens))
    throw new RangeError(`expected a count of at most ${tokens}, got ${count}`);
  return Math.min(1, meanUpperBound(count) / tokens);
}

/** The mean of a Poisson variable that is `count` or less in one case of twenty. */
function meanUpperBound(count: number): number {
  const next = count + 1;
  const approximate = next * (1 - 1 / (9 * next) + NORMAL_QUANTILE / (3 * Math.sqrt(next))) ** 3;
  if (count > MOST_SUMMED) return approximate;
  let [low, high] = [0, 2 * approximate];
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (atMost(count, middle) > ALPHA) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X <= count) for a Poisson variable of this mean. */
function atMost(count: number, mean: number): number {
  let logTerm = -mean;
  let total = Math.exp(logTerm);
  for (let k = 1; k <= count; k++) {
    logTerm += Math.log(mean / k);
    total += Math.exp(logTerm);
  }
  return total;
}
