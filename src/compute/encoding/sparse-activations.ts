/** Latents that fire, token by token, in compressed rows: what an encoder gives and collectors read. */

/** `index` and `value` of token t lie at [offsets[t], offsets[t + 1]), by ascending index; values are greater than zero. */
export interface SparseActivations {
  /** Tokens. */
  readonly count: number;
  readonly offsets: Int32Array; // [count + 1]
  /** At least offsets[count] long. */
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Entries that a builder begins with; it doubles when they are full. */
const FIRST_CAPACITY = 4096;

/** Gathers the tokens of one batch after another. What `finish` gives is valid until the next `begin`. */
export class SparseBuilder {
  #offsets = new Int32Array(1);
  #indices = new Int32Array(FIRST_CAPACITY);
  #values = new Float32Array(FIRST_CAPACITY);
  #count = 0;
  #length = 0;

  /** Forgets everything and makes room for `count` tokens. */
  begin(count: number): void {
    if (this.#offsets.length < count + 1) this.#offsets = new Int32Array(count + 1);
    this.#count = 0;
    this.#length = 0;
  }

  /** One latent of the current token. */
  push(index: number, value: number): void {
    if (this.#length === this.#indices.length) this.#grow();
    this.#indices[this.#length] = index;
    this.#values[this.#length++] = value;
  }

  endToken(): void {
    this.#offsets[++this.#count] = this.#length;
  }

  finish(): SparseActivations {
    return { count: this.#count, offsets: this.#offsets, indices: this.#indices, values: this.#values };
  }

  #grow(): void {
    const indices = new Int32Array(2 * this.#length);
    const values = new Float32Array(2 * this.#length);
    indices.set(this.#indices);
    values.set(this.#values);
    this.#indices = indices;
    this.#values = values;
  }
}
