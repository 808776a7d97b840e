/** The bare float32 product of two dictionaries in tiles: the floor that a matching's time is compared with. */
import type { ExecutionProvider } from '../src/compute/execution-provider.ts';
import { openTileProduct, TILE_COLUMNS, TILE_ROWS } from '../src/compute/matching/tiles/tile-product.ts';
import type { UnitRows } from '../src/compute/unit-rows.ts';

/** Every tile of the first `rows` rows of `a` with all of `b` once, and nothing else. */
export async function multiplyAll(
  a: UnitRows,
  b: UnitRows,
  { rows, threads, provider }: { rows: number; threads: number; provider?: ExecutionProvider },
): Promise<void> {
  const { d } = a;
  const product = await openTileProduct({ d, threads, provider });
  const tile = new Float32Array(TILE_ROWS * TILE_COLUMNS);
  for (let i = 0; i < rows; i += TILE_ROWS) {
    const x = a.values.subarray(i * d, Math.min(i + TILE_ROWS, rows) * d);
    for (let j = 0; j < b.n; j += TILE_COLUMNS) {
      const y = b.values.subarray(j * d, Math.min(j + TILE_COLUMNS, b.n) * d);
      await product.multiply(x, y, tile.subarray(0, (x.length / d) * (y.length / d)));
    }
  }
  await product.close();
}
