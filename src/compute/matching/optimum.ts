/**
 * Nearest lists -> an optimal assignment of all rows over ALL pairs, and prices that prove it.
 *
 * Solve on few pairs; price the stored ones; price the rest where the lists' bounds leave it open; add what exceeds the prices,
 * repair, repeat. Each round adds a pair that the graph lacked, so it ends; it ends when no pair of all exceeds the prices.
 *
 * Rows and columns that the sparse graph cannot place are linked among themselves: each with its best few in the dense block of such
 * rows and columns, and the k-th row with the k-th column, which alone makes a complete assignment possible.
 */
import { Assignment } from './assignment.ts';
import type { Engine } from './engine.ts';
import type { NearestLists } from './nearest-lists.ts';
import { PairList } from './pair-list.ts';
import { priceUnstored } from './pricing.ts';
import type { PricingProof } from './pricing-region.ts';
import { StoredPairs } from './stored-pairs.ts';
import { priceTies } from './ties.ts';

/** Pairs this near to the prices are stored in the first pass: later passes look only where prices moved by more. */
const FIRST_MARGIN = 0.02;
/**
 * Less where each such pair is evaluated exactly, in standard deviations of random rows' cosines: they lie closer together in wider
 * rows.
 */
const FIRST_MARGIN_OF_BYTES = 0.2;
/** Each later pass has this part of the margin before it: it looks at little, and what it leaves is as good as proven. */
const MARGIN_RATIO = 0.1;
/** Sweeps of levelling slack before the first pass; more change little. */
const CENTRE_SWEEPS = 8;
/** Share of rows whose list bound lies below the price at which a row gives up in the first solve. */
const FLOOR_QUANTILE = 0.05;
/** Links per surplus row and column. */
const LINKS_KEPT = 12;

export interface Optimum {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly rowMate: Int32Array;
  readonly columnMate: Int32Array;
  /** Pricing passes over all pairs. */
  readonly rounds: number;
  /** Tile entries computed for pricing, over all rounds. */
  readonly pairsPriced: number;
}

/** A profit that some pair outside the lists will surely offer: -Infinity if the lists hold all pairs. */
function pickFloor(rows: NearestLists, columns: NearestLists): number {
  const quantile = (bound: Float32Array) => bound.slice().sort()[Math.floor(bound.length * FLOOR_QUANTILE)];
  return Math.min(quantile(rows.bound), quantile(columns.bound));
}

/** Indexes of the unmatched. */
function unmatched(mate: Int32Array): number[] {
  const free: number[] = [];
  for (let i = 0; i < mate.length; i++) if (mate[i] < 0) free.push(i);
  return free;
}

/** An optimum over all pairs of `engine.a` and `engine.b`; no pair exceeds the prices by more than the engine's `violation`. */
export async function findOptimum(
  engine: Engine,
  lists: { rows: NearestLists; columns: NearestLists },
): Promise<Optimum> {
  const { a, b, score, turns } = engine;
  const stored = new StoredPairs({
    score,
    slack: engine.tiles.errorBound,
    raise: engine.tiles.usualRaise,
    violation: engine.violation,
    turns,
  });
  const assignment = new Assignment({ nRows: a.n, nColumns: b.n, tightness: engine.violation / 2, turns });
  const { u, v, rowMate, columnMate } = assignment;

  await turns.report({ step: 'assignment', done: 0, total: 1 });
  const floor = pickFloor(lists.rows, lists.columns);
  await stored.addLists(lists.rows, lists.columns);
  await stored.takeLikely(lists.rows, lists.columns, floor);
  assignment.setGraph(stored.core);
  await assignment.start(floor - engine.tiles.usualRaise);
  const surplus = { rows: unmatched(rowMate), columns: unmatched(columnMate) };
  const link = (i: number, j: number) => stored.addToCore(i, j, score(i, j));
  if (surplus.rows.length > 0) await linkSurplus(engine, { ...surplus, link });
  const settle = async () => {
    do {
      assignment.setGraph(stored.core);
      await assignment.solve();
    } while ((await stored.takeViolating(assignment)) > 0);
  };
  await settle();

  let earlier: PricingProof | null = null;
  let pairsPriced = 0;
  let margin =
    engine.precision === 'FLOAT32' ? FIRST_MARGIN : Math.min(FIRST_MARGIN, FIRST_MARGIN_OF_BYTES / Math.sqrt(a.d));
  await stored.centre(assignment, { sweeps: CENTRE_SWEEPS, lowest: a.n < b.n ? 0 : Number.NEGATIVE_INFINITY });
  for (let rounds = 1; ; rounds++) {
    const bounds = { rowBound: lists.rows.bound, columnBound: lists.columns.bound };
    const pass = await priceUnstored(engine, { u, v, ...bounds, margin, earlier });
    pairsPriced += pass.pairsPriced;
    const { rows, columns, weights, length } = pass.found;
    for (let e = 0; e < length; e++)
      stored.add({ row: rows[e], column: columns[e], score: weights[e], exact: pass.isExact });
    let violations = await stored.takeViolating(assignment);
    if (violations === 0) {
      const ties = { u, v, rows: pass.tiedRows, columns: pass.tiedColumns };
      const violate = (i: number, j: number, exact: number) => stored.addToCore(i, j, exact);
      violations = await priceTies(engine, { ...ties, violate });
    }
    if (violations === 0) return { u, v, rowMate, columnMate, rounds, pairsPriced };
    earlier = pass.proof;
    margin *= MARGIN_RATIO;
    await turns.report({ step: 'assignment', done: rounds, total: rounds + 1 });
    await settle();
  }
}

/** Calls `link` with pairs of `rows` and `columns` (fewer rows than columns, or as many); some pairs more than once. */
async function linkSurplus(
  engine: Engine,
  surplus: { rows: readonly number[]; columns: readonly number[]; link: (row: number, column: number) => void },
): Promise<void> {
  const { link } = surplus;
  const [rows, columns] = [Int32Array.from(surplus.rows), Int32Array.from(surplus.columns)];
  const { kernel, tiles, turns, absolute } = engine;
  const { scores, tileRows, tileColumns } = tiles;
  const mark = kernel.mark();
  const rowLists = kernel.allocateLists({ n: rows.length, k: Math.min(LINKS_KEPT, columns.length) });
  const columnLists = kernel.allocateLists({ n: columns.length, k: Math.min(LINKS_KEPT, rows.length) });
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
