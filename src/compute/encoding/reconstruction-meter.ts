/**
 * How well a dictionary rebuilds the activations that it is shown: FVU = sum |x - xhat|^2 / sum |x - mean x|^2 and L0, over all of a pass.
 *
 * A dictionary shown activations of another model, hookpoint or scale has an FVU near 1 or above: this is how such a mistake is seen.
 */
import { type DecoderWeights, rebuildToken } from './reconstruction.ts';
import type { SparseActivations } from './sparse-activations.ts';

/** A meter's sums. */
export interface SavedMeter {
  sums: Float64Array;
  squares: number;
  errors: number;
  tokens: number;
  active: number;
}

export class ReconstructionMeter {
  readonly #decoder: DecoderWeights;
  readonly #sums: Float64Array; // [d]
  readonly #built: Float64Array; // [d]
  #squares = 0;
  #errors = 0;
  #tokens = 0;
  #active = 0;

  constructor(decoder: DecoderWeights) {
    this.#decoder = decoder;
    this.#sums = new Float64Array(decoder.d);
    this.#built = new Float64Array(decoder.d);
  }

  /** `x` [count, d] with what fires on it. */
  add(x: Float32Array, fired: SparseActivations): void {
    const { d } = this.#decoder;
    const built = this.#built;
    for (let t = 0; t < fired.count; t++) {
      rebuildToken(this.#decoder, { x: x.subarray(t * d, (t + 1) * d), fired, t, into: built });
      for (let z = 0; z < d; z++) {
        const value = x[t * d + z];
        this.#errors += (value - built[z]) ** 2;
        this.#squares += value * value;
        this.#sums[z] += value;
      }
    }
    this.#tokens += fired.count;
    this.#active += fired.offsets[fired.count];
  }

  save(): SavedMeter {
    return {
      sums: this.#sums,
      squares: this.#squares,
      errors: this.#errors,
      tokens: this.#tokens,
      active: this.#active,
    };
  }

  restore({ sums, squares, errors, tokens, active }: SavedMeter): void {
    this.#sums.set(sums);
    this.#squares = squares;
    this.#errors = errors;
    this.#tokens = tokens;
    this.#active = active;
  }

  /** Null before any token, and an FVU of null where the activations do not vary. */
  finish(): { fvu: number | null; l0: number } | null {
    if (this.#tokens === 0) return null;
    let meanSquares = 0;
    for (const sum of this.#sums) meanSquares += (sum * sum) / this.#tokens;
    const variance = this.#squares - meanSquares;
    return { fvu: variance > 0 ? this.#errors / variance : null, l0: this.#active / this.#tokens };
  }
}
