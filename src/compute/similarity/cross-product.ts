/**
 * X^T Y of two tall blocks of paired rows, summed over blocks of pairs in float64.
 *
 * In: X [m, p] and Y [m, q], a pair per row. Out: [p, q]. The product itself is onnxruntime's, float32 within a block of pairs: an entry's
 * relative error is some 1e-7 of the sum of absolute products.
 */
import type { Turns } from '../turns.ts';
import { openTileProduct } from '../matching/tiles/tile-product.ts';

/** Rows and columns in one array, row-major. */
export interface Block {
  readonly values: Float32Array;
  readonly columns: number;
}

/** Pairs of one product: the transposed blocks stay small, and the float32 sums short. */
const PAIRS = 1024;

/** X^T Y over `pairs`; `order[i]` is the row of Y that row i of X meets (its own where left out). Float64 [p, q], new. O(m p q). */
export type CrossProduct = (of: { x: Block; y: Block; pairs: number; order?: Int32Array }) => Promise<Float64Array>;

/** A cross product on `threads` threads. Must be closed. */
export async function openCrossProduct(options: {
  threads: number;
  turns: Turns;
}): Promise<{ multiply: CrossProduct; close(): Promise<void> }> {
  const product = await openTileProduct({ d: PAIRS, threads: options.threads });
  return {
    async multiply({ x, y, pairs, order }) {
      const [p, q] = [x.columns, y.columns];
      const total = new Float64Array(p * q);
      const tile = new Float32Array(p * q);
      const [left, right] = [new Float32Array(p * PAIRS), new Float32Array(q * PAIRS)];
      for (let start = 0; start < pairs; start += PAIRS) {
        await options.turns.yield();
        transpose(x, { start, pairs, into: left });
        transpose(y, { start, pairs, into: right, order });
        await product.multiply(left, right, tile);
        for (let at = 0; at < tile.length; at++) total[at] += tile[at];
      }
      return total;
    },
    close: () => product.close(),
  };
}

/** Rows start .. start + PAIRS of a block as columns; beyond the last pair zeros. */
function transpose(
  { values, columns }: Block,
  of: { start: number; pairs: number; into: Float32Array; order?: Int32Array },
): void {
  const { start, pairs, into, order } = of;
  for (let i = 0; i < PAIRS; i++) {
    const at = start + i;
    const row = at < pairs ? (order ? order[at] : at) * columns : -1;
    for (let z = 0; z < columns; z++) into[z * PAIRS + i] = row < 0 ? 0 : values[row + z];
  }
}
