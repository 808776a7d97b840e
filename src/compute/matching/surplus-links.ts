/**
 * Rows and columns that the sparse graph could not place -> pairs among them, so that all rows can be placed.
 *
 * Each surplus row and column is linked with its best few in the dense block of surplus rows and columns, and the k-th row with
 * the k-th column, which alone makes a complete assignment possible.
 */
import type { Engine } from './engine.ts';
import { PairList } from './pair-list.ts';

/** Links per surplus row and column. */
const linksKept = 12;

/** Calls `link` with pairs of `rows` and `columns` (fewer rows than columns, or as many); some pairs more than once. */
export async function linkSurplus(
  engine: Engine,
  surplus: { rows: readonly number[]; columns: readonly number[]; link: (row: number, column: number) => void },
): Promise<void> {
  const { link } = surplus;
  const [rows, columns] = [Int32Array.from(surplus.rows), Int32Array.from(surplus.columns)];
  const { kernel, tiles, turns, absolute } = engine;
  const { scores, tileRows, tileColumns } = tiles;
  const mark = kernel.mark();
  const rowLists = kernel.allocateLists({ n: rows.length, k: Math.min(linksKept, columns.length) });
  const columnLists = kernel.allocateLists({ n: columns.length, k: Math.min(linksKept, rows.length) });
  for (let firstColumn = 0; firstColumn < columns.length; firstColumn += tileColumns) {
    const columnNames = columns.subarray(firstColumn, firstColumn + tileColumns);
    tiles.setColumns(columnNames);
    for (let firstRow = 0; firstRow < rows.length; firstRow += tileRows) {
      const rowNames = rows.subarray(firstRow, firstRow + tileRows);
      await tiles.multiply(rowNames);
      const [m, n] = [rowNames.length, columnNames.length];
      const lists = { rows: rowLists, columns: columnLists };
      kernel.keepNearest({ scores, m, n, absolute, firstRow, firstColumn, ...lists });
      await turns.yield();
    }
  }
  const links = new PairList();
  for (const [k, row] of rows.entries()) links.push(row, columns[k], 0);
  for (const lists of [rowLists, columnLists]) kernel.finish(lists);
  kernel.forEachEntry(rowLists, (r, c) => links.push(rows[r], columns[c], 0));
  kernel.forEachEntry(columnLists, (c, r) => links.push(rows[r], columns[c], 0));
  kernel.release(mark);
  for (let e = 0; e < links.length; e++) {
    link(links.rows[e], links.columns[e]);
    await turns.spend(engine.a.d);
  }
}
