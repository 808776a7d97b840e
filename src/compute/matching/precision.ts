/** What the tiles of a matching may be computed in, by its size. */
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import { NEAREST_KEPT } from './nearest-lists.ts';
import { CANDIDATES_KEPT } from '../side-matching.ts';

/**
 * Float32 numbers; bytes, where that is cheaper though their scores are coarse; or bytes with a second plane for the rows, which
 * costs two products and halves the error.
 */
export type Precision = 'FLOAT32' | 'INT8' | 'INT15';

/** Below this width a tile's scan costs more than its product, and coding the rows more than it saves. */
const leastWidth = 256;
/** Fewer latents are matched before anything can be saved. */
const leastLatents = 4096;
/** Sums of 255 * 127 must fit into 31 bits. */
const mostWidth = 65_536;
/** Error bounds of most pairs of unit rows; see byte-codes.ts. */
export const usualErrors = { INT8: 0.018, INT15: 0.009 } as const;

/** Chance that a normal number exceeds `z` > 0, somewhat above the true one. */
function normalTail(z: number): number {
  return Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI));
}

/** The number that a normal one exceeds with chance `p`, for p below 0.3. */
function normalQuantile(p: number): number {
  let [low, high] = [0.5, 9];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > p) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The cheapest precision for `nA` x `nB` latents of width `d` whatever their rows are: judged by isotropic ones, whose cosines (standard
 * deviation d^-1/2) lie closest together beside the error of bytes. Coarse scores must leave no more pairs per latent open than lists
 * hold. Providers other than the processor have no product of bytes.
 */
export function pickPrecision(shape: { nA: number; nB: number; d: number; provider?: ExecutionProvider }): Precision {
  const { nA, nB, d, provider = 'cpu' } = shape;
  const n = Math.max(nA, nB);
  if (provider !== 'cpu' || d < leastWidth || d > mostWidth || Math.min(nA, nB) < leastLatents) return 'FLOAT32';
  const nearest = normalQuantile(CANDIDATES_KEPT / n);
  for (const precision of ['INT8', 'INT15'] as const) {
    const open = normalTail(Math.max(0.5, nearest - usualErrors[precision] * Math.sqrt(d)));
    if (open * n <= NEAREST_KEPT) return precision;
  }
  return 'FLOAT32';
}
