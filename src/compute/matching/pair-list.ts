/**
 * Pairs (row, column, weight) in growing typed arrays, and the same pairs grouped by row or by column for walking a bipartite
 * graph.
 */

const FIRST_CAPACITY = 1024;
const GROWTH = 1.5;

/** A list of weighted pairs to append to. */
export class PairList {
  rows = new Int32Array(FIRST_CAPACITY);
  columns = new Int32Array(FIRST_CAPACITY);
  weights: Float64Array = new Float64Array(FIRST_CAPACITY);
  length = 0;

  push(row: number, column: number, weight: number): void {
    if (this.length === this.rows.length) this.#grow();
    this.rows[this.length] = row;
    this.columns[this.length] = column;
    this.weights[this.length++] = weight;
  }

  /** Makes room for `more` pairs at once. */
  reserve(more: number): void {
    if (this.length + more > this.rows.length) this.#resize(this.length + more);
  }

  #grow(): void {
    this.#resize(Math.ceil(this.length * GROWTH));
  }

  #resize(capacity: number): void {
    const grown = <T extends Int32Array | Float64Array>(larger: T, old: T): T => {
      larger.set(old);
      return larger;
    };
    this.rows = grown(new Int32Array(capacity), this.rows);
    this.columns = grown(new Int32Array(capacity), this.columns);
    this.weights = grown(new Float64Array(capacity), this.weights);
  }
}

/** The edges at each node of one end: node i has `to[start[i] .. start[i + 1])`. */
export interface Adjacency {
  readonly start: Int32Array; // [n + 1]
  readonly to: Int32Array;
  readonly weight: Float64Array;
}

/** `pairs` grouped by the `n` rows or columns, in the order of the list within each. */
export function groupPairs(pairs: PairList, options: { by: 'row' | 'column'; n: number }): Adjacency {
  const { n, by } = options;
  const here = by === 'row' ? pairs.rows : pairs.columns;
  const there = by === 'row' ? pairs.columns : pairs.rows;
  const start = new Int32Array(n + 1);
  for (let e = 0; e < pairs.length; e++) start[here[e] + 1]++;
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const next = start.slice(0, n);
  const to = new Int32Array(pairs.length);
  const weight = new Float64Array(pairs.length);
  for (let e = 0; e < pairs.length; e++) {
    const at = next[here[e]]++;
    to[at] = there[e];
    weight[at] = pairs.weights[e];
  }
  return { start, to, weight };
}
