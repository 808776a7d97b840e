/** A context as a collector chooses it. */
import type { TokenWindow } from './token-window.ts';

/** A window chosen for a latent. Zero activations for the two kinds of negatives. */
export interface FoundContext {
  kind: 'TOP' | 'QUANTILE' | 'NON_ACTIVATING' | 'NEIGHBOUR';
  /** From 0 inside the kind; strongest first among TOP, by quantile and then by chance among QUANTILE. */
  ordinal: number;
  window: TokenWindow;
  activations: Float32Array; // [window.tokens.length]
  /** The token that it was chosen for. */
  position: number;
  max: number;
  /** From 0, weakest first. */
  quantile: number | null;
  /** The latent that is active. */
  neighbour: number | null;
}
