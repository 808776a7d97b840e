/** What the tiles of a matching are computed in, by its size. */
import type { ExecutionProvider } from '../onnx/onnx-session.ts';

/** Float32 numbers, or bytes where that is cheaper though their scores are coarse. */
export type Precision = 'FLOAT32' | 'INT8';

/** Below this width a tile's scan costs more than its product, and coding the rows more than it saves. */
const leastWidth = 256;
/** Fewer latents are matched before anything can be saved. */
const leastLatents = 4096;
/** Sums of 255 * 127 must fit into 31 bits. */
const mostWidth = 65_536;
/** Length of a typical coded row's residual, in both rows together, of a pair of unit rows; see byte-codes.ts. */
const usualError = 0.0205;
/** Standard deviations from the mean, of pairs of random rows, at which one of a latent's candidates is found among 16k to 131k. */
const usualRank = 3.8;
/**
 * Largest share of pairs that coarse scores may leave open per latent before looking at them one by one costs more than float32
 * tiles of all.
 */
const mostOpen = 0.0012;

/** Chance that a normal number exceeds `z`, for z > 0: Abramowitz and Stegun 26.2.12, above it by some percent. */
function normalTail(z: number): number {
  return Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI));
}

/**
 * The cheaper precision for `nA` x `nB` latents of width `d`. Judged by isotropic rows, whose cosines (standard deviation
 * d^-1/2) lie closest together beside the error of bytes. Providers other than the processor have no product of bytes.
 */
export function pickPrecision(shape: { nA: number; nB: number; d: number; provider?: ExecutionProvider }): Precision {
  const { nA, nB, d, provider = 'cpu' } = shape;
  if (provider !== 'cpu' || d < leastWidth || d > mostWidth || Math.min(nA, nB) < leastLatents) return 'FLOAT32';
  const open = normalTail(Math.max(0.5, usualRank - usualError * Math.sqrt(d)));
  return open <= mostOpen ? 'INT8' : 'FLOAT32';
}
