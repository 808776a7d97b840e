/**
 * Which pairs a pricing pass must look at: those that neither the lists' bounds nor the pass before prove to be within the
 * prices.
 */
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
