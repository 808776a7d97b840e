/** Two exact searches over rows in memory: the truth in float64, and onnxruntime's product as the peer that a database is measured against. */
import { openTileProduct } from '../src/compute/matching/tiles/tile-product.ts';
import type { UnitRows } from '../src/compute/unit-rows.ts';

/** The `first` rows with the largest dot product with `query` in float64, best first, ties by lower index. */
export function scanExactly(rows: UnitRows, { query, first }: { query: Float32Array; first: number }): number[] {
  const { n, d, values } = rows;
  const scores = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let s0 = 0;
    let s1 = 0;
    for (let z = 0; z + 1 < d; z += 2) {
      s0 += values[i * d + z] * query[z];
      s1 += values[i * d + z + 1] * query[z + 1];
    }
    scores[i] = d % 2 === 0 ? s0 + s1 : s0 + s1 + values[i * d + d - 1] * query[d - 1];
  }
  return pickLargest(scores, first);
}

/** A search by one float32 product per query over the resident matrix. Must be closed. */
export async function openProductScan(rows: UnitRows, { threads }: { threads: number }) {
  const product = await openTileProduct({ d: rows.d, threads });
  const scores = new Float32Array(rows.n);
  return {
    async search(query: Float32Array, first: number): Promise<number[]> {
      await product.multiply(query, rows.values, scores);
      return pickLargest(scores, first);
    },
    close: () => product.close(),
  };
}

/** Positions of the `first` largest, best first, ties by lower index. One pass with a short sorted list. */
function pickLargest(scores: Float32Array | Float64Array, first: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (best.length === first && !(scores[i] > scores[best[first - 1]])) continue;
    let at = best.length;
    while (at > 0 && scores[i] > scores[best[at - 1]]) at--;
    best.splice(at, 0, i);
    if (best.length > first) best.pop();
  }
  return best;
}
