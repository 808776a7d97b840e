/**
 * The pairs outside the lists that may come within reach of the prices, and a walk over them.
 *
 * In: prices, and what is known of the pairs outside the lists. Out: rows and columns of which no pair is proven by that, tile by tile.
 */
import type { Engine } from './engine.ts';
import type { ScanKernel } from './tiles/scan-kernel.ts';
import type { Prices } from './stored-pairs.ts';

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

/** Bound on what float32 prices and sums add to the rounding of a tile: four roundings of numbers of this size. */
export function arithmeticBound({ u, v, margin }: PricingInput): number {
  let largest = 0;
  for (const x of u) largest = Math.max(largest, Math.abs(x));
  let largestColumn = 0;
  for (const x of v) largestColumn = Math.max(largestColumn, Math.abs(x));
  return 8 * 2 ** -24 * (largest + largestColumn + margin + 1);
}

/** A tile of open pairs, and those of them that come within reach of the prices, as their rough scores say. */
export interface OpenTile {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** `places`: row of the tile times its columns, plus column. */
  readonly found: ReturnType<ScanKernel['collect']>;
}

/**
 * Multiplies the open pairs of `region`, tile by tile. `below`: how far below the prices a rough score still counts; asked for each tile. `onColumns` is
 * told how many columns are done.
 */
export async function scanRegion(
  engine: Engine,
  of: {
    region: PricingRegion;
    prices: Prices;
    below: () => number;
    visit(tile: OpenTile): Promise<void>;
    onColumns(done: number): Promise<void>;
  },
): Promise<void> {
  const { kernel, tiles, turns, absolute, hits, rowBars, columnBars } = engine;
  const { tileRows, tileColumns } = tiles;
  const { u, v } = of.prices;
  for (let first = 0; first < of.region.columns.length; first += tileColumns) {
    const columns = of.region.columns.subarray(first, first + tileColumns);
    const open = of.region.rowsAgainst(columns);
    if (open.length > 0) tiles.setColumns(columns);
    for (let at = 0; at < open.length; at += tileRows) {
      const rows = open.subarray(at, at + tileRows);
      await tiles.multiply(rows);
      const below = of.below();
      kernel.floats(rowBars).set(Float32Array.from(rows, (i) => u[i] - below));
      kernel.floats(columnBars).set(Float32Array.from(columns, (j) => v[j]));
      const [m, n] = [rows.length, columns.length];
      const found = kernel.collect({ scores: tiles.scores, m, n, absolute, either: false, rowBars, columnBars, hits });
      await of.visit({ rows, columns, found });
      await turns.yield();
    }
    await of.onColumns(first + columns.length);
  }
}
