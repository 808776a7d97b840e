/**
 * Families: latents of several dictionaries that accepted matches tie together, one per seed where all is well.
 *
 * In: a run group. Out: the connected components of the graph whose vertices are the latents counted and whose links are the pairs of latents
 * that name each other as accepted partner. A component of two or more is a family. It is consistent if no dictionary has two latents in
 * it; otherwise matches contradict each other somewhere along it, and it is in conflict. A latent without a link is alone.
 */
import { orderFamilies } from './order-families.ts';
import type { NamedEnd, SeedGroup } from './seed-group.ts';

/** One latent of the group. */
export interface Member {
  /** Position of its dictionary. */
  readonly dictionary: number;
  readonly index: number;
}

/** Struct of arrays, in the order: dictionaries (most first), mean cosine (highest first), first member. */
export interface Families {
  /** Families. */
  readonly count: number;
  /** Different dictionaries in each. [count] */
  readonly dictionaries: Uint32Array;
  /** Accepted pairs inside each, of size x (size - 1) / 2 possible ones. [count] */
  readonly links: Uint32Array;
  /** Mean cosine over these pairs: of decoder rows, except under ENCODER; NaN where one is not known. [count] */
  readonly meanCosine: Float64Array;
  /** The least. [count] */
  readonly minCosine: Float64Array;
  /** Members of family f: from starts[f] to starts[f + 1]. [count + 1] */
  readonly starts: Uint32Array;
  /** Latents as offset of the dictionary + index, ascending inside a family. */
  readonly members: Uint32Array;
  /** Offset of each dictionary. [S + 1] */
  readonly offsets: Uint32Array;
  /** Families, and latents alone, with latents in exactly 1 .. S dictionaries. [S] */
  readonly inExactly: readonly number[];
  /** Families in conflict. */
  readonly conflicts: number;
}

/** The families of a group. O(S^2 n). */
export function buildFamilies(group: SeedGroup): Families {
  const { offsets, links, roots, spans } = findComponents(group);
  const sizes = countMembers(roots);
  let count = 0;
  const found = new Uint32Array(roots.length);
  for (let root = 0; root < roots.length; root++) if (sizes[root] > 1) found[count++] = root;
  const families = found.subarray(0, count);
  const { tied, sums, least } = summariseLinks(roots, { links, cosines: gatherCosines(group, links) });
  const spansOf = new Uint32Array(count);
  const means = new Float64Array(count);
  const ranks = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const root = families[at];
    spansOf[at] = spans[root];
    means[at] = sums[root] / tied[root];
    // a family of unknown cosines comes after those of known ones
    ranks[at] = Number.isNaN(means[at]) ? -2 : means[at];
  }
  const places = orderFamilies({ means: ranks, spans: spansOf });
  const order = places.map((at) => families[at]);
  const { starts, members } = gatherMembers({ roots, sizes, order });
  const [meanCosine, minCosine] = [new Float64Array(count), new Float64Array(count)];
  let conflicts = 0;
  for (let f = 0; f < count; f++) {
    meanCosine[f] = means[places[f]];
    minCosine[f] = least[order[f]];
    if (sizes[order[f]] > spans[order[f]]) conflicts++;
  }
  return {
    count,
    dictionaries: order.map((root) => spans[root]),
    links: order.map((root) => tied[root]),
    meanCosine,
    minCosine,
    starts,
    members,
    offsets,
    inExactly: countSpans(spans, group.counted.length),
    conflicts,
  };
}

/** As {@link Families.inExactly}, where cosines are not at hand. O(S^2 n). */
export function countFeatures(group: SeedGroup<NamedEnd>): number[] {
  return countSpans(findComponents(group).spans, group.counted.length);
}

function countSpans(spans: Uint32Array, size: number): number[] {
  const inExactly = new Array<number>(size).fill(0);
  for (let root = 0; root < spans.length; root++) if (spans[root] > 0) inExactly[spans[root] - 1]++;
  return inExactly;
}

interface Components {
  offsets: Uint32Array;
  links: Links;
  /** The least latent of each latent's component. */
  roots: Uint32Array;
  /** Different dictionaries in each root's component; 0 where nothing counts. */
  spans: Uint32Array;
}

function findComponents(group: SeedGroup<NamedEnd>): Components {
  const offsets = new Uint32Array(group.counted.length + 1);
  group.counted.forEach(({ length }, s) => (offsets[s + 1] = offsets[s] + length));
  const { links, roots } = tieLatents(group, offsets);
  return { offsets, links, roots, spans: countDictionaries({ group, offsets, roots }) };
}

/** Number of latents in family `f`. */
export function familySize({ starts }: Families, f: number): number {
  return starts[f + 1] - starts[f];
}

