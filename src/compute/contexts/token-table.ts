/**
 * On which tokens a latent fires, in bounded memory: the tokens with the largest summed activation are kept (Misra and Gries' idea, with
 * weights), so that a token which is dropped had little of the whole.
 */

/** One token of a table. */
export interface TokenCount {
  token: number;
  count: number;
  /** Mean activation where it fires. */
  mean: number;
}

/** Tokens kept; twice as many are held before the smaller half is dropped. */
const KEPT = 512;

/** A table as plain data, in the order in which tokens came. */
export type SavedTokens = ReadonlyMap<number, { count: number; sum: number }>;

export class TokenTable {
  readonly #counts = new Map<number, { count: number; sum: number }>();

  add(token: number, activation: number): void {
    const entry = this.#counts.get(token);
    if (entry !== undefined) {
      entry.count++;
      entry.sum += activation;
      return;
    }
    if (this.#counts.size >= 2 * KEPT) this.#drop();
    this.#counts.set(token, { count: 1, sum: activation });
  }

  /** Of the `first` tokens with the largest summed activation, the largest mean first. */
  listStrongest(first: number): TokenCount[] {
    return this.#ranked()
      .slice(0, first)
      .map(([token, { count, sum }]) => ({ token, count, mean: sum / count }))
      .sort((a, b) => b.mean - a.mean || a.token - b.token);
  }

  save(): SavedTokens {
    return this.#counts;
  }

  restore(saved: SavedTokens): void {
    for (const [token, entry] of saved) this.#counts.set(token, entry);
  }

  #ranked(): [number, { count: number; sum: number }][] {
    return [...this.#counts].sort(([a, x], [b, y]) => y.sum - x.sum || a - b);
  }

  #drop(): void {
    for (const [token] of this.#ranked().slice(KEPT)) this.#counts.delete(token);
  }
}
