/**
 * One pass over the pairs that are not stored and might exceed the dual prices.
 *
 * In: prices, and what is known of the pairs outside the lists: score <= min(row bound, column bound), and perhaps an earlier
 * pass. Out: the pairs that exceed the prices or nearly do, and a bound on all the others: a proof for every pair that the pass
 * did not have to look at, too. The region holds the pairs that neither the lists' bounds nor the pass before prove.
 */
import type { Engine } from './engine.ts';
import { ExcessLists } from './excess-lists.ts';
import { PairList } from './pair-list.ts';
import { SCORES_PER_TURN } from './pair-score.ts';
import { type PreciseTile, DENSE_SHARE, visitPrecisely } from './precise-tiles.ts';
import type { Prices } from './stored-pairs.ts';

/** Pairs kept per row and per column in one pass. */
const FOUND_PER_LINE = 16;
/** What it costs to offer a pair to the lists of its row and column, in multiplications. */
const OFFER_COST = 16;

export interface PricingPass {
  /** Every pair found, some twice. */
  readonly found: PairList;
  /** Whether their scores are exact, or rough. */
  readonly isExact: boolean;
  readonly proof: PricingProof;
  /**
   * Rows and columns with more violating pairs than are kept, as far as the tiles can tell: only pairs of the two are not proven.
   */
  readonly tiedRows: number[];
  readonly tiedColumns: number[];
  readonly pairsPriced: number;
}

/** Bound on what float32 prices and sums add to the rounding of a tile: four roundings of numbers of this size. */
export function arithmeticBound({ u, v, margin }: PricingInput): number {
  let largest = 0;
  for (const x of u) largest = Math.max(largest, Math.abs(x));
  let largestColumn = 0;
  for (const x of v) largestColumn = Math.max(largestColumn, Math.abs(x));
  return 8 * 2 ** -24 * (largest + largestColumn + margin + 1);
}

/**
 * Prices every pair outside the lists that could exceed `u` and `v`. Every pair whose exact score exceeds them is found, or lies
 * between a tied row and a tied column.
 */
export async function priceUnstored(engine: Engine, input: PricingInput): Promise<PricingPass> {
  const { a, b, kernel, tiles, turns, absolute, hits, rowBars, columnBars, score } = engine;
  const { u, v, margin, rowBound, columnBound } = input;
  const { tileRows, tileColumns, errorBound, repeatBound } = tiles;
  const exact = engine.precision !== 'FLOAT32';
  const slack = errorBound + arithmeticBound(input);
  const region = new PricingRegion(input, slack);
  const rows = new ExcessLists({ n: a.n, k: FOUND_PER_LINE, floor: -margin });
  const columns = new ExcessLists({ n: b.n, k: FOUND_PER_LINE, floor: -margin });
  let hidden = exact ? 0 : errorBound; // what an offered excess may be too low by
  let isExact = exact;
  const offer = (i: number, j: number, excess: number) => {
    if (excess + hidden <= -margin) return;
    rows.offer(i, j, excess);
    columns.offer(j, i, excess);
  };
  const pricePrecisely = async ({ rows: names, columns: block, scores, bound }: PreciseTile) => {
    hidden = Math.max(hidden, bound);
    isExact = false;
    for (let r = 0, z = 0; r < names.length; r++) {
      for (let c = 0; c < block.length; c++, z++) offer(names[r], block[c], scores[z] - u[names[r]] - v[block[c]]);
      await turns.spend(OFFER_COST * block.length);
    }
  };
  let pairsPriced = 0;
  let scored = 0;
  const total = Math.max(1, region.columns.length);
  await turns.report({ step: 'certificate', done: 0, total });
  for (let first = 0; first < region.columns.length; first += tileColumns) {
    const block = region.columns.subarray(first, first + tileColumns);
    const open = region.rowsAgainst(block);
    if (open.length > 0) tiles.setColumns(block);
    const n = block.length;
    for (let at = 0; at < open.length; at += tileRows) {
      const names = open.subarray(at, at + tileRows);
      const m = names.length;
      await tiles.multiply(names);
      kernel.floats(rowBars).set(Float32Array.from(names, (i) => u[i] - slack - margin));
      kernel.floats(columnBars).set(Float32Array.from(block, (j) => v[j]));
      const found = kernel.collect({ scores: tiles.scores, m, n, absolute, either: false, rowBars, columnBars, hits });
      if (exact && found.places.length > DENSE_SHARE * m * n) {
        await visitPrecisely(engine, { rows: names, columns: block, visit: pricePrecisely });
      } else {
        for (let h = 0; h < found.places.length; h++) {
          const i = names[Math.floor(found.places[h] / n)];
          const j = block[found.places[h] % n];
          const rough = found.scores[h];
          if (rough > rowBound[i] + repeatBound || rough > columnBound[j] + repeatBound) continue; // it is in a list
          if (exact && ++scored % SCORES_PER_TURN === 0) await turns.yield();
          offer(i, j, (exact ? score(i, j) : rough) - u[i] - v[j]);
        }
      }
      pairsPriced += m * n;
      await turns.yield();
    }
    await turns.report({ step: 'certificate', done: first + n, total });
  }

  const readRest = ({ rest }: ExcessLists) => rest.map((x) => (x > -margin ? x + hidden : x));
  const [rowRest, columnRest] = [readRest(rows), readRest(columns)];
  const tied = (rest: Float64Array) =>
    Array.from(rest.keys()).filter((i) => rest[i] > (isExact ? engine.violation : 0));
  const found = new PairList();
  rows.forEach((i, j, excess) => found.push(i, j, excess + u[i] + v[j]));
  columns.forEach((j, i, excess) => found.push(i, j, excess + u[i] + v[j]));
  return {
    found,
    isExact,
    proof: { u: u.slice(), v: v.slice(), rowRest, columnRest },
    tiedRows: tied(rowRest),
    tiedColumns: tied(columnRest),
    pairsPriced,
  };
}

