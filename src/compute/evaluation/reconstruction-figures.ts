/**
 * How a dictionary rebuilds activations, over all tokens of a pass: SAELens's figures (`sae_lens/evals.py`), in float64.
 *
 * Explained variance is 1 - sum |x - xhat|^2 / sum |x - mean x|^2, so FVU is one less it; cosine and norm ratio are means over tokens; a latent is
 * dead if it fired on none of them.
 */
import { type DecoderWeights, rebuildToken } from '../encoding/reconstruction.ts';
import type { SparseActivations } from '../encoding/sparse-activations.ts';

export interface ReconstructionFigures {
  readonly tokens: number;
  /** Null where the activations do not vary. */
  readonly fvu: number | null;
  /** Mean of |x - xhat|^2. */
  readonly mse: number;
  /** Latents that fire on a token, and the sum of what they give, on average. */
  readonly l0: number;
  readonly l1: number;
  /** Mean cosine of x and xhat; tokens of which either is zero count as 0. */
  readonly cosine: number;
  /** Mean of |xhat| / |x|. */
  readonly normRatio: number;
  /** mean |xhat|^2 / mean x.xhat: 1 without shrinkage (arXiv 2404.16014, equation 10). Null where that is not defined. */
  readonly relativeBias: number | null;
  /** Tokens on which each latent fires. [n] */
  readonly fires: Float64Array;
}

/** |x| below which a ratio of norms counts as a ratio to 1, as SAELens has it. */
const LEAST_NORM = 1e-4;

export class ReconstructionSums {
  readonly #decoder: DecoderWeights;
  readonly #mean: Float64Array; // [d], sums
  readonly #fires: Float64Array; // [n]
  #tokens = 0;
  #squares = 0;
  #errors = 0;
  #active = 0;
  #strength = 0;
  #cosines = 0;
  #ratios = 0;
  #builtSquares = 0;
  #products = 0;

  constructor(decoder: DecoderWeights) {
    this.#decoder = decoder;
    this.#mean = new Float64Array(decoder.d);
    this.#fires = new Float64Array(decoder.rows.length / decoder.d);
  }

  /** `x` [count, d] with what fires on it; writes the reconstructions to `into` [count, d] where it is given. */
  add(x: Float32Array, fired: SparseActivations, into?: Float32Array): void {
    const { d } = this.#decoder;
    const built = new Float64Array(d);
    for (let t = 0; t < fired.count; t++) {
      rebuildToken(this.#decoder, { x: x.subarray(t * d, (t + 1) * d), fired, t, into: built });
      into?.set(built, t * d);
      let [square, builtSquare, product, error] = [0, 0, 0, 0];
      for (let z = 0; z < d; z++) {
        const value = x[t * d + z];
        square += value * value;
        builtSquare += built[z] * built[z];
        product += value * built[z];
        error += (value - built[z]) ** 2;
        this.#mean[z] += value;
      }
      this.#squares += square;
      this.#errors += error;
      this.#builtSquares += builtSquare;
      this.#products += product;
      const norm = Math.sqrt(square);
      this.#ratios += Math.sqrt(builtSquare) / (norm < LEAST_NORM ? 1 : norm);
      if (square > 0 && builtSquare > 0) this.#cosines += product / Math.sqrt(square * builtSquare);
      for (let at = fired.offsets[t]; at < fired.offsets[t + 1]; at++) {
        this.#fires[fired.indices[at]]++;
        this.#strength += fired.values[at];
      }
      this.#active += fired.offsets[t + 1] - fired.offsets[t];
    }
    this.#tokens += fired.count;
  }

  /** Null before any token. */
  finish(): ReconstructionFigures | null {
    const tokens = this.#tokens;
    if (tokens === 0) return null;
    const variance = this.#squares - this.#mean.reduce((sum, total) => sum + (total * total) / tokens, 0);
    return {
      tokens,
      fvu: variance > 0 ? this.#errors / variance : null,
      mse: this.#errors / tokens,
      l0: this.#active / tokens,
      l1: this.#strength / tokens,
      cosine: this.#cosines / tokens,
      normRatio: this.#ratios / tokens,
      relativeBias: this.#products === 0 ? null : this.#builtSquares / this.#products,
      fires: this.#fires,
    };
  }
}

/** How many latents fire how often: bins of equal width in log10 of the frequency. */
export interface DensityHistogram {
  readonly from: number;
  readonly to: number;
  /** Latents per bin, rarest first; those that fire more rarely than `from` says are in the first. */
  readonly counts: number[];
  readonly dead: number;
}

/** Bins of a quarter of a decade, from one token in a million to all. */
const DENSITY = { from: -6, to: 0, bins: 24 };

/** The histogram of firing frequencies; the dead are counted apart. */
export function buildDensityHistogram({
  fires,
  tokens,
}: Pick<ReconstructionFigures, 'fires' | 'tokens'>): DensityHistogram {
  const { from, to, bins } = DENSITY;
  const counts = new Array<number>(bins).fill(0);
  let dead = 0;
  for (const count of fires) {
    if (count === 0) dead++;
    else {
      const bin = Math.floor(((Math.log10(count / tokens) - from) / (to - from)) * bins);
      counts[Math.max(0, Math.min(bins - 1, bin))]++;
    }
  }
  return { from, to, counts, dead };
}
