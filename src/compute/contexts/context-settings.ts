/** How contexts are chosen. Defaults follow delphi's practice, scaled down to what a person reads. */
export interface ContextSettings {
  /** Tokens of one context. Sequences are cut into windows of this length, without overlap. */
  readonly windowLength: number;
  /** Strongest windows per latent. */
  readonly top: number;
  /** Windows on which the latent fires, a fair sample sorted by strength, are divided into so many parts of equal size... */
  readonly quantiles: number;
  /** ...of each of which so many are kept. */
  readonly perQuantile: number;
  /** Windows on which the latent is silent. */
  readonly nonActivating: number;
  /** Windows on which it is silent and a latent with a near decoder row fires. */
  readonly neighbours: number;
  /** Seed of every sample. */
  readonly seed: number;
}

/** Half of the quantile windows go to explaining, half are held out for scoring (`held-out.ts`). */
export const defaultContextSettings: ContextSettings = {
  windowLength: 32,
  top: 10,
  quantiles: 5,
  perQuantile: 6,
  nonActivating: 15,
  neighbours: 10,
  seed: 0,
};

/** Windows in the sample that quantiles are taken from, per window kept: enough that a tenth of them lies in any tenth. */
export const SAMPLE_PER_KEPT = 2;
/** Windows of the corpus among which negatives are looked for: a latent on one token in 1,000 is on 60 of them at a length of 32. */
export const NEGATIVE_POOL = 2048;
/** Nearest latents by decoder cosine among which active ones are looked for. */
export const NEIGHBOURS_LOOKED_AT = 10;
