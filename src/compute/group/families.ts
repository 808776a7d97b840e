/**
 * Families: latents of several dictionaries that accepted matches tie together, one per seed where all is well.
 *
 * In: a run group. Out: the connected components of the graph whose vertices are the latents counted and whose links are the pairs of latents
 * that name each other as accepted partner. A component of two or more is a family. It is consistent if no dictionary has two latents in
 * it; otherwise matches contradict each other somewhere along it, and it is in conflict. A latent without a link is alone.
 */
import { orderFamilies } from './order-families.ts';
import { passes, type SeedGroup } from './seed-group.ts';

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

/** The definition. */
export const familyStatement =
  'Connected components of the latents counted, tied where each of two latents is the accepted partner of the other under the criterion. Consistent: at most one latent per dictionary. Cosines are over the tied pairs, of decoder rows except under ENCODER.';

/** The families of a group. O(S^2 n). */
export function buildFamilies(group: SeedGroup): Families {
  const offsets = new Uint32Array(group.counted.length + 1);
  group.counted.forEach(({ length }, s) => (offsets[s + 1] = offsets[s] + length));
  const links = listLinks(group, offsets);
  const roots = findRoots(offsets[group.counted.length], links);
  const sizes = countMembers(roots);
  const spans = countDictionaries({ group, offsets, roots });

  const inExactly = new Array<number>(group.counted.length).fill(0);
  let count = 0;
  const found = new Uint32Array(roots.length);
  for (let root = 0; root < roots.length; root++) {
    if (spans[root] > 0) inExactly[spans[root] - 1]++;
    if (sizes[root] > 1) found[count++] = root;
  }
  const families = found.subarray(0, count);
  const { tied, sums, least } = summariseLinks(roots, links);
  const means = Float64Array.from(families, (root) => sums[root] / tied[root]);
  // a family of unknown cosines comes after those of known ones
  const ranks = means.map((mean) => (Number.isNaN(mean) ? -2 : mean));
  const places = orderFamilies({ means: ranks, spans: Uint32Array.from(families, (root) => spans[root]) });
  const order = places.map((at) => families[at]);
  const { starts, members } = gatherMembers({ roots, sizes, order });
  return {
    count: order.length,
    dictionaries: order.map((root) => spans[root]),
    links: order.map((root) => tied[root]),
    meanCosine: Float64Array.from(places, (at) => means[at]),
    minCosine: Float64Array.from(order, (root) => least[root]),
    starts,
    members,
    offsets,
    inExactly,
    conflicts: order.reduce((total, root) => total + (sizes[root] > spans[root] ? 1 : 0), 0),
  };
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
  from: Uint32Array;
  to: Uint32Array;
  cosine: Float64Array;
}

/** Pairs of latents that name each other as accepted partner. */
function listLinks({ criterion, ends }: SeedGroup, offsets: Uint32Array): Links {
  let most = 0;
  ends.forEach((row, a) => row.slice(a + 1).forEach((end) => (most += end?.n ?? 0)));
  const links = { from: new Uint32Array(most), to: new Uint32Array(most), cosine: new Float64Array(most) };
  let count = 0;
  for (let a = 0; a < ends.length; a++) {
    for (let b = a + 1; b < ends.length; b++) {
      const [own, other] = [ends[a][b], ends[b][a]];
      if (own === null || other === null) throw new RangeError(`expected the pair ${a}, ${b}`);
      for (let i = 0; i < own.n; i++) {
        if (!passes(own.scores[i], criterion)) continue;
        const j = own.partner[i];
        if (j < 0 || other.partner[j] !== i || !passes(other.scores[j], criterion)) continue;
        links.from[count] = offsets[a] + i;
        links.to[count] = offsets[b] + j;
        links.cosine[count++] = own.cosine[i];
      }
    }
  }
  return {
    from: links.from.subarray(0, count),
    to: links.to.subarray(0, count),
    cosine: links.cosine.subarray(0, count),
  };
}

/** The least latent of each latent's component: union-find with path halving. */
function findRoots(latents: number, { from, to }: Links): Uint32Array {
  const parent = new Uint32Array(latents);
  for (let latent = 0; latent < latents; latent++) parent[latent] = latent;
  const find = (latent: number) => {
    let at = latent;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  for (let link = 0; link < from.length; link++) {
    const x = find(from[link]);
    const y = find(to[link]);
    if (x < y) parent[y] = x;
    else parent[x] = y;
  }
  for (let latent = 0; latent < latents; latent++) parent[latent] = find(latent);
  return parent;
}

/** Different dictionaries in each root's component; 0 where nothing counts. */
function countDictionaries(parts: { group: SeedGroup; offsets: Uint32Array; roots: Uint32Array }): Uint32Array {
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

function summariseLinks(roots: Uint32Array, { from, cosine }: Links) {
  const tied = new Uint32Array(roots.length);
  const sums = new Float64Array(roots.length);
  const least = new Float64Array(roots.length).fill(Number.POSITIVE_INFINITY);
  for (let link = 0; link < from.length; link++) {
    const root = roots[from[link]];
    tied[root]++;
    sums[root] += cosine[link];
    least[root] = Math.min(least[root], cosine[link]);
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
