/**
 * One pass over the pairs that are not stored and might exceed the dual prices.
 *
 * In: prices, and what is known of the pairs outside the lists: score <= min(row bound, column bound), and perhaps an earlier pass. Out: the pairs that exceed the prices or
 * nearly do, and a bound on all the others: a proof for every pair that the pass did not have to look at, too.
 */
import type { Engine } from './engine.ts';
import { gatherRows } from './gathered-rows.ts';
import type { GatheredSide, Lists } from './scan-kernel.ts';
import type { Prices } from './stored-pairs.ts';
import { TILE_COLUMNS, TILE_ROWS } from './tile-product.ts';

/** Pairs kept per row and per column in one pass. */
const foundPerLine = 16;

/** What a pass proved at its prices: a pair that is not stored has score <= u_i + v_j + min(rowRest_i, columnRest_j). */
export interface PricingProof extends Prices {
  readonly rowRest: Float64Array;
  readonly columnRest: Float64Array;
}

/** A pair near the prices or above them. The rough score is below the exact one by at most the rounding bound. */
export interface FoundPair {
  readonly row: number;
  readonly column: number;
  readonly roughScore: number;
}

export interface PricingPass {
  /** Every pair found, some twice. */
  readonly found: readonly FoundPair[];
  readonly proof: PricingProof;
  /** Rows and columns with more near pairs than are kept: only pairs of the two are not proven. */
  readonly crowdedRows: number[];
  readonly crowdedColumns: number[];
  readonly pairsPriced: number;
}

export interface PricingInput extends Prices {
  /** Bounds on the float32 scores of pairs outside the lists. */
  readonly rowBound: Float32Array;
  readonly columnBound: Float32Array;
  /** Pairs within this of the prices are found too, so that later passes need not look at them while prices move by less. */
  readonly margin: number;
  readonly earlier: PricingProof | null;
}

/** Bound on what float32 prices and sums add to the rounding of a tile: four roundings of numbers of this size. */
function arithmeticBound({ u, v, margin }: PricingInput): number {
  let largest = 0;
  for (const x of u) largest = Math.max(largest, Math.abs(x));
  let largestColumn = 0;
  for (const x of v) largestColumn = Math.max(largestColumn, Math.abs(x));
  return 8 * 2 ** -24 * (largest + largestColumn + margin + 1);
}

/**
 * The rows and columns that can take part in a violation. Pair (i, j) can only violate if for each pair of limits, v_j < rowLimit_i and u_i < columnLimit_j:
 * limits come from the lists' bounds and, relative to the earlier prices, from the earlier proof.
 */
class Region {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly #input: PricingInput;
  readonly #slack: number;

  constructor(input: PricingInput, slack: number) {
    this.#input = input;
    this.#slack = slack;
    const { u, v, earlier } = input;
    const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
    const least = (names: Int32Array, value: (i: number) => number) =>
      names.reduce((low, i) => Math.min(low, value(i)), Number.POSITIVE_INFINITY);
    let rows = all(u.length);
    let columns = all(v.length);
    for (let size = -1; size !== rows.length + columns.length; ) {
      size = rows.length + columns.length;
      const leastV = least(columns, (j) => v[j]);
      const leastRise = earlier ? least(columns, (j) => v[j] - earlier.v[j]) : 0;
      rows = rows.filter((i) => this.rowLimit(i) > leastV && (!earlier || this.rowDrop(i) > leastRise));
      const leastU = least(rows, (i) => u[i]);
      const leastRowRise = earlier ? least(rows, (i) => u[i] - earlier.u[i]) : 0;
      columns = columns.filter((j) => this.columnLimit(j) > leastU && (!earlier || this.columnDrop(j) > leastRowRise));
    }
    this.rows = earlier ? rows.sort((x, y) => this.rowDrop(y) - this.rowDrop(x)) : rows.sort((x, y) => u[x] - u[y]);
    this.columns = columns.sort((x, y) => v[x] - v[y]);
  }

  rowLimit(i: number): number {
    return this.#input.rowBound[i] + this.#slack + this.#input.margin - this.#input.u[i];
  }

  columnLimit(j: number): number {
    return this.#input.columnBound[j] + this.#slack + this.#input.margin - this.#input.v[j];
  }

  /** How far the row's price has come down beyond what the earlier proof left, and the margin: a pair is open where this exceeds the column's rise. */
  rowDrop(i: number): number {
    const { earlier, u, margin } = this.#input;
    return earlier ? earlier.u[i] + earlier.rowRest[i] + margin - u[i] : Number.POSITIVE_INFINITY;
  }

  columnDrop(j: number): number {
    const { earlier, v, margin } = this.#input;
    return earlier ? earlier.v[j] + earlier.columnRest[j] + margin - v[j] : Number.POSITIVE_INFINITY;
  }

