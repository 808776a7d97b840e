/** How often each latent of one dictionary fires, and its mean and deviation over all tokens, the silent ones included. */
import type { SparseActivations } from '../encoding/sparse-activations.ts';

/** Below this part of the mean square, a variance is what rounding leaves: the latent is called constant. */
const CONSTANT = 1e-12;

export class FiringMoments {
  readonly n: number;
  /** Tokens on which each fires. [n] */
  readonly fires: Float64Array;
  /** Sums of activations and of their squares. [n] each */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  tokens = 0;

  constructor(n: number) {
    this.n = n;
    this.fires = new Float64Array(n);
    this.sums = new Float64Array(n);
    this.squares = new Float64Array(n);
  }

  add({ count, offsets, indices, values }: SparseActivations): void {
    for (let at = offsets[0]; at < offsets[count]; at++) {
      const i = indices[at];
      this.fires[i]++;
      this.sums[i] += values[at];
      this.squares[i] += values[at] ** 2;
    }
    this.tokens += count;
  }

  merge(other: FiringMoments): void {
    for (let i = 0; i < this.n; i++) {
      this.fires[i] += other.fires[i];
      this.sums[i] += other.sums[i];
      this.squares[i] += other.squares[i];
    }
    this.tokens += other.tokens;
  }

  mean(i: number): number {
    return this.tokens === 0 ? 0 : this.sums[i] / this.tokens;
  }

  /** 0 for a latent that does not vary. */
  deviation(i: number): number {
    if (this.tokens === 0) return 0;
    const square = this.squares[i] / this.tokens;
    const variance = square - this.mean(i) ** 2;
    return variance > CONSTANT * square ? Math.sqrt(variance) : 0;
  }
}
