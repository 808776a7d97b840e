/**
 * One augmentation of a sparse assignment: Dijkstra's search over reduced costs from an unmatched node to the cheapest way of
 * ending the path.
 *
 * D. F. Crouse, On implementing 2D rectangular assignment algorithms (2016), with lists of edges in place of a dense matrix, a
 * heap in place of the linear search, and one more way to end: a node may stay unmatched if its price falls to `floor`.
 */
import type { Adjacency } from './pair-list.ts';

/** The assignment as seen from one end. `price[i] + otherPrice[j] >= weight` on every edge, with equality on matched ones. */
export interface End {
  readonly edges: Adjacency;
  readonly price: Float64Array;
  readonly mate: Int32Array; // -1 where unmatched
  readonly otherPrice: Float64Array;
  readonly otherMate: Int32Array;
}

/** Reusable memory of the search over `n` nodes of the other end. */
export class ShortestPath {
  readonly #distance: Float64Array;
  readonly #from: Int32Array; // the node here from which a node there was reached
  readonly #state: Int32Array; // 2 * search: seen in this search, 2 * search + 1: settled
  readonly #heap: Int32Array;
  readonly #place: Int32Array; // where in the heap
  readonly #settled: Int32Array;
  #search = 0;
  /** Edges that all searches so far have looked at. */
  edgesSeen = 0;

  constructor(n: number) {
    this.#distance = new Float64Array(n);
    this.#from = new Int32Array(n);
    this.#state = new Int32Array(n);
    this.#heap = new Int32Array(n);
    this.#place = new Int32Array(n);
    this.#settled = new Int32Array(n);
  }

  /**
   * Matches the unmatched node `origin` of `end` by an alternating path and moves the prices so that they stay valid. Where the
   * cheapest path ends in a node here whose price falls to `floor`, that node (perhaps `origin` itself) is left unmatched
   * instead. False if there is no path at all.
   */
  augment(end: End, origin: number, floor: number): boolean {
    const { price, mate, otherPrice, otherMate } = end;
    const { start, to, weight } = end.edges;
    const distance = this.#distance;
    const from = this.#from;
    const state = this.#state;
    const settled = this.#settled;
    const seen = ++this.#search * 2;
    let nSettled = 0;
    let nHeap = 0;
    let shortest = Number.POSITIVE_INFINITY;
    let free = -1; // the unmatched node there that the path ends in,
    let dropped = -1; // or the node here that stays unmatched
    let travelled = 0;

    for (let i = origin; ; ) {
      const reach = travelled + price[i];
      if (reach - floor < shortest) {
        shortest = reach - floor;
        dropped = i;
      }
      this.edgesSeen += start[i + 1] - start[i];
      for (let e = start[i]; e < start[i + 1]; e++) {
        const j = to[e];
        const through = Math.max(travelled, reach + otherPrice[j] - weight[e]); // rounding must not let a distance shrink
        if (through >= shortest || state[j] === seen + 1) continue;
        if (otherMate[j] < 0) {
          shortest = through;
          free = j;
          dropped = -1;
          from[j] = i;
          continue;
        }
        if (state[j] !== seen) {
          state[j] = seen;
          this.#place[j] = nHeap++;
        } else if (through >= distance[j]) continue;
        distance[j] = through;
        from[j] = i;
        this.#rise(j);
      }
      if (nHeap === 0 || distance[this.#heap[0]] >= shortest) break;
      const nearest = this.#heap[0];
      this.#sink(this.#heap[--nHeap], nHeap);
      state[nearest] = seen + 1;
      settled[nSettled++] = nearest;
      travelled = distance[nearest];
      i = otherMate[nearest];
    }
    if (shortest === Number.POSITIVE_INFINITY) return false;

    price[origin] -= shortest;
    for (let q = 0; q < nSettled; q++) {
      const j = settled[q];
      const rise = shortest - distance[j];
      if (rise <= 0) continue;
      otherPrice[j] += rise;
      price[otherMate[j]] -= rise;
    }
    if (dropped === origin) return true;
    let j = free;
    if (dropped >= 0) {
      j = mate[dropped];
      mate[dropped] = -1;
    }
    for (;;) {
      const i = from[j];
      const left = mate[i];
      mate[i] = j;
      otherMate[j] = i;
      if (i === origin) return true;
      j = left;
    }
  }

  /** Moves `j`, whose place is a hole, up to where its distance belongs. */
  #rise(j: number): void {
    const heap = this.#heap;
    const place = this.#place;
    const key = this.#distance[j];
    let at = place[j];
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (this.#distance[above] <= key) break;
      heap[at] = above;
      place[above] = at;
      at = parent;
    }
    heap[at] = j;
    place[j] = at;
  }

  /** Puts `j` in place of the root of a heap of `length`. */
  #sink(j: number, length: number): void {
    const heap = this.#heap;
    const place = this.#place;
    const distance = this.#distance;
    const key = distance[j];
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && distance[heap[child + 1]] < distance[heap[child]]) child++;
      const below = heap[child];
      if (distance[below] >= key) break;
      heap[at] = below;
      place[below] = at;
      at = child;
    }
    heap[at] = j;
    place[j] = at;
  }
}
