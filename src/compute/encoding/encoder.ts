/**
 * Activations -> the latents that fire, for one dictionary.
 *
 * In: activations [count, d] as the model gives them. Out: sparse latent activations, as the trainers' own libraries compute them (sparsify
 * `SparseCoder.encode`, SAELens 6 `SAE.encode`) to float32 rounding; at a tie or a threshold another order of summing may decide otherwise.
 */
import type { ExecutionProvider } from '../execution-provider.ts';
import { openTileProduct } from '../matching/tiles/tile-product.ts';
import type { EncoderWeights } from './encoder-weights.ts';
import { prepareInputs } from './input-normalisation.ts';
import { buildSelection } from './latent-selection.ts';
import { type SparseActivations, SparseBuilder } from './sparse-activations.ts';

export interface Encoder {
  readonly n: number;
  readonly d: number;
  /** Latents that fire on each row of `x` [count, d]. The answer is valid until the next call. Blocks the calling thread. */
  encode(x: Float32Array): Promise<SparseActivations>;
  close(): Promise<void>;
}

/** Products held at once: 32 MB, whatever the number of latents. */
const TILE_FLOATS = 2 ** 23;
/** More rows than this make a product no faster. */
const MAX_TILE_ROWS = 2048;

/** An encoder of `weights`. Must be closed. Throws `TypeError` where a part that its kind needs is missing. */
export async function openEncoder(
  weights: EncoderWeights,
  options: { threads: number; provider?: ExecutionProvider },
): Promise<Encoder> {
  const { n, d } = weights;
  const select = buildSelection(weights);
  const tileRows = Math.max(1, Math.min(MAX_TILE_ROWS, Math.floor(TILE_FLOATS / n)));
  const inputs = new Float32Array(tileRows * d);
  const tile = new Float32Array(tileRows * n);
  const found = new SparseBuilder();
  const product = await openTileProduct({ d, ...options });
  return {
    n,
    d,
    async encode(x) {
      const count = x.length / d;
      if (!Number.isInteger(count)) throw new RangeError(`${x.length} numbers are no rows of ${d}`);
      found.begin(count);
      for (let from = 0; from < count; from += tileRows) {
        const rows = Math.min(tileRows, count - from);
        const part = inputs.subarray(0, rows * d);
        const products = tile.subarray(0, rows * n);
        prepareInputs(x.subarray(from * d, (from + rows) * d), { ...weights, into: part });
        await product.multiply(part, weights.rows, products);
        for (let t = 0; t < rows; t++) select(products, t * n, found);
      }
      return found.finish();
    },
    close: () => product.close(),
  };
}
