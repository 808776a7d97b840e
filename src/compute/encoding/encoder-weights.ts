/** What of a dictionary decides which latents fire, whatever file it came from. */
import type { InputNormalisation } from './input-normalisation.ts';

export type EncoderKind = 'TOPK' | 'BATCH_TOPK' | 'RELU_L1' | 'GATED' | 'JUMP_RELU';

/** Arrays are read, never written. */
export interface EncoderWeights {
  readonly kind: EncoderKind;
  readonly n: number;
  readonly d: number;
  /** TOPK. */
  readonly k: number | null;
  /** Encoder rows. */
  readonly rows: Float32Array; // [n, d]
  /** Of the gate, for GATED. */
  readonly bias: Float32Array; // [n]
  readonly normalisation: InputNormalisation;
  /** Subtracted from normalised inputs (most dictionaries: the decoder bias); null for nothing. */
  readonly centre: Float32Array | null; // [d]
  /** TOPK: what pre-activations are multiplied by before the largest are sought (decoder norms); null for 1. */
  readonly scale: Float32Array | null; // [n]
  /** BATCH_TOPK and JUMP_RELU: a latent fires above it. */
  readonly threshold: Float32Array | null; // [n]
  /** GATED: f = gate * ReLU(exp(logScale) * E x + bias). Both [n]. */
  readonly magnitude: { readonly bias: Float32Array; readonly logScale: Float32Array } | null;
}
