/**
 * Rows and columns that the sparse graph could not place -> pairs among them, so that all rows can be placed.
 *
 * Each surplus row and column is linked with its best few in the dense block of surplus rows and columns, and the k-th row with
 * the k-th column, which alone makes a complete assignment possible.
 */
import type { Engine } from './engine.ts';
import { gatherRows } from './gathered-rows.ts';
import { TILE_COLUMNS, TILE_ROWS } from './tile-product.ts';

/** Links per surplus row and column. */
const linksKept = 12;

/** Calls `link` with pairs of `rows` and `columns` (fewer rows than columns, or as many); some pairs more than once. */
export async function linkSurplus(
  engine: Engine,
  surplus: { rows: readonly number[]; columns: readonly number[]; link: (row: number, column: number) => void },
): Promise<void> {
  const { rows, columns, link } = surplus;
  const { a, b, kernel, tile, product, pace, absolute } = engine;
  const mark = kernel.mark();
  const rowLists = kernel.allocateLists({ n: rows.length, k: Math.min(linksKept, columns.length) });
  const columnLists = kernel.allocateLists({ n: columns.length, k: Math.min(linksKept, rows.length) });
  for (let firstColumn = 0; firstColumn < columns.length; firstColumn += TILE_COLUMNS) {
    const y = gatherRows(b, columns.slice(firstColumn, firstColumn + TILE_COLUMNS), engine.columnBuffer);
    const n = y.length / b.d;
    for (let firstRow = 0; firstRow < rows.length; firstRow += TILE_ROWS) {
      const x = gatherRows(a, rows.slice(firstRow, firstRow + TILE_ROWS), engine.rowBuffer);
      const m = x.length / a.d;
      await product.multiply(x, y, kernel.floats(tile, m * n));
      kernel.keepNearest({
        tile,
        m,
        n,
        absolute,
        firstRow,
        firstColumn,
        rows: rowLists,
        columns: columnLists,
      });
      await pace.breathe();
    }
  }
  for (const [k, row] of rows.entries()) link(row, columns[k]);
  for (const lists of [rowLists, columnLists]) kernel.finish(lists);
  kernel.forEachEntry(rowLists, (r, c) => link(rows[r], columns[c]));
  kernel.forEachEntry(columnLists, (c, r) => link(rows[r], columns[c]));
  kernel.release(mark);
}