  /** The columns that may violate with any row of `block`, cheapest first. */
  columnsAgainst(block: Int32Array): number[] {
    const { u, v, earlier } = this.#input;
    let limit = Number.NEGATIVE_INFINITY;
    let drop = Number.NEGATIVE_INFINITY;
    let leastU = Number.POSITIVE_INFINITY;
    let leastRise = Number.POSITIVE_INFINITY;
    for (const i of block) {
      limit = Math.max(limit, this.rowLimit(i));
      drop = Math.max(drop, this.rowDrop(i));
      leastU = Math.min(leastU, u[i]);
      if (earlier) leastRise = Math.min(leastRise, u[i] - earlier.u[i]);
    }
    const columns: number[] = [];
    for (const j of this.columns) {
      if (v[j] >= limit) break;
      if (this.columnLimit(j) <= leastU) continue;
      if (earlier && (v[j] - earlier.v[j] >= drop || this.columnDrop(j) <= leastRise)) continue;
      columns.push(j);
    }
    return columns;
  }
}

function allocateSide(engine: Engine, n: number): GatheredSide {
  const { kernel } = engine;
  return { names: kernel.allocate(n), prices: kernel.allocate(n), ceilings: kernel.allocate(n) };
}

/** Prices every pair outside the lists that could exceed `u` and `v`. Every pair whose exact score exceeds them is found, or lies between a crowded row and a crowded column. */
export async function priceUnstored(engine: Engine, input: PricingInput): Promise<PricingPass> {
  const { a, b, kernel, tile, product, pace, absolute, roundingBound } = engine;
  const { u, v } = input;
  const arithmetic = arithmeticBound(input);
  const slack = roundingBound + arithmetic;
  const floor = Math.fround(-(slack + input.margin));
  const region = new Region(input, slack);

  const mark = kernel.mark();
  const rows = kernel.allocateLists({ n: a.n, k: foundPerLine, floor });
  const columns = kernel.allocateLists({ n: b.n, k: foundPerLine, floor });
  const rowSide = allocateSide(engine, TILE_ROWS);
  const columnSide = allocateSide(engine, TILE_COLUMNS);
  const fill = (side: GatheredSide, names: ArrayLike<number>, price: Float64Array, bound: Float32Array) => {
    const prices = kernel.floats(side.prices);
    const ceilings = kernel.floats(side.ceilings);
    kernel.integers(side.names).set(names);
    for (let q = 0; q < names.length; q++) {
      prices[q] = price[names[q]];
      ceilings[q] = bound[names[q]] + 2 * slack; // a pair outside the lists is never above, in whatever tile it is computed
    }
  };

  let pairsPriced = 0;
  await pace.report({ step: 'certificate', done: 0, total: Math.max(1, region.rows.length) });
  for (let first = 0; first < region.rows.length; first += TILE_ROWS) {
    const block = region.rows.subarray(first, first + TILE_ROWS);
    const open = region.columnsAgainst(block);
    if (open.length > 0) {
      const x = gatherRows(a, block, engine.rowBuffer);
      fill(rowSide, block, u, input.rowBound);
      for (let at = 0; at < open.length; at += TILE_COLUMNS) {
        const names = open.slice(at, at + TILE_COLUMNS);
        const y = gatherRows(b, names, engine.columnBuffer);
        fill(columnSide, names, v, input.columnBound);
        const m = block.length;
        const n = names.length;
        await product.multiply(x, y, kernel.floats(tile, m * n));
        kernel.keepViolating({ tile, m, n, absolute, floor, rows, rowSide, columns, columnSide });
        pairsPriced += m * n;
        await pace.breathe();
      }
    }
    await pace.report({
      step: 'certificate',
      done: Math.min(first + TILE_ROWS, region.rows.length),
      total: region.rows.length,
    });
  }

  for (const lists of [rows, columns]) kernel.finish(lists);
  const lowest = (lists: Lists) => Float64Array.from(kernel.floats(lists.lowest));
  const [rowLowest, columnLowest] = [lowest(rows), lowest(columns)];
  const crowded = (scores: Float64Array) => Array.from(scores.keys()).filter((i) => scores[i] > floor);
  const rest = (scores: Float64Array) => scores.map((score) => score + slack);
  const found: FoundPair[] = [];
  const keep = (row: number, column: number, excess: number) =>
    found.push({ row, column, roughScore: excess + u[row] + v[column] + arithmetic });
  kernel.forEachEntry(rows, keep);
  kernel.forEachEntry(columns, (j, i, excess) => keep(i, j, excess));
  kernel.release(mark);
  return {
    found,
    proof: { u: u.slice(), v: v.slice(), rowRest: rest(rowLowest), columnRest: rest(columnLowest) },
    crowdedRows: crowded(rowLowest),
    crowdedColumns: crowded(columnLowest),
    pairsPriced,
  };
}
