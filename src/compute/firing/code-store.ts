/** The codes of one dictionary on a whole text, in compressed rows that grow: 8 bytes for each latent that fires, 4 for each token. */
import type { SparseActivations } from '../encoding/sparse-activations.ts';
import { ReseedError } from '../../errors.ts';

/** Entries that a store begins with; it grows by half when they are full. */
const FIRST_ENTRIES = 65_536;
const FIRST_TOKENS = 4_096;
const GROWTH = 1.5;
/** Of an entry, and of a token. */
const ENTRY_BYTES = 8;
const TOKEN_BYTES = 4;

export class CodeStore {
  readonly #maxBytes: number;
  #offsets = new Int32Array(FIRST_TOKENS + 1);
  #indices = new Int32Array(FIRST_ENTRIES);
  #values = new Float32Array(FIRST_ENTRIES);
  #count = 0;

  constructor({ maxBytes = Number.POSITIVE_INFINITY }: { maxBytes?: number } = {}) {
    this.#maxBytes = maxBytes;
  }

  /** Tokens. */
  get count(): number {
    return this.#count;
  }

  /** Copies the codes of the tokens that follow. Throws `TOO_LARGE_TO_MATCH`. */
  append({ count, offsets, indices, values }: SparseActivations): void {
    const added = offsets[count] - offsets[0];
    const length = this.#offsets[this.#count];
    if ((length + added) * ENTRY_BYTES + (this.#count + count) * TOKEN_BYTES > this.#maxBytes)
      throw tooMany(this.#maxBytes);
    this.#grow({ entries: length + added, tokens: this.#count + count });
    this.#indices.set(indices.subarray(offsets[0], offsets[count]), length);
    this.#values.set(values.subarray(offsets[0], offsets[count]), length);
    for (let t = 1; t <= count; t++) this.#offsets[this.#count + t] = length + offsets[t] - offsets[0];
    this.#count += count;
  }

  /** The codes of tokens [from, to), without a copy. */
  slice(from: number, to: number): SparseActivations {
    return {
      count: to - from,
      offsets: this.#offsets.subarray(from, to + 1),
      indices: this.#indices,
      values: this.#values,
    };
  }

  #grow({ entries, tokens }: { entries: number; tokens: number }): void {
    if (entries > this.#indices.length) {
      const capacity = Math.max(entries, Math.ceil(this.#indices.length * GROWTH));
      const [indices, values] = [new Int32Array(capacity), new Float32Array(capacity)];
      indices.set(this.#indices);
      values.set(this.#values);
      this.#indices = indices;
      this.#values = values;
    }
    if (tokens + 1 <= this.#offsets.length) return;
    const offsets = new Int32Array(Math.max(tokens + 1, Math.ceil(this.#offsets.length * GROWTH)));
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }
}

function tooMany(maxBytes: number): ReseedError {
  return new ReseedError(
    'TOO_LARGE_TO_MATCH',
    `Cannot hold the codes of these tokens: one dictionary's take more than ${Math.round(maxBytes / 2 ** 20)} MB; expected at most so much`,
    { hint: 'Use fewer tokens or fewer dictionaries at once, or give workers more memory (RESEED_MEMORY_MB).' },
  );
}
