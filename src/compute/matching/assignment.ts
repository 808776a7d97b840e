/**
 * A maximum-weight assignment of all rows over a growing sparse graph, with dual prices.
 *
 * In: weighted pairs, at least as many columns as rows. Out: mates and prices with u_i + v_j >= w_ij on every pair of the graph,
 * equality on matched pairs, and (where there are more columns than rows) v >= 0 with v = 0 on unmatched columns: an optimum of
 * the graph.
 */
import { Auction } from './auction.ts';
import type { Turns } from '../turns.ts';
import { type Adjacency, groupPairs, type PairList } from './pair-list.ts';
import { type End, ShortestPath } from './shortest-path.ts';

/**
 * Passes over all edges that path searches may take, and the share of the edges that one of them may see on average; beyond both,
 * rows are too much alike for them.
 */
const USUAL_PASSES = 300;
const SHARE_ALLOWED = 0.1;
/** Rises of bids in a scaled auction: from large, where rows are told apart at once, by this factor down to what is tight. */
const FIRST_RISE = 1e-3;
const RISE_RATIO = 1 / 8;
/** What a path search costs in addition to the edges that it looks at, in such edges. */
const EDGES_PER_SEARCH = 1000;

export class Assignment {
  readonly nRows: number;
  readonly nColumns: number;
  /** Prices of rows. [nRows] */
  readonly u: Float64Array;
  /** Prices of columns. [nColumns] */
  readonly v: Float64Array;
  /** Matched column of each row, -1 where there is none. [nRows] */
  readonly rowMate: Int32Array;
  /** Matched row of each column. [nColumns] */
  readonly columnMate: Int32Array;
  readonly #tightness: number;
  readonly #passesAllowed: number;
  readonly #turns: Turns;
  readonly #forward: ShortestPath;
  #byRow: Adjacency = { start: new Int32Array(), to: new Int32Array(), weight: new Float64Array() };
  #byColumn: Adjacency | undefined;
  #pairs: PairList | undefined;

  /**
   * A matched pair whose slack exceeds `tightness` is unmatched and solved again. `passesAllowed` is {@link USUAL_PASSES} unless a test wants
   * auctions.
   */
  constructor(shape: { nRows: number; nColumns: number; tightness: number; turns: Turns; passesAllowed?: number }) {
    this.nRows = shape.nRows;
    this.nColumns = shape.nColumns;
    if (this.nRows > this.nColumns) throw new RangeError('an assignment needs at least as many columns as rows');
    this.u = new Float64Array(this.nRows);
    this.v = new Float64Array(this.nColumns);
    this.rowMate = new Int32Array(this.nRows).fill(-1);
    this.columnMate = new Int32Array(this.nColumns).fill(-1);
    this.#tightness = shape.tightness;
    this.#passesAllowed = shape.passesAllowed ?? USUAL_PASSES;
    this.#turns = shape.turns;
    this.#forward = new ShortestPath(this.nColumns);
  }

  /** Takes `pairs` as the graph, raises row prices to what it demands and unmatches the rows that are no longer tight. */
  setGraph(pairs: PairList): void {
    this.#pairs = pairs;
    this.#byColumn = undefined;
    this.#byRow = groupPairs(pairs, { by: 'row', n: this.nRows });
    this.#fitRows();
  }

  #groupByColumn(): Adjacency {
    if (!this.#pairs) throw new TypeError('an assignment needs a graph first');
    this.#byColumn ??= groupPairs(this.#pairs, { by: 'column', n: this.nColumns });
    return this.#byColumn;
  }

