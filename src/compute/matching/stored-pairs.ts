/**
 * The pairs whose scores are kept: the nearest lists of both ends and what pricing has found since. A few of them, the core, are
 * the solver's graph.
 *
 * Stored scores come from tiles until they are evaluated exactly: the exact one is at most `slack` above, and usually `raise`
 * below. Core weights are exact.
 */
import { Auction } from './auction.ts';
import type { NearestLists } from './nearest-lists.ts';
import type { Turns } from '../turns.ts';
import { groupPairs, PairList } from './pair-list.ts';
import { type PairScore, SCORES_PER_TURN } from './pair-score.ts';
import type { End } from './shortest-path.ts';

/**
 * Core pairs per row at the start, those dearest to give up by the rough prices: they hold nearly all matched pairs, the rest is
 * fetched by price.
 */
const CORE_PER_ROW = 12;
/** And the best of each list, so that no row or column is without choice. */
const CORE_PER_LIST = 3;
/** Least rise of a price in the rough auction: ends its price wars early. */
const ROUGH_RISE = 1e-3;
/** Slacks looked at to find the one that {@link CORE_PER_ROW} needs. */
const SLACK_SAMPLE = 100_000;
/** Rows whose lists are stored between two turns, and stored pairs that are looked at. */
const ROWS_PER_TURN = 8192;
const PAIRS_PER_TURN = 2 ** 20;

/** States of a stored pair: its score is rough; it is exact; and it is in the core. */
const ROUGH = 0;
const EXACT = 1;
const CORE = 2;
/** Dual prices of rows and columns. */
export interface Prices {
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** The `rank`-th largest score of each list. */
function rankedScores({ n, k, scores }: NearestLists, rank: number): Float32Array {
  const ranked = new Float32Array(n);
  for (let i = 0; i < n; i++) ranked[i] = scores.slice(i * k, (i + 1) * k).sort()[Math.max(0, k - rank)];
  return ranked;
}

export class StoredPairs {
  /** The solver's graph, with exact weights. Holds some pairs twice. */
  readonly core = new PairList();
  readonly #stored = new PairList();
  #state = new Uint8Array(0); // ROUGH, EXACT or CORE
  #scored = 0;
  readonly #score: PairScore;
  readonly #slack: number;
  readonly #raise: number;
  readonly #violation: number;
  readonly #turns: Turns;

  constructor(options: { score: PairScore; slack: number; raise: number; violation: number; turns: Turns }) {
    this.#score = options.score;
    this.#slack = options.slack;
    this.#raise = options.raise;
    this.#violation = options.violation;
    this.#turns = options.turns;
  }

  /** Stores the lists of both ends. */
  async addLists(rows: NearestLists, columns: NearestLists): Promise<void> {
    const stored = this.#stored;
    stored.reserve(rows.n * rows.k + columns.n * columns.k);
    for (let i = 0; i < rows.n; i++) {
      if (i % ROWS_PER_TURN === 0) await this.#turns.yield();
      for (let z = i * rows.k; z < (i + 1) * rows.k; z++) stored.push(i, rows.indexes[z], rows.scores[z]);
    }
    for (let j = 0; j < columns.n; j++) {
      if (j % ROWS_PER_TURN === 0) await this.#turns.yield();
      for (let z = j * columns.k; z < (j + 1) * columns.k; z++) {
        const i = columns.indexes[z];
        if (columns.scores[z] <= rows.bound[i]) stored.push(i, j, columns.scores[z]); // what is above is in the row's list
      }
    }
    this.#growStates();
  }

