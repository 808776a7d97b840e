/**
 * The start of a sparse assignment: rows bid for columns, each by its whole advantage over the second best (D. P. Bertsekas,
 * forward auction with epsilon 0, or larger where rough prices will do). It places most rows in a fraction of the time of path
 * searches and stops where bids no longer pay.
 */
import type { End } from './shortest-path.ts';

/** Bids per row after which the rest is left to path searches: price wars between equals move by nothing. */
const BIDS_PER_ROW = 40;
/** Edges that bidders look at between two turns of the event loop: some ten milliseconds. */
const EDGES_PER_TURN = 2 ** 21;

export class Auction {
  readonly #end: End;
  readonly #floor: number;
  readonly #leastRise: number;
  readonly #queue: Int32Array; // ring of rows that hold nothing
  #first = 0;
  #waiting: number;
  #left: number;

  /**
   * All rows begin unmatched, all columns at price 0 unless `keepPrices`; or `bidders` alone, which hold nothing, bid for columns that
   * others may hold. A row that would profit by no more than `floor` withdraws. `leastRise` is what a bid adds to the advantage that it
   * pays for.
   */
  constructor(options: End & { floor: number; leastRise?: number; keepPrices?: boolean; bidders?: readonly number[] }) {
    const { bidders, price } = options;
    this.#end = options;
    this.#floor = options.floor;
    this.#leastRise = options.leastRise ?? 0;
    this.#queue = new Int32Array(price.length);
    this.#queue.set(bidders ?? [...price.keys()]);
    this.#waiting = bidders?.length ?? price.length;
    this.#left = price.length * BIDS_PER_ROW;
    if (bidders) return;
    options.mate.fill(-1);
    options.otherMate.fill(-1);
    if (!options.keepPrices) options.otherPrice.fill(0);
  }

  /** Rows that neither hold a column nor withdrew, ascending. */
  get undecided(): number[] {
    const rows = Array.from({ length: this.#waiting }, (_, q) => this.#queue[(this.#first + q) % this.#queue.length]);
    return rows.sort((x, y) => x - y);
  }

  /** Takes a batch of bids. False when there is nobody left to bid, or the bids are used up. */
  bid(): boolean {
    const { edges, mate, otherPrice, otherMate } = this.#end;
    const { start, to, weight } = edges;
    const queue = this.#queue;
    const floor = this.#floor;
    for (let seen = 0; seen < EDGES_PER_TURN && this.#left > 0; this.#left--) {
      if (this.#waiting === 0) return false;
      const i = queue[this.#first];
      this.#first = (this.#first + 1) % queue.length;
      this.#waiting--;
      let best = Number.NEGATIVE_INFINITY;
      let second = floor;
      let target = -1;
      seen += 1 + start[i + 1] - start[i];
      for (let e = start[i]; e < start[i + 1]; e++) {
        const profit = weight[e] - otherPrice[to[e]];
        if (profit <= second) continue;
        if (profit > best) {
          if (best > second) second = best;
          best = profit;
          target = to[e];
        } else second = profit;
      }
      if (target < 0) continue;
      if (second > Number.NEGATIVE_INFINITY) otherPrice[target] += best - second + this.#leastRise;
      const evicted = otherMate[target];
      otherMate[target] = i;
      mate[i] = target;
      if (evicted >= 0) {
        mate[evicted] = -1;
        queue[(this.#first + this.#waiting++) % queue.length] = evicted;
      }
    }
    return this.#left > 0;
  }
}
