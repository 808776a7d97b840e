/**
 * Sums of co-firing -> the Pearson correlation of every pair of latents, without a matrix.
 *
 * Pairs that fire together have a correlation of their own. All others have -p_i q_j with p = mean / deviation of A's latent and q of B's:
 * activations are never negative, so a pair that fires together lies above that value. A latent that does not vary has correlation 0 with all.
 */
import type { CoFiring } from './co-firing.ts';
import type { FiringMoments } from './firing-moments.ts';

/** The correlations of A's latents (rows) with B's (columns). */
export class Correlations {
  readonly nRows: number;
  readonly nColumns: number;
  /** mean / deviation; 0 for a latent that does not vary. [nRows] and [nColumns] */
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly #sums: CoFiring;
  readonly #rowScale: Float64Array; // 1 / deviation, 0 as above
  readonly #columnScale: Float64Array;
  #row = new Float64Array();

  constructor(sums: CoFiring) {
    this.#sums = sums;
    this.nRows = sums.a.n;
    this.nColumns = sums.b.n;
    this.#rowScale = inverseDeviations(sums.a);
    this.#columnScale = inverseDeviations(sums.b);
    this.p = this.#rowScale.map((scale, i) => sums.a.mean(i) * scale);
    this.q = this.#columnScale.map((scale, j) => sums.b.mean(j) * scale);
  }

  /** The pairs of row `i` that fire together; the scores are valid until the next call. */
  row(i: number): { columns: Int32Array; scores: Float64Array } {
    const { columns, products } = this.#sums.row(i);
    if (this.#row.length < columns.length) this.#row = new Float64Array(2 * columns.length);
    const scores = this.#row.subarray(0, columns.length);
    for (let e = 0; e < columns.length; e++) scores[e] = this.#together(i, columns[e], products[e]);
    return { columns, scores };
  }

  /** Whether the two ever fire on one token. */
  areTogether(i: number, j: number): boolean {
    return this.#find(i, j) >= 0;
  }

  /** The correlation of any pair. */
  score(i: number, j: number): number {
    const at = this.#find(i, j);
    return at < 0 ? this.apart(i, j) : this.#together(i, j, this.#sums.row(i).products[at]);
  }

  /** The correlation of a pair that never fires together. */
  apart(i: number, j: number): number {
    return 0 - this.p[i] * this.q[j];
  }

  /** Tokens on which both fire. */
  both(i: number, j: number): number {
    const at = this.#find(i, j);
    return at < 0 ? 0 : this.#sums.row(i).both[at];
  }

  #together(i: number, j: number, product: number): number {
    const covariance = product / this.#sums.tokens - this.#sums.a.mean(i) * this.#sums.b.mean(j);
    return Math.max(-1, Math.min(1, covariance * (this.#rowScale[i] * this.#columnScale[j])));
  }

  /** Where column j stands in row i; -1 if it does not. */
  #find(i: number, j: number): number {
    const { columns } = this.#sums.row(i);
    let low = 0;
    let high = columns.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (columns[middle] === j) return middle;
      if (columns[middle] < j) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

function inverseDeviations(moments: FiringMoments): Float64Array {
  return Float64Array.from({ length: moments.n }, (_, i) => {
    const deviation = moments.deviation(i);
    return deviation === 0 ? 0 : 1 / deviation;
  });
}
