/**
 * Which latents of two dictionaries fire on the same tokens, and how strongly: sums over tokens, held for pairs that ever fire together alone.
 *
 * In: codes of both dictionaries on the same tokens, one part of the text after another. Out: tokens on which each latent fires, its mean and
 * deviation, and for each pair that fires together the tokens and the summed product. Adding a part costs tokens x L0 x L0 products, and parts
 * that were summed apart can be merged. Memory: 16 bytes a pair, and nothing grows with nA x nB.
 */
import type { SparseActivations } from '../encoding/sparse-activations.ts';
import { ReseedError } from '../../errors.ts';
import { FiringMoments } from './firing-moments.ts';

/** The pairs of one latent of A, by ascending latent of B. */
export interface CoFiringRow {
  readonly columns: Int32Array;
  /** Tokens on which both fire. */
  readonly both: Int32Array;
  /** Sum over tokens of the product of the two activations. */
  readonly products: Float64Array;
}

const NO_PAIRS: CoFiringRow = {
  columns: new Int32Array(),
  both: new Int32Array(),
  products: new Float64Array(),
};
/** Of a pair: latent, tokens, product. */
const PAIR_BYTES = 16;
/** Above this share of all latents of B, looking at every one is faster than sorting those that were touched. */
const DENSE_SHARE = 1 / 16;

export class CoFiring {
  readonly a: FiringMoments;
  readonly b: FiringMoments;
  readonly #rows: CoFiringRow[];
  readonly #maxBytes: number;
  readonly #products: Float64Array; // [nB], zero between rows, like the next
  readonly #both: Int32Array;
  readonly #touched: Int32Array;
  #pairs = 0;

  /** Sums of `nA` and `nB` latents; pairs may take `maxBytes`. */
  constructor({ nA, nB, maxBytes }: { nA: number; nB: number; maxBytes?: number }) {
    this.a = new FiringMoments(nA);
    this.b = new FiringMoments(nB);
    this.#rows = Array.from({ length: nA }, () => NO_PAIRS);
    this.#maxBytes = maxBytes ?? Number.POSITIVE_INFINITY;
    this.#products = new Float64Array(nB);
    this.#both = new Int32Array(nB);
    this.#touched = new Int32Array(nB);
  }

  /** Pairs that ever fire together. */
  get pairs(): number {
    return this.#pairs;
  }

  get tokens(): number {
    return this.a.tokens;
  }

  /** The pairs of latent `i` of A. */
  row(i: number): CoFiringRow {
    return this.#rows[i];
  }

  /** Adds tokens: `a` and `b` are the codes of the same ones. Throws `TOO_LARGE_TO_MATCH`. */
  add(a: SparseActivations, b: SparseActivations): void {
    if (b.count !== a.count) throw new RangeError(`expected codes of the same tokens, got ${a.count} and ${b.count}`);
    this.a.add(a);
    this.b.add(b);
    const byLatent = groupByLatent(a, this.a.n);
    for (let i = 0; i < this.a.n; i++) {
      if (byLatent.start[i] === byLatent.start[i + 1]) continue;
      let touched = this.#spread(this.#rows[i], 0);
      for (let e = byLatent.start[i]; e < byLatent.start[i + 1]; e++) {
        const value = byLatent.values[e];
        const t = byLatent.tokens[e];
        for (let at = b.offsets[t]; at < b.offsets[t + 1]; at++) {
          const j = b.indices[at];
          if (this.#both[j]++ === 0) this.#touched[touched++] = j;
          this.#products[j] += value * b.values[at];
        }
      }
      this.#gather(i, touched);
    }
  }

  /** Adds what `other` has summed over other tokens of the same two dictionaries. Throws `TOO_LARGE_TO_MATCH`. */
  merge(other: CoFiring): void {
    this.a.merge(other.a);
    this.b.merge(other.b);
    for (let i = 0; i < this.a.n; i++) {
      if (other.row(i).columns.length === 0) continue;
      this.#gather(i, this.#spread(other.row(i), this.#spread(this.#rows[i], 0)));
    }
  }

  /** The same sums with A and B exchanged. */
  transpose(): CoFiring {
    const turned = new CoFiring({ nA: this.b.n, nB: this.a.n });
    turned.a.merge(this.b);
    turned.b.merge(this.a);
    const lengths = new Int32Array(this.b.n);
    for (const { columns } of this.#rows) for (const j of columns) lengths[j]++;
    for (let j = 0; j < this.b.n; j++) turned.#rows[j] = buildRow(lengths[j]);
    const next = new Int32Array(this.b.n);
    for (const [i, { columns, both, products }] of this.#rows.entries()) {
      for (let e = 0; e < columns.length; e++) {
        const row = turned.#rows[columns[e]];
        const at = next[columns[e]]++;
        row.columns[at] = i;
        row.both[at] = both[e];
        row.products[at] = products[e];
      }
    }
    turned.#pairs = this.#pairs;
    return turned;
  }

  /** Adds a row to the sums by latent of B; returns how many of them have one. */
  #spread({ columns, both, products }: CoFiringRow, touched: number): number {
    let count = touched;
    for (let e = 0; e < columns.length; e++) {
      const j = columns[e];
      if (this.#both[j] === 0) this.#touched[count++] = j;
      this.#both[j] += both[e];
      this.#products[j] += products[e];
    }
    return count;
  }

  /** Makes row `i` of the sums of the first `count` latents touched, and clears them. */
  #gather(i: number, count: number): void {
    this.#pairs += count - this.#rows[i].columns.length;
    if (this.#pairs * PAIR_BYTES > this.#maxBytes) throw tooMany(this.#maxBytes);
    const row = buildRow(count);
    if (count > DENSE_SHARE * this.b.n) {
      for (let j = 0, at = 0; at < count; j++) if (this.#both[j] > 0) row.columns[at++] = j;
    } else row.columns.set(this.#touched.subarray(0, count).sort());
    for (let e = 0; e < count; e++) {
      const j = row.columns[e];
      row.both[e] = this.#both[j];
      row.products[e] = this.#products[j];
      this.#both[j] = 0;
      this.#products[j] = 0;
    }
    this.#rows[i] = row;
  }
}

function buildRow(length: number): CoFiringRow {
  return { columns: new Int32Array(length), both: new Int32Array(length), products: new Float64Array(length) };
}

/** The tokens at which each latent fires, in order. */
function groupByLatent({ count, offsets, indices, values }: SparseActivations, n: number) {
  const length = offsets[count] - offsets[0];
  const start = new Int32Array(n + 1);
  for (let at = offsets[0]; at < offsets[count]; at++) start[indices[at] + 1]++;
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const next = start.slice(0, n);
  const tokens = new Int32Array(length);
  const strengths = new Float32Array(length);
  for (let t = 0; t < count; t++) {
    for (let at = offsets[t]; at < offsets[t + 1]; at++) {
      const place = next[indices[at]]++;
      tokens[place] = t;
      strengths[place] = values[at];
    }
  }
  return { start, tokens, values: strengths };
}

function tooMany(maxBytes: number): ReseedError {
  return new ReseedError(
    'TOO_LARGE_TO_MATCH',
    `Cannot match by activation: the pairs that fire together take more than ${Math.round(maxBytes / 2 ** 20)} MB; expected at most so much`,
    { hint: 'Use fewer tokens or fewer dictionaries at once, or give workers more memory (RESEED_MEMORY_MB).' },
  );
}
