/** For each line (row or column) the few pairs that exceed the prices by most, and a bound on what was not kept. */

export class ExcessLists {
  /** Largest excess that was offered and is not held, or what it began with. [n] */
  readonly rest: Float64Array;
  readonly #k: number;
  readonly #counts: Int32Array; // [n]
  readonly #excesses: Float64Array; // [n, k]
  readonly #others: Int32Array; // [n, k]

  /** Empty lists of at most `k` pairs; what is never offered exceeds the prices by no more than `floor`. */
  constructor({ n, k, floor }: { n: number; k: number; floor: number }) {
    this.#k = k;
    this.rest = new Float64Array(n).fill(floor);
    this.#counts = new Int32Array(n);
    this.#excesses = new Float64Array(n * k);
    this.#others = new Int32Array(n * k);
  }

  /** Offers the pair of `line` and `other`, each pair once. */
  offer(line: number, other: number, excess: number): void {
    const first = line * this.#k;
    const count = this.#counts[line];
    if (count < this.#k) {
      this.#excesses[first + count] = excess;
      this.#others[first + count] = other;
      this.#counts[line]++;
      return;
    }
    if (excess <= this.rest[line]) return; // not above what was turned away before
    let least = first;
    for (let z = first + 1; z < first + count; z++) if (this.#excesses[z] < this.#excesses[least]) least = z;
    this.rest[line] = Math.max(this.rest[line], Math.min(excess, this.#excesses[least]));
    if (excess <= this.#excesses[least]) return;
    this.#excesses[least] = excess;
    this.#others[least] = other;
  }

  /** Calls back with every pair held. */
  forEach(visit: (line: number, other: number, excess: number) => void): void {
    for (let line = 0; line < this.#counts.length; line++) {
      const first = line * this.#k;
      for (let z = first; z < first + this.#counts[line]; z++) visit(line, this.#others[z], this.#excesses[z]);
    }
  }
}
