/**
 * Families: latents of several dictionaries that accepted matches tie together, at most one per dictionary.
 *
 * In: a run group. Out: the connected components of the graph whose vertices are the latents counted and whose links are the pairs of latents
 * that name each other as accepted partner. Where a component has two latents of one dictionary, matches contradict each other along it: it is in
 * conflict, and is cut (`split-conflicts.ts`). What then holds two or more latents is a family. A latent without a link inside is alone.
 */
import { orderFamilies } from './order-families.ts';
import type { NamedEnd, SeedGroup } from './seed-group.ts';
import { splitConflicts } from './split-conflicts.ts';
import type { WeightedLinks } from './weighted-links.ts';

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
  /** 1 for a family cut out of a component in conflict. [count] */
  readonly cut: Uint8Array;
  /** Components that were in conflict. */
  readonly conflicts: number;
}

/** The families of a group. O(S^2 n). */
export function buildFamilies(group: SeedGroup): Families {
  const { offsets, links, roots, spans, cut, conflicts } = findFeatures(group);
  const sizes = countMembers(roots);
  let count = 0;
  const found = new Uint32Array(roots.length);
  for (let root = 0; root < roots.length; root++) if (sizes[root] > 1) found[count++] = root;
  const families = found.subarray(0, count);
  const { tied, sums, least } = summariseLinks(roots, links);
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
  for (let f = 0; f < count; f++) {
    meanCosine[f] = means[places[f]];
    minCosine[f] = least[order[f]];
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
    cut: Uint8Array.from(order, (root) => cut[root]),
    conflicts,
  };
}

/** As {@link Families.inExactly} and its conflicts. Without cosines all links weigh the same where a component is cut. O(S^2 n). */
export function countFeatures(group: SeedGroup<NamedEnd & { readonly cosine?: ArrayLike<number> }>): {
  inExactly: number[];
  conflicts: number;
} {
  const { spans, conflicts } = findFeatures(group);
  return { inExactly: countSpans(spans, group.counted.length), conflicts };
}

/** Which feature each latent is of, latents in the order of dictionaries: the least latent of its family, or itself. New. O(S^2 n). */
export function listFeatures(group: SeedGroup<NamedEnd & { readonly cosine?: ArrayLike<number> }>): Uint32Array {
  return findFeatures(group).roots;
}

function countSpans(spans: Uint32Array, size: number): number[] {
  const inExactly = new Array<number>(size).fill(0);
  for (let root = 0; root < spans.length; root++) if (spans[root] > 0) inExactly[spans[root] - 1]++;
  return inExactly;
}

interface Features {
  offsets: Uint32Array;
  links: WeightedLinks;
  /** The least latent of each latent's feature. */
  roots: Uint32Array;
  /** Different dictionaries in each root's feature; 0 where nothing counts. */
  spans: Uint32Array;
  /** 1 where the latent's component was in conflict. */
  cut: Uint8Array;
  conflicts: number;
}

function findFeatures(group: SeedGroup<NamedEnd & { readonly cosine?: ArrayLike<number> }>): Features {
  const offsets = new Uint32Array(group.counted.length + 1);
  group.counted.forEach(({ length }, s) => (offsets[s + 1] = offsets[s] + length));
  const { links, roots: components } = tieLatents(group, offsets);
  const dictionaryOf = new Uint16Array(components.length);
  group.counted.forEach((_, s) => dictionaryOf.fill(s, offsets[s], offsets[s + 1]));
  const { roots, cut, conflicts } = splitConflicts(components, links, dictionaryOf);
  return { offsets, links, roots, spans: countDictionaries({ group, offsets, roots }), cut, conflicts };
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

/** Ties latents that name each other as accepted partner, and finds the least latent of each one's component: union-find with path halving. */
function tieLatents(
  { ends, isBijective }: SeedGroup<NamedEnd & { readonly cosine?: ArrayLike<number> }>,
  offsets: Uint32Array,
): { links: WeightedLinks; roots: Uint32Array } {
  const roots = new Uint32Array(offsets[offsets.length - 1]);
  for (let latent = 0; latent < roots.length; latent++) roots[latent] = latent;
  const find = (latent: number) => {
    let at = latent;
    while (roots[at] !== at) at = roots[at] = roots[roots[at]];
    return at;
  };
  let most = 0;
  ends.forEach((row, a) => row.slice(a + 1).forEach((end) => (most += end?.n ?? 0)));
  const [from, to] = [new Uint32Array(most), new Uint32Array(most)];
  const cosines = new Float64Array(most);
  let hasCosines = true;
  let count = 0;
  for (let a = 0; a < ends.length; a++) {
    for (let b = a + 1; b < ends.length; b++) {
      const [own, other] = [ends[a][b], ends[b][a]];
      if (own === null || other === null) throw new RangeError(`expected the pair ${a}, ${b}`);
      const { n, shared, partner, cosine } = own;
      if (cosine === undefined) hasCosines = false;
      const sharedThere = other.shared;
      const back = isBijective ? null : other.partner;
      for (let i = 0; i < n; i++) {
        const j = partner[i];
        if (shared[i] === 0 || j < 0 || sharedThere[j] === 0 || (back !== null && back[j] !== i)) continue;
        from[count] = offsets[a] + i;
        to[count] = offsets[b] + j;
        if (cosine !== undefined) cosines[count] = cosine[i];
        const [x, y] = [find(from[count]), find(to[count])];
        count++;
        if (x < y) roots[y] = x;
        else roots[x] = y;
      }
    }
  }
  for (let latent = 0; latent < roots.length; latent++) roots[latent] = find(latent);
  const links = { from: from.subarray(0, count), to: to.subarray(0, count) };
  return { links: { ...links, cosines: hasCosines ? cosines.subarray(0, count) : null }, roots };
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

/** Of the links inside each feature. */
function summariseLinks(roots: Uint32Array, { from, to, cosines }: WeightedLinks) {
  const tied = new Uint32Array(roots.length);
  const sums = new Float64Array(roots.length);
  const least = new Float64Array(roots.length).fill(Number.POSITIVE_INFINITY);
  for (let link = 0; link < from.length; link++) {
    const root = roots[from[link]];
    if (roots[to[link]] !== root) continue;
    tied[root]++;
    const cosine = cosines?.[link] ?? Number.NaN;
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
