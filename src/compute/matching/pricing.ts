/**
 * One pass over the pairs that are not stored and might exceed the dual prices.
 *
 * In: prices, and what is known of the pairs outside the lists: score <= min(row bound, column bound), and perhaps an earlier
 * pass.
 * Out: the pairs that exceed the prices or
 * nearly do, and a bound on all the others: a proof for every pair that the pass did not have to look at, too.
 */
import type { Engine } from './engine.ts';
import { gatherRows } from './gathered-rows.ts';
import { type PricingInput, type PricingProof, PricingRegion } from './pricing-region.ts';
import type { GatheredSide, Lists } from './scan-kernel.ts';
import { TILE_COLUMNS, TILE_ROWS } from './tile-product.ts';

/** Pairs kept per row and per column in one pass. */
const foundPerLine = 16;

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
  /**
   * Rows and columns with more violating pairs than are kept, as far as float32 can tell: only pairs of the two are not proven.
   */
  readonly crowdedRows: number[];
  readonly crowdedColumns: number[];
  readonly pairsPriced: number;
}

/** Bound on what float32 prices and sums add to the rounding of a tile: four roundings of numbers of this size. */
function arithmeticBound({ u, v, margin }: PricingInput): number {
  let largest = 0;
  for (const x of u) largest = Math.max(largest, Math.abs(x));
  let largestColumn = 0;
  for (const x of v) largestColumn = Math.max(largestColumn, Math.abs(x));
  return 8 * 2 ** -24 * (largest + largestColumn + margin + 1);
}

function allocateSide(engine: Engine, n: number): GatheredSide {
  const { kernel } = engine;
  return { names: kernel.allocate(n), prices: kernel.allocate(n), ceilings: kernel.allocate(n) };
}

/**
 * Prices every pair outside the lists that could exceed `u` and `v`. Every pair whose exact score exceeds them is found, or lies
 * between a crowded row and a crowded column.
 */
export async function priceUnstored(engine: Engine, input: PricingInput): Promise<PricingPass> {
  const { a, b, kernel, tile, product, pace, absolute, roundingBound } = engine;
  const { u, v } = input;
  const arithmetic = arithmeticBound(input);
  const slack = roundingBound + arithmetic;
  const floor = Math.fround(-(slack + input.margin));
  const region = new PricingRegion(input, slack);

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
  const readRest = (lists: Lists) => Float64Array.from(kernel.floats(lists.lowest), (lowest) => lowest + slack);
  const [rowRest, columnRest] = [readRest(rows), readRest(columns)];
  const crowded = (rest: Float64Array) => Array.from(rest.keys()).filter((i) => rest[i] > 0);
  const found: FoundPair[] = [];
  const keep = (row: number, column: number, excess: number) =>
    found.push({ row, column, roughScore: excess + u[row] + v[column] + arithmetic });
  kernel.forEachEntry(rows, keep);
  kernel.forEachEntry(columns, (j, i, excess) => keep(i, j, excess));
  kernel.release(mark);
  return {
    found,
    proof: { u: u.slice(), v: v.slice(), rowRest, columnRest },
    crowdedRows: crowded(rowRest),
    crowdedColumns: crowded(columnRest),
    pairsPriced,
  };
}