/** The first `first` members of family `f`, by dictionary and index. */
export function listMembers(
  { starts, members, offsets }: Families,
  { f, first }: { f: number; first: number },
): Member[] {
  const to = Math.min(starts[f + 1], starts[f] + first);
  return Array.from(members.subarray(starts[f], to), (latent) => {
    let dictionary = 0;
    while (offsets[dictionary + 1] <= latent) dictionary++;
    return { dictionary, index: latent - offsets[dictionary] };
  });
}

interface Links {
  /** The first of the two latents that each ties. */
  from: Uint32Array;
  /** How many each pair of dictionaries has: (0, 1), (0, 2), .. in order. */
  perPair: number[];
}

/** Ties latents that name each other as accepted partner, and finds the least latent of each one's component: union-find with path halving. */
function tieLatents(
  { ends, isBijective }: SeedGroup<NamedEnd>,
  offsets: Uint32Array,
): { links: Links; roots: Uint32Array } {
  const roots = new Uint32Array(offsets[offsets.length - 1]);
  for (let latent = 0; latent < roots.length; latent++) roots[latent] = latent;
  const find = (latent: number) => {
    let at = latent;
    while (roots[at] !== at) at = roots[at] = roots[roots[at]];
    return at;
  };
  let most = 0;
  ends.forEach((row, a) => row.slice(a + 1).forEach((end) => (most += end?.n ?? 0)));
  const from = new Uint32Array(most);
  const perPair: number[] = [];
  let count = 0;
  for (let a = 0; a < ends.length; a++) {
    for (let b = a + 1; b < ends.length; b++) {
      const [own, other] = [ends[a][b], ends[b][a]];
      if (own === null || other === null) throw new RangeError(`expected the pair ${a}, ${b}`);
      const before = count;
      const { n, shared, partner } = own;
      const sharedThere = other.shared;
      const back = isBijective ? null : other.partner;
      for (let i = 0; i < n; i++) {
        const j = partner[i];
        if (shared[i] === 0 || j < 0 || sharedThere[j] === 0 || (back !== null && back[j] !== i)) continue;
        from[count++] = offsets[a] + i;
        const [x, y] = [find(offsets[a] + i), find(offsets[b] + j)];
        if (x < y) roots[y] = x;
        else roots[x] = y;
      }
      perPair.push(count - before);
    }
  }
  for (let latent = 0; latent < roots.length; latent++) roots[latent] = find(latent);
  return { links: { from: from.subarray(0, count), perPair }, roots };
}

/** The cosine of each link, as the first of the two dictionaries has it. */
function gatherCosines({ ends, counted }: SeedGroup, { from, perPair }: Links): Float64Array {
  const cosines = new Float64Array(from.length);
  let [offset, pair, link] = [0, 0, 0];
  for (let a = 0; a < ends.length; a++) {
    for (let b = a + 1; b < ends.length; b++) {
      const cosine = ends[a][b]?.cosine ?? [];
      for (let left = perPair[pair++]; left > 0; left--, link++) cosines[link] = cosine[from[link] - offset];
    }
    offset += counted[a].length;
  }
  return cosines;
}

function countDictionaries(parts: {
  group: SeedGroup<NamedEnd>;
  offsets: Uint32Array;
  roots: Uint32Array;
}): Uint32Array {
  const { group, offsets, roots } = parts;
  const spans = new Uint32Array(roots.length);
  const seenIn = new Uint32Array(roots.length); // 1 + the last dictionary seen
  group.counted.forEach((counted, s) => {
    for (let i = 0; i < counted.length; i++) {
      const root = roots[offsets[s] + i];
      if (counted[i] === 0 || seenIn[root] === s + 1) continue;
      seenIn[root] = s + 1;
      spans[root]++;
    }
  });
  return spans;
}

function summariseLinks(roots: Uint32Array, of: { links: Links; cosines: Float64Array }) {
  const { from } = of.links;
  const tied = new Uint32Array(roots.length);
  const sums = new Float64Array(roots.length);
  const least = new Float64Array(roots.length).fill(Number.POSITIVE_INFINITY);
  for (let link = 0; link < from.length; link++) {
    const root = roots[from[link]];
    tied[root]++;
    const cosine = of.cosines[link];
    sums[root] += cosine;
    least[root] = Math.min(least[root], cosine);
  }
  return { tied, sums, least };
}

function gatherMembers({ roots, sizes, order }: { roots: Uint32Array; sizes: Uint32Array; order: Uint32Array }) {
  const starts = new Uint32Array(order.length + 1);
  const next = new Uint32Array(roots.length);
  order.forEach((root, f) => {
    next[root] = starts[f];
    starts[f + 1] = starts[f] + sizes[root];
  });
  const members = new Uint32Array(starts[order.length]);
  for (let latent = 0; latent < roots.length; latent++) {
    if (sizes[roots[latent]] > 1) members[next[roots[latent]]++] = latent;
  }
  return { starts, members };
}

function countMembers(roots: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(roots.length);
  for (const root of roots) sizes[root]++;
  return sizes;
}
