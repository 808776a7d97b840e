/**
 * The latents of one dictionary whose decoder rows are nearest to each other: where confusing negatives come from.
 *
 * In: unit rows [n, d]. Out: for each row the indices of the `count` others with the largest cosine, best first, -1 where there are fewer.
 */
import type { ExecutionProvider } from '../execution-provider.ts';
import { openTileProduct, TILE_ROWS } from '../matching/tiles/tile-product.ts';

/** n^2 d multiplications in tiles. Zero rows are nobody's neighbour only in so far as their cosine is 0. */
export async function findNearestDecoders(
  rows: Float32Array,
  options: {
    n: number;
    d: number;
    count: number;
    threads: number;
    provider?: ExecutionProvider;
    signal?: AbortSignal;
    onRows?: (done: number) => void;
  },
): Promise<Int32Array> {
  const { n, d, count } = options;
  const nearest = new Int32Array(n * count).fill(-1); // [n, count]
  const cosines = new Float64Array(count);
  const product = await openTileProduct({ d, threads: options.threads, provider: options.provider });
  const tileRows = Math.max(1, Math.min(TILE_ROWS, Math.floor(TILE_FLOATS / n)));
  const tile = new Float32Array(tileRows * n);
  try {
    for (let from = 0; from < n; from += tileRows) {
      options.signal?.throwIfAborted();
      const part = Math.min(tileRows, n - from);
      await product.multiply(rows.subarray(from * d, (from + part) * d), rows, tile.subarray(0, part * n));
      for (let i = 0; i < part; i++) {
        cosines.fill(Number.NEGATIVE_INFINITY);
        const found = nearest.subarray((from + i) * count, (from + i + 1) * count);
        for (let j = 0; j < n; j++) {
          const cosine = tile[i * n + j];
          if (j === from + i || !(cosine > cosines[count - 1])) continue;
          let at = count - 1;
          for (; at > 0 && cosines[at - 1] < cosine; at--) {
            cosines[at] = cosines[at - 1];
            found[at] = found[at - 1];
          }
          cosines[at] = cosine;
          found[at] = j;
        }
      }
      options.onRows?.(from + part);
    }
  } finally {
    await product.close();
  }
  return nearest;
}

/** Products held at once: 32 MB. */
const TILE_FLOATS = 2 ** 23;
