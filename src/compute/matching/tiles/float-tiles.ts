/** Tiles by the float32 product. Entries are scores; the summation order is the runtime's own, `pair-score.ts` covers any. */
import type { ExecutionProvider } from '../../onnx/onnx-session.ts';
import type { UnitRows } from '../../unit-rows.ts';
import { computeRoundingBound } from '../pair-score.ts';
import type { ScanKernel } from './scan-kernel.ts';
import { openTileProduct, TILE_COLUMNS, TILE_ROWS } from './tile-product.ts';
import { isRun, type Tiles } from './tiles.ts';

/** Tiles of `a` x `b` in the memory of `kernel`. Must be closed. */
export async function openFloatTiles(
  rows: { a: UnitRows; b: UnitRows },
  options: { kernel: ScanKernel; threads: number; provider?: ExecutionProvider },
): Promise<Tiles> {
  const { a, b } = rows;
  const { kernel, threads, provider } = options;
  const { d } = a;
  const product = await openTileProduct({ d, threads, provider });
  const errorBound = computeRoundingBound(a, b);
  const tile = kernel.allocate(Math.min(TILE_ROWS, a.n) * Math.min(TILE_COLUMNS, b.n));
  const [rowScales, rowRaises] = [kernel.allocate(TILE_ROWS), kernel.allocate(TILE_ROWS)];
  const columnRaises = kernel.allocate(TILE_COLUMNS);
  kernel.floats(rowScales).fill(1);
  kernel.floats(rowRaises).fill(0);
  kernel.floats(columnRaises).fill(0);
  const rowBuffer = new Float32Array(Math.min(TILE_ROWS, a.n) * d);
  const columnBuffer = new Float32Array(Math.min(TILE_COLUMNS, b.n) * d);
  const take = (from: UnitRows, names: Int32Array, buffer: Float32Array) =>
    isRun(names) ? from.values.subarray(names[0] * d, (names[0] + names.length) * d) : gatherRows(from, names, buffer);
  let columns = b.values.subarray(0, 0);
  return {
    errorBound,
    entryBound: errorBound,
    usualRaise: 0,
    repeatBound: 2 * errorBound,
    tileRows: TILE_ROWS,
    tileColumns: TILE_COLUMNS,
    scores: { tile, rowScales, rowRaises, columnRaises },
    setColumns(names) {
      columns = take(b, names, columnBuffer);
    },
    async multiply(names) {
      await product.multiply(
        take(a, names, rowBuffer),
        columns,
        kernel.floats(tile, (names.length * columns.length) / d),
      );
    },
    close: () => product.close(),
  };
}

/** Copies rows `names` of `rows` into the front of `buffer` and returns that part, [names.length, d]. */
function gatherRows(rows: UnitRows, names: ArrayLike<number>, buffer: Float32Array): Float32Array {
  const { d, values } = rows;
  for (let q = 0; q < names.length; q++) buffer.set(values.subarray(names[q] * d, (names[q] + 1) * d), q * d);
  return buffer.subarray(0, names.length * d);
}
