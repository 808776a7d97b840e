/**
 * For each line (row or column) the few pairs that exceed the prices by most, and a bound on what was not kept.
 *
 * Where masses of pairs exceed the prices by nearly as much, as between many copies of a row, all lines would keep the same few others, and
 * each round of pricing would place these few alone. So a positive excess counts for between half of itself and all, as a hash of the pair
 * says: then each line keeps others. A line that has room for all its pairs keeps all.
 */

import { hashPair } from '../nulls/random-stream.ts';

/** Part of a positive excess that the hash may take from its rank. */
const SPREAD = 0.5;

function rankOf(line: number, other: number, excess: number): number {
  return excess > 0 ? excess * (1 - SPREAD * hashPair(line, other)) : excess;
}

export class ExcessLists {
  /** Largest excess that was offered and is not held, or what it began with. [n] */
  readonly rest: Float64Array;
  readonly #k: number;
  readonly #counts: Int32Array; // [n]
  readonly #excesses: Float64Array; // [n, k]
  readonly #others: Int32Array; // [n, k]
  readonly #lowest: Float64Array; // [n]: the lowest rank that is held, once a list is full
  readonly #lowestAt: Int32Array; // [n]

  /** Empty lists of at most `k` pairs; what is never offered exceeds the prices by no more than `floor`. */
  constructor({ n, k, floor }: { n: number; k: number; floor: number }) {
    this.#k = k;
    this.rest = new Float64Array(n).fill(floor);
    this.#counts = new Int32Array(n);
    this.#excesses = new Float64Array(n * k);
    this.#others = new Int32Array(n * k);
    this.#lowest = new Float64Array(n);
    this.#lowestAt = new Int32Array(n);
  }

  /** Offers the pair of `line` and `other`, each pair once. */
  offer(line: number, other: number, excess: number): void {
    const count = this.#counts[line];
    if (count < this.#k) {
      this.#excesses[line * this.#k + count] = excess;
      this.#others[line * this.#k + count] = other;
      if (++this.#counts[line] === this.#k) this.#findLowest(line);
      return;
    }
    // a rank is no higher than its excess
    if (excess <= this.#lowest[line] || rankOf(line, other, excess) <= this.#lowest[line]) {
      if (excess > this.rest[line]) this.rest[line] = excess;
      return;
    }
    const at = this.#lowestAt[line];
    this.rest[line] = Math.max(this.rest[line], this.#excesses[at]);
    this.#excesses[at] = excess;
    this.#others[at] = other;
    this.#findLowest(line);
  }

  /** Calls back with every pair held. */
  forEach(visit: (line: number, other: number, excess: number) => void): void {
    for (let line = 0; line < this.#counts.length; line++) {
      const first = line * this.#k;
      for (let z = first; z < first + this.#counts[line]; z++) visit(line, this.#others[z], this.#excesses[z]);
    }
  }

  #findLowest(line: number): void {
    const first = line * this.#k;
    let lowest = Number.POSITIVE_INFINITY;
    for (let z = first; z < first + this.#k; z++) {
      const rank = rankOf(line, this.#others[z], this.#excesses[z]);
      if (rank >= lowest) continue;
      lowest = rank;
      this.#lowestAt[line] = z;
    }
    this.#lowest[line] = lowest;
  }
}