/** What a pass proved at its prices: a pair that is not stored has score <= u_i + v_j + min(rowRest_i, columnRest_j). */
export interface PricingProof extends Prices {
  readonly rowRest: Float64Array;
  readonly columnRest: Float64Array;
}

export interface PricingInput extends Prices {
  /** Bounds on the rough scores of pairs outside the lists. */
  readonly rowBound: Float32Array;
  readonly columnBound: Float32Array;
  /** Pairs within this of the prices are found too, so that later passes need not look at them while prices move by less. */
  readonly margin: number;
  readonly earlier: PricingProof | null;
}

/**
 * The rows and columns that can take part in a violation. Pair (i, j) is open if v_j < rowLimit_i and u_i < columnLimit_j, by the
 * lists' bounds, and if v_j's rise since the earlier proof is less than rowDrop_i and u_i's less than columnDrop_j. A pair that
 * is not open has score <= u_i + v_j - margin.
 */
export class PricingRegion {
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
    this.rows = rows.sort((x, y) => u[x] - u[y]);
    this.columns = earlier
      ? columns.sort((x, y) => this.columnDrop(y) - this.columnDrop(x))
      : columns.sort((x, y) => v[x] - v[y]);
  }

  rowLimit(i: number): number {
    return this.#input.rowBound[i] + this.#slack + this.#input.margin - this.#input.u[i];
  }

  columnLimit(j: number): number {
    return this.#input.columnBound[j] + this.#slack + this.#input.margin - this.#input.v[j];
  }

  /**
   * How far the row's price has come down beyond what the earlier proof left, and the margin: a pair is open where this exceeds
   * the column's rise.
   */
  rowDrop(i: number): number {
    const { earlier, u, margin } = this.#input;
    return earlier ? earlier.u[i] + earlier.rowRest[i] + margin - u[i] : Number.POSITIVE_INFINITY;
  }

  columnDrop(j: number): number {
    const { earlier, v, margin } = this.#input;
    return earlier ? earlier.v[j] + earlier.columnRest[j] + margin - v[j] : Number.POSITIVE_INFINITY;
  }

  /** The rows that may violate with any column of `block`, cheapest first. */
  rowsAgainst(block: Int32Array): Int32Array {
    const { u, v, earlier } = this.#input;
    let limit = Number.NEGATIVE_INFINITY;
    let drop = Number.NEGATIVE_INFINITY;
    let leastV = Number.POSITIVE_INFINITY;
    let leastRise = Number.POSITIVE_INFINITY;
    for (const j of block) {
      limit = Math.max(limit, this.columnLimit(j));
      drop = Math.max(drop, this.columnDrop(j));
      leastV = Math.min(leastV, v[j]);
      if (earlier) leastRise = Math.min(leastRise, v[j] - earlier.v[j]);
    }
    const open = new Int32Array(this.rows.length);
    let count = 0;
    for (const i of this.rows) {
      if (u[i] >= limit) break;
      if (this.rowLimit(i) <= leastV) continue;
      if (earlier && (u[i] - earlier.u[i] >= drop || this.rowDrop(i) <= leastRise)) continue;
      open[count++] = i;
    }
    return open.subarray(0, count);
  }
}
