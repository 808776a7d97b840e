/** A stretch of a text as contexts are made of it, and what a latent does on it. */

export interface TokenWindow {
  /** Counts windows of the corpus from 0. */
  readonly number: number;
  /** The sequence that it is cut from, and its first token there, both from 0. */
  readonly document: number;
  readonly offset: number;
  readonly tokens: Int32Array; // [length]
}

/** One latent on one window. */
export interface WindowActivation {
  readonly window: TokenWindow;
  /** One per token, zero where the latent is silent. */
  readonly activations: Float32Array;
  readonly max: number;
  /** The first token with that activation. */
  readonly position: number;
}
