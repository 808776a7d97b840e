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
  /** Bounds on the float32 scores of pairs outside the lists. */
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
    this.rows = earlier ? rows.sort((x, y) => this.rowDrop(y) - this.rowDrop(x)) : rows.sort((x, y) => u[x] - u[y]);
    this.columns = columns.sort((x, y) => v[x] - v[y]);
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