  /** Takes those stored pairs into the core that are likely to be matched, by the prices of a rough auction over all of them. */
  async takeLikely(rows: NearestLists, columns: NearestLists, floor: number): Promise<void> {
    const { rows: rowOf, columns: columnOf, weights, length } = this.#stored;
    const end: End = {
      edges: groupPairs(this.#stored, { by: 'row', n: rows.n }),
      price: new Float64Array(rows.n),
      mate: new Int32Array(rows.n),
      otherPrice: new Float64Array(columns.n),
      otherMate: new Int32Array(columns.n),
    };
    await this.#turns.yield();
    const auction = new Auction({ ...end, floor, leastRise: ROUGH_RISE });
    while (auction.bid()) await this.#turns.yield();
    const { price: u, otherPrice: v } = end;
    u.fill(floor);
    for (let e = 0; e < length; e++) {
      if (e % PAIRS_PER_TURN === 0) await this.#turns.yield();
      u[rowOf[e]] = Math.max(u[rowOf[e]], weights[e] - v[columnOf[e]]);
    }
    const slack = (e: number) => u[rowOf[e]] + v[columnOf[e]] - weights[e];
    const stride = Math.ceil(length / SLACK_SAMPLE);
    const sample = Float64Array.from({ length: Math.floor(length / stride) }, (_, q) => slack(q * stride)).sort();
    const most = sample[Math.min(sample.length - 1, Math.floor((sample.length * CORE_PER_ROW * rows.n) / length))];
    await this.#turns.yield();
    const rowBar = rankedScores(rows, CORE_PER_LIST);
    await this.#turns.yield();
    const columnBar = rankedScores(columns, CORE_PER_LIST);
    for (let e = 0; e < length; e++) {
      if (e % PAIRS_PER_TURN === 0) await this.#turns.yield();
      if (slack(e) <= most || weights[e] >= rowBar[rowOf[e]] || weights[e] >= columnBar[columnOf[e]]) {
        if (++this.#scored % SCORES_PER_TURN === 0) await this.#turns.yield();
        this.#take(e, this.#score(rowOf[e], columnOf[e]));
      }
    }
  }

  /** Stores a pair outside the core, with a rough or an exact score. */
  add(pair: { row: number; column: number; score: number; exact: boolean }): void {
    this.#stored.push(pair.row, pair.column, pair.score);
    if (!pair.exact) return;
    this.#growStates();
    this.#state[this.#stored.length - 1] = EXACT;
  }

  /** Takes a pair into the core. */
  addToCore(row: number, column: number, exactScore: number): void {
    this.#stored.push(row, column, exactScore);
    this.core.push(row, column, exactScore);
    this.#growStates();
    this.#state[this.#stored.length - 1] = CORE;
  }

  /** Takes every stored pair that exceeds the prices into the core; returns how many. */
  async takeViolating({ u, v }: Prices): Promise<number> {
    const { rows, columns, weights, length } = this.#stored;
    const before = this.core.length;
    this.#growStates();
    const state = this.#state;
    for (let e = 0; e < length; e++) {
      if (e % PAIRS_PER_TURN === 0) await this.#turns.yield();
      const excess = weights[e] - u[rows[e]] - v[columns[e]];
      if (excess <= -this.#slack || state[e] === CORE || (state[e] === EXACT && excess <= this.#violation)) continue;
      if (++this.#scored % SCORES_PER_TURN === 0) await this.#turns.yield();
      const exact = this.#score(rows[e], columns[e]);
      weights[e] = exact;
      state[e] = EXACT;
      if (exact - u[rows[e]] - v[columns[e]] > this.#violation) this.#take(e, exact);
    }
    return this.core.length - before;
  }

  #take(e: number, exact: number): void {
    this.core.push(this.#stored.rows[e], this.#stored.columns[e], exact);
    this.#stored.weights[e] = exact;
    this.#state[e] = CORE;
  }

  /**
   * Moves slack between the prices of matched rows and columns so that both ends have alike: the matching stays optimal, no pair
   * of the core comes to exceed the prices, hardly any stored one does, and fewer pairs remain that could. Prices of columns stay >= 0 where `lowest` is 0.
   */
  async centre(prices: Prices & { rowMate: Int32Array }, options: { sweeps: number; lowest: number }): Promise<void> {
    const { u, v, rowMate } = prices;
    const { rows, columns, weights, length } = this.#stored;
    this.#growStates();
    const state = this.#state;
    const rowRoom = new Float64Array(u.length);
    const columnRoom = new Float64Array(v.length);
    for (let sweep = 0; sweep < options.sweeps; sweep++) {
      rowRoom.fill(Number.POSITIVE_INFINITY);
      for (let j = 0; j < v.length; j++) columnRoom[j] = v[j] - options.lowest;
      for (let e = 0; e < length; e++) {
        if (e % PAIRS_PER_TURN === 0) await this.#turns.yield();
        const i = rows[e];
        const j = columns[e];
        if (rowMate[i] === j) continue;
        const raise = state[e] === ROUGH ? this.#raise : 0; // what this does wrong is found and mended
        const room = Math.max(0, u[i] + v[j] - weights[e] + raise);
        if (room < rowRoom[i]) rowRoom[i] = room;
        if (room < columnRoom[j]) columnRoom[j] = room;
      }
      // Only rows fall in even sweeps and only columns in odd ones: a pair's two prices never fall together.
      for (let i = 0; i < u.length; i++) {
        const j = rowMate[i];
        if (rowRoom[i] === Number.POSITIVE_INFINITY || columnRoom[j] === Number.POSITIVE_INFINITY) continue;
        const shift = (rowRoom[i] - columnRoom[j]) / 2;
        if (sweep % 2 === 0 ? shift <= 0 : shift >= 0) continue;
        u[i] -= shift;
        v[j] += shift;
      }
    }
  }

  #growStates(): void {
    if (this.#state.length >= this.#stored.length) return;
    const grown = new Uint8Array(this.#stored.rows.length);
    grown.set(this.#state);
    this.#state = grown;
  }
}
