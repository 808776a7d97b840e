/**
 * The margin of each matched pair: by how much the optimum falls if that pair may not be matched.
 *
 * In: an optimal assignment with prices, and every pair whose slack u_i + v_j - c_ij is at most `reach`. Out: per row of the smaller dictionary a
 * lower and an upper bound, equal where the margin is exact. Without the pair (i, j), row i takes another column, whose row takes another, and so on
 * until a row takes j: what is lost is the sum of the slacks along the way. Where columns are left free, a row may take one of them, and any other
 * column is then left free at its price: as if free columns had rows of their own, to which every column is worth 0. The cheapest way is a shortest
 * path (Dijkstra; slacks and those prices are at least 0). A way that costs no more than `reach` has no pair beyond it, so it is found; what costs
 * more lies between `reach` and the cheapest way that was seen, an exchange with another pair among them.
 */
import type { Turns } from '../turns.ts';
import type { Assignment } from './assignment.ts';
import type { ClosePairs } from './close-pairs.ts';
import { type Adjacency, groupPairs } from './pair-list.ts';
import type { PairScore } from './pair-score.ts';

/** Bounds on the margins of the pairs of a matching; infinite where there is no other matching. [nRows] each */
export interface Margins {
  readonly atLeast: Float64Array;
  readonly atMost: Float64Array;
}

/** Prices and mates. */
type Solved = Pick<Assignment, 'u' | 'v' | 'rowMate' | 'columnMate'>;

/** Pairs that all searches together look at: a second or two. Each has an equal share, after which it stops and says how far it came. */
const LOOKED_TOGETHER = 2 ** 25;
/** Most that a share may be: what a search needs to be exact in a small dictionary, a fraction of a millisecond. */
const MOST_LOOKED = 2 ** 13;
/** What a search costs however little it looks at, in pairs. */
const SEARCH_COST = 64;

/**
 * The margins. O(edges) memory; time grows with what lies closer than the margins. `exchangesOf` names rows whose partner a row may exchange its own
 * with: they only make upper bounds smaller.
 */
export async function findMargins(
  solved: Solved,
  {
    close,
    score,
    turns,
    exchangesOf,
    mostLooked = Math.min(MOST_LOOKED, Math.ceil(LOOKED_TOGETHER / solved.u.length)),
  }: {
    /** Less where a test wants searches that stop. */
    mostLooked?: number;
    close: ClosePairs;
    score: PairScore;
    turns: Turns;
    exchangesOf: (row: number) => Iterable<number>;
  },
): Promise<Margins> {
  const { u, v, rowMate } = solved;
  const n = u.length;
  const edges = sortEdges(groupPairs(close.pairs, { by: 'row', n }));
  const search = new CheapestWay(edges, solved, mostLooked);
  const atLeast = new Float64Array(n);
  const atMost = new Float64Array(n);
  const slack = (i: number, j: number) => Math.max(0, u[i] + v[j] - score(i, j));
  for (let i = 0; i < n; i++) {
    let seen = Number.POSITIVE_INFINITY;
    for (const other of exchangesOf(i)) {
      if (other !== i) seen = Math.min(seen, slack(i, rowMate[other]) + slack(other, rowMate[i]));
    }
    const found = Math.min(seen, search.find(i, seen));
    // a way that was not looked at has a pair beyond the reach, or costs more than the search had come to
    atLeast[i] = Math.min(found, close.reach, search.floor);
    atMost[i] = found;
    await turns.spend(search.looked + SEARCH_COST);
  }
  return { atLeast, atMost };
}

/** Each row's edges by slack, least first, so that a search can stop early. */
function sortEdges({ start, to, weight }: Adjacency): Adjacency {
  const sorted = { start, to: new Int32Array(to.length), weight: new Float64Array(weight.length) };
  for (let i = 0; i + 1 < start.length; i++) {
    const order = Array.from({ length: start[i + 1] - start[i] }, (_, k) => start[i] + k).sort(
      (x, y) => weight[x] - weight[y],
    );
    for (const [k, e] of order.entries()) {
      sorted.to[start[i] + k] = to[e];
      sorted.weight[start[i] + k] = weight[e];
    }
  }
  return sorted;
}

