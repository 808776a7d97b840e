/**
 * Multi-way assignment: latents of several dictionaries to families with at most one latent per dictionary, better and better.
 *
 * In: links with cosines, and a first partition of the latents. What is maximised is the sum over all pairs inside families of their cosine, where the
 * two are linked, and of -{@link UNLINKED} where they are not. One dictionary after the other gives up its latents, and gets the best assignment of them to
 * what the others have formed, or to being alone: an assignment problem, solved exactly. The sum never falls, and the rounds end where it no longer rises:
 * an optimum of each dictionary given the others, and not of all together.
 */
import { groupPairs, PairList } from '../matching/pair-list.ts';
import { ShortestPath } from '../matching/shortest-path.ts';
import type { WeightedLinks } from './weighted-links.ts';

/**
 * What an unlinked pair inside a family costs, in cosine. Of .2, .4, .5 and .6 on planted groups with much noise it has the best pairs (F1) and the union that is
 * nearest to the truth; less finds more of the core, and joins more that is not one feature.
 */
export const UNLINKED = 0.6;
/** Most rounds; planted groups need two to five. */
const MAX_ROUNDS = 10;
/** A rise below this is rounding. */
const LEAST_RISE = 1e-9;

/** Latents to place, by dictionary, and the links between them. */
export interface OpenLatents {
  /** [S] */
  readonly byDictionary: readonly (readonly number[])[];
  /** Positions of the links between open latents. */
  readonly inside: readonly number[];
  readonly links: WeightedLinks;
}

/** Better families for open latents: `roots` holds the least latent of each one's family, and is written to. O(rounds x L log n). */
export function assignFamilies(roots: Uint32Array, open: OpenLatents): void {
  const near = listNeighbours(roots.length, open);
  // families are numbered as they come; a latent that is left alone starts a new one
  const familyOf = new Map<number, number>();
  const sizes: number[] = [];
  const numbers = new Map<number, number>();
  for (const latents of open.byDictionary) {
    for (const latent of latents) {
      const family = numbers.get(roots[latent]) ?? sizes.push(0) - 1;
      numbers.set(roots[latent], family);
      familyOf.set(latent, family);
      sizes[family]++;
    }
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let rise = 0;
    for (const latents of open.byDictionary) rise += placeAnew(latents, { near, familyOf, sizes });
    if (rise < LEAST_RISE) break;
  }
  const least = new Map<number, number>();
  for (const [latent, family] of familyOf) least.set(family, Math.min(latent, least.get(family) ?? latent));
  for (const [latent, family] of familyOf) roots[latent] = least.get(family) ?? latent;
}

interface Neighbours {
  start: Uint32Array; // [latents + 1]
  to: Uint32Array;
  cosine: Float64Array;
}

interface Placement {
  near: Neighbours;
  familyOf: Map<number, number>;
  sizes: number[];
}

/** The latents of one dictionary, out of their families and into the best; by how much the sum rises. */
function placeAnew(latents: readonly number[], { near, familyOf, sizes }: Placement): number {
  for (const latent of latents) sizes[familyOf.get(latent) ?? 0]--;
  const columns = new Map<number, number>();
  const families: number[] = [];
  const pairs = new PairList();
  let before = 0;
  for (const [row, latent] of latents.entries()) {
    const own = familyOf.get(latent) ?? 0;
    const tied = new Map<number, { count: number; sum: number }>();
    for (let at = near.start[latent]; at < near.start[latent + 1]; at++) {
      const family = familyOf.get(near.to[at]) ?? 0;
      const there = tied.get(family) ?? { count: 0, sum: 0 };
      there.count++;
      there.sum += near.cosine[at];
      tied.set(family, there);
    }
    const weigh = (family: number) => {
      const { count, sum } = tied.get(family) ?? { count: 0, sum: 0 };
      return sum - UNLINKED * (sizes[family] - count);
    };
    before += weigh(own);
    for (const family of tied.keys()) {
      const weight = weigh(family);
      if (weight <= 0) continue;
      const column = columns.get(family) ?? families.push(family) - 1;
      columns.set(family, column);
      pairs.push(row, column, weight);
    }
  }
  const mate = assignRows(pairs, { rows: latents.length, columns: families.length });
  let after = 0;
  for (const [row, latent] of latents.entries()) {
    const { column, weight } = mate(row);
    const family = column < 0 ? sizes.push(0) - 1 : families[column];
    after += weight;
    sizes[family]++;
    familyOf.set(latent, family);
  }
  return after - before;
}

/** The matching of largest sum of a sparse graph in which any row may stay alone, by shortest augmenting paths. */
function assignRows(pairs: PairList, { rows, columns }: { rows: number; columns: number }) {
  const edges = groupPairs(pairs, { by: 'row', n: rows });
  const price = new Float64Array(rows);
  for (let row = 0; row < rows; row++)
    for (let e = edges.start[row]; e < edges.start[row + 1]; e++) price[row] = Math.max(price[row], edges.weight[e]);
  const end = {
    edges,
    price,
    mate: new Int32Array(rows).fill(-1),
    otherPrice: new Float64Array(columns),
    otherMate: new Int32Array(columns).fill(-1),
  };
  const search = new ShortestPath(columns);
  for (let row = 0; row < rows; row++) search.augment(end, row, 0);
  return (row: number) => {
    const column = end.mate[row];
    for (let e = edges.start[row]; e < edges.start[row + 1]; e++)
      if (edges.to[e] === column) return { column, weight: edges.weight[e] };
    return { column: -1, weight: 0 };
  };
}

/** The links of each open latent, from both of its ends. */
function listNeighbours(latents: number, { inside, links }: OpenLatents): Neighbours {
  const start = new Uint32Array(latents + 1);
  for (const link of inside) {
    start[links.from[link] + 1]++;
    start[links.to[link] + 1]++;
  }
  for (let latent = 0; latent < latents; latent++) start[latent + 1] += start[latent];
  const next = start.slice(0, latents);
  const to = new Uint32Array(2 * inside.length);
  const cosine = new Float64Array(2 * inside.length);
  for (const link of inside) {
    // a cosine that is not known counts as 1, as everywhere where families are formed
    const known = links.cosines?.[link] ?? 1;
    for (const [one, other] of [
      [links.from[link], links.to[link]],
      [links.to[link], links.from[link]],
    ]) {
      const at = next[one]++;
      to[at] = other;
      cosine[at] = Number.isNaN(known) ? 1 : known;
    }
  }
  return { start, to, cosine };
}