  #fitRows(): void {
    const { start, to, weight } = this.#byRow;
    const { u, v, rowMate, columnMate } = this;
    for (let i = 0; i < this.nRows; i++) {
      let demanded = Number.NEGATIVE_INFINITY;
      let own = Number.NEGATIVE_INFINITY;
      for (let e = start[i]; e < start[i + 1]; e++) {
        const profit = weight[e] - v[to[e]];
        if (profit > demanded) demanded = profit;
        if (to[e] === rowMate[i] && profit > own) own = profit;
      }
      u[i] = demanded;
      if (rowMate[i] >= 0 && demanded - own > this.#tightness) {
        columnMate[rowMate[i]] = -1;
        rowMate[i] = -1;
      }
    }
  }

  /**
   * Solves the graph from nothing with an outside option: a row whose profit would fall below `floor` stays unmatched. What it
   * leaves are the rows and columns that the graph cannot place well.
   */
  async start(floor: number): Promise<void> {
    const auction = new Auction({ edges: this.#byRow, ...this.#ends(), floor });
    while (auction.bid()) await this.#turns.yield();
    const { undecided } = auction;
    this.#fitRows();
    await this.#augmentAll(undecided, floor);
  }

  /** Matches every row; the graph must have room for all of them. Prices and mates stay where they are still right. */
  async solve(): Promise<void> {
    const unmatched: number[] = [];
    for (let i = 0; i < this.nRows; i++) if (this.rowMate[i] < 0) unmatched.push(i);
    await this.#augmentAll(unmatched, Number.NEGATIVE_INFINITY);
    if (this.nColumns > this.nRows) await this.#lowerFreeColumns();
  }

  async #augmentAll(rows: readonly number[], floor: number): Promise<void> {
    const end: End = { edges: this.#byRow, ...this.#ends() };
    const before = this.#forward.edgesSeen;
    const edges = this.#byRow.to.length;
    for (const [turn, i] of rows.entries()) {
      const passes = (this.#forward.edgesSeen - before) / edges;
      if (passes > this.#passesAllowed && passes > SHARE_ALLOWED * turn) {
        await this.#bidToTightness(floor);
        return;
      }
      await this.#augment(this.#forward, { end, origin: i, floor });
    }
  }

  /** One path search, and a turn of the event loop where searches have looked at enough. */
  async #augment(
    search: ShortestPath,
    { end, origin, floor }: { end: End; origin: number; floor: number },
  ): Promise<void> {
    const before = search.edgesSeen;
    if (!search.augment(end, origin, floor)) throw new Error(`row ${origin} cannot be matched in the sparse graph`);
    await this.#turns.spend(search.edgesSeen - before + EDGES_PER_SEARCH);
  }

  /**
   * Solves the graph by auctions with ever smaller rises (D. P. Bertsekas, epsilon scaling): among masses of nearly equal weights
   * each path search would pass all rows, while a bid passes one. Searches finish what the auctions leave. Optimal to within the tightness
   * of every pair.
   */
  async #bidToTightness(floor: number): Promise<void> {
    let undecided: number[] = [];
    for (let rise = FIRST_RISE; ; rise = Math.max(rise * RISE_RATIO, this.#tightness / 2)) {
      const auction = new Auction({
        edges: this.#byRow,
        ...this.#ends(),
        floor,
        leastRise: rise,
        keepPrices: rise < FIRST_RISE,
      });
      while (auction.bid()) await this.#turns.yield();
      undecided = auction.undecided;
      if (this.nColumns > this.nRows) await this.#bidBack(rise);
      if (rise <= this.#tightness / 2) break;
    }
    this.#fitRows();
    const end: End = { edges: this.#byRow, ...this.#ends() };
    const open = floor > Number.NEGATIVE_INFINITY ? undecided : [...this.rowMate.keys()];
    const free = open.filter((i) => this.rowMate[i] < 0);
    for (const i of free) await this.#augment(this.#forward, { end, origin: i, floor });
  }

  /**
   * Brings unmatched columns to price 0, as far as bids do: they bid for rows, at the rows' prices (D. P. Bertsekas, D. A. Castanon, A
   * forward/reverse auction algorithm for asymmetric assignment problems, 1992). The next auction of rows then begins at prices that fit.
   */
  async #bidBack(rise: number): Promise<void> {
    const { u, v, rowMate, columnMate } = this;
    const { start, to, weight } = this.#byRow;
    for (let i = 0; i < this.nRows; i++) {
      u[i] = Number.NEGATIVE_INFINITY;
      for (let e = start[i]; e < start[i + 1]; e++) u[i] = Math.max(u[i], weight[e] - v[to[e]]);
    }
    const bidders = [...v.keys()].filter((j) => columnMate[j] < 0 && v[j] > 0);
    if (bidders.length === 0) return;
    const edges = this.#groupByColumn();
    const end: End = { edges, price: v, mate: columnMate, otherPrice: u, otherMate: rowMate };
    const auction = new Auction({ ...end, floor: 0, leastRise: rise, keepPrices: true, bidders });
    while (auction.bid()) await this.#turns.yield();
    const waiting = new Set(auction.undecided);
    for (let j = 0; j < this.nColumns; j++) {
      if (waiting.has(j)) continue;
      let demanded = 0;
      if (columnMate[j] >= 0)
        for (let e = edges.start[j]; e < edges.start[j + 1]; e++)
          demanded = Math.max(demanded, edges.weight[e] - u[edges.to[e]]);
      v[j] = demanded;
    }
  }

  /** Brings every unmatched column to price 0, by taking over another column's row where that is cheaper. */
  async #lowerFreeColumns(): Promise<void> {
    const { u, v, rowMate, columnMate } = this;
    const raised: number[] = [];
    for (let j = 0; j < this.nColumns; j++) if (columnMate[j] < 0 && v[j] > 0) raised.push(j);
    if (raised.length === 0) return;
    const edges = this.#groupByColumn();
    const end: End = { edges, price: v, mate: columnMate, otherPrice: u, otherMate: rowMate };
    const backward = new ShortestPath(this.nRows);
    for (const j of raised) await this.#augment(backward, { end, origin: j, floor: 0 });
  }

  #ends(): Omit<End, 'edges'> {
    return { price: this.u, mate: this.rowMate, otherPrice: this.v, otherMate: this.columnMate };
  }
}