/** Reusable memory of the searches. */
class CheapestWay {
  /** Pairs that the last search looked at. */
  looked = 0;
  /** What every way costs at least that the last search did not see, but for pairs beyond the reach; infinite if it saw all that matter. */
  floor = Number.POSITIVE_INFINITY;
  readonly #mostLooked: number;
  readonly #edges: Adjacency;
  readonly #solved: Solved;
  readonly #distance: Float64Array; // of columns, and last of being in a free column
  readonly #byPrice: Int32Array; // columns that are not free, cheapest first
  readonly #seen: Int32Array; // the search in which a column was reached
  #search = 0;

  constructor(edges: Adjacency, solved: Solved, mostLooked: number) {
    this.#mostLooked = mostLooked;
    this.#edges = edges;
    this.#solved = solved;
    const { v, columnMate } = solved;
    this.#distance = new Float64Array(v.length + 1);
    this.#seen = new Int32Array(v.length + 1).fill(-1);
    const taken = Array.from(columnMate.keys()).filter((j) => columnMate[j] >= 0);
    this.#byPrice = Int32Array.from(taken.length < v.length ? taken.sort((x, y) => v[x] - v[y]) : []);
  }

  /** The cost of the cheapest way without the pair of row `origin`, if it is below `most`; else infinity. */
  find(origin: number, most: number): number {
    const { start, to, weight } = this.#edges;
    const { v, rowMate, columnMate } = this.#solved;
    const [distance, seen] = [this.#distance, this.#seen];
    const search = ++this.#search;
    const wanted = rowMate[origin];
    const heap = new ColumnHeap(distance);
    let best = most;
    let found = Number.POSITIVE_INFINITY;
    let looked = 0;
    /** Notes a way to column j (or to a free one); false where the next ones cost too much, too. */
    const reach = (j: number, through: number): boolean => {
      if (through >= best) return false;
      looked++;
      if (j === wanted) best = found = through;
      else if (seen[j] !== search || through < distance[j]) {
        seen[j] = search;
        distance[j] = through;
        heap.offer(j);
      }
      return true;
    };
    const free = v.length;
    this.floor = Number.POSITIVE_INFINITY;
    for (let at = -1, travelled = 0; ; ) {
      if (at === free) {
        for (const j of this.#byPrice) if (!reach(j, travelled + Math.max(0, v[j]))) break;
      } else {
        const row = at < 0 ? origin : columnMate[at];
        for (let e = start[row]; e < start[row + 1]; e++) {
          const j = to[e];
          if (j === rowMate[row]) continue;
          if (!reach(columnMate[j] < 0 ? free : j, travelled + weight[e])) break;
        }
      }
      at = heap.take();
      if (at < 0 || distance[at] >= best) break;
      travelled = distance[at];
      if (looked > this.#mostLooked) {
        this.floor = travelled;
        break;
      }
    }
    this.looked = looked;
    return found;
  }
}

/** Columns by distance, least first; one that is offered again at a smaller distance is held twice, and taken again at no cost. */
class ColumnHeap {
  readonly #distance: Float64Array;
  readonly #keys: number[] = [];
  readonly #columns: number[] = [];

  constructor(distance: Float64Array) {
    this.#distance = distance;
  }

  offer(column: number): void {
    const [keys, columns] = [this.#keys, this.#columns];
    const key = this.#distance[column];
    let at = keys.length;
    keys.push(key);
    columns.push(column);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (keys[parent] <= key) break;
      keys[at] = keys[parent];
      columns[at] = columns[parent];
      at = parent;
    }
    keys[at] = key;
    columns[at] = column;
  }

  /** The nearest column, -1 if none is left. Entries that a smaller distance has overtaken are dropped. */
  take(): number {
    for (;;) {
      const taken = this.#pop();
      if (taken === null) return -1;
      if (taken.key <= this.#distance[taken.column]) return taken.column;
    }
  }

  #pop(): { key: number; column: number } | null {
    const [keys, columns] = [this.#keys, this.#columns];
    if (keys.length === 0) return null;
    const top = { key: keys[0], column: columns[0] };
    const key = keys.pop() ?? 0;
    const column = columns.pop() ?? 0;
    const length = keys.length;
    if (length === 0) return top;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && keys[child + 1] < keys[child]) child++;
      if (keys[child] >= key) break;
      keys[at] = keys[child];
      columns[at] = columns[child];
      at = child;
    }
    keys[at] = key;
    columns[at] = column;
    return top;
  }
}
