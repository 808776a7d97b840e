/**
 * Components in conflict -> consistent ones, with at most one latent per dictionary.
 *
 * In: the links between latents, and the component of each latent. Out: the components again, those that had two latents of one dictionary cut.
 * Inside such a component groups of latents grow from single ones: of all pairs of groups that have no dictionary in common and of whose pairs
 * of latents more than half are linked, the two with the largest mean cosine become one (pairs that are not linked count as 0). So the weakest
 * links are cut, and a chain that leads through unrelated latents falls apart. Ties go to the first latents. What came out is then improved by
 * assignment (`assign-families.ts`), which brings back members that an early mistake kept out.
 */

import { assignFamilies } from './assign-families.ts';
import type { WeightedLinks } from './weighted-links.ts';

export interface ConsistentParts {
  /** The least latent of each latent's part. */
  readonly roots: Uint32Array;
  /** 1 where the latent's component was in conflict. */
  readonly cut: Uint8Array;
  /** Components that were in conflict. */
  readonly conflicts: number;
}

/** A share of the pairs of two groups must be linked, or they stay apart: more than this. */
export const MAJORITY = 0.5;

/** `dictionaryOf[latent]`: its dictionary. O(L log L S) for the L links of components in conflict. */
export function splitConflicts(
  components: Uint32Array,
  links: WeightedLinks,
  dictionaryOf: Uint16Array,
): ConsistentParts {
  const cut = findConflicts(components, dictionaryOf);
  const roots = components.slice();
  const inside: number[] = [];
  for (let link = 0; link < links.from.length; link++) if (cut[links.from[link]] === 1) inside.push(link);
  const conflicting = new Set<number>();
  for (let latent = 0; latent < roots.length; latent++) {
    if (cut[latent] === 0) continue;
    conflicting.add(components[latent]);
    roots[latent] = latent;
  }
  for (const { root, members } of growGroups(inside, links, dictionaryOf)) for (const one of members) roots[one] = root;
  assignFamilies(roots, { byDictionary: listOpen(cut, dictionaryOf), inside, links });
  return { roots, cut, conflicts: conflicting.size };
}

/** Latents of components in conflict, by dictionary. */
function listOpen(cut: Uint8Array, dictionaryOf: Uint16Array): number[][] {
  const open: number[][] = [];
  for (let latent = 0; latent < cut.length; latent++)
    if (cut[latent] === 1) (open[dictionaryOf[latent]] ??= []).push(latent);
  return open.filter((latents) => latents !== undefined);
}

/** 1 where two latents of the component are of one dictionary. */
function findConflicts(components: Uint32Array, dictionaryOf: Uint16Array): Uint8Array {
  const seenIn = new Uint32Array(components.length); // 1 + the last dictionary seen in the component of this root
  const conflicting = new Uint8Array(components.length);
  // latents come by dictionary
  for (let latent = 0; latent < components.length; latent++) {
    const root = components[latent];
    if (seenIn[root] === dictionaryOf[latent] + 1) conflicting[root] = 1;
    seenIn[root] = dictionaryOf[latent] + 1;
  }
  return Uint8Array.from(components, (root) => conflicting[root]);
}

interface Group {
  root: number;
  members: number[];
  dictionaries: Set<number>;
  /** To each group that has a link here: how many, and the sum of their cosines. */
  near: Map<Group, { links: number; sum: number }>;
  /** Grows with the group, so that an offer made before is known to be old. */
  version: number;
}

interface Offer {
  score: number;
  first: Group;
  second: Group;
  versions: [number, number];
}

function growGroups(inside: readonly number[], links: WeightedLinks, dictionaryOf: Uint16Array): Iterable<Group> {
  const groups = new Map<number, Group>();
  const groupOf = (latent: number): Group => {
    const there = groups.get(latent);
    if (there !== undefined) return there;
    const made: Group = {
      root: latent,
      members: [latent],
      dictionaries: new Set([dictionaryOf[latent]]),
      near: new Map(),
      version: 0,
    };
    groups.set(latent, made);
    return made;
  };
  const heap = new OfferHeap();
  for (const link of inside) {
    const [first, second] = [groupOf(links.from[link]), groupOf(links.to[link])];
    const cosine = links.cosines?.[link] ?? 1;
    const tie = { links: 1, sum: Number.isNaN(cosine) ? 1 : cosine };
    first.near.set(second, tie);
    second.near.set(first, tie);
    offer(heap, first, second);
  }
  for (let best = heap.pop(); best !== null; best = heap.pop()) {
    const { first, second, versions } = best;
    if (first.version !== versions[0] || second.version !== versions[1]) continue;
    groups.delete(second.root);
    merge(first, second);
    for (const other of first.near.keys()) offer(heap, first, other);
  }
  return groups.values();
}

/** `second` becomes part of `first`. */
function merge(first: Group, second: Group): void {
  first.members.push(...second.members);
  for (const dictionary of second.dictionaries) first.dictionaries.add(dictionary);
  first.near.delete(second);
  for (const [other, tie] of second.near) {
    if (other === first) continue;
    const there = first.near.get(other);
    const sum = { links: tie.links + (there?.links ?? 0), sum: tie.sum + (there?.sum ?? 0) };
    other.near.delete(second);
    first.near.set(other, sum);
    other.near.set(first, sum);
  }
  first.version++;
  second.version = -1;
}

function offer(heap: OfferHeap, one: Group, other: Group): void {
  const [first, second] = one.root < other.root ? [one, other] : [other, one];
  const tie = first.near.get(second);
  const pairs = first.members.length * second.members.length;
  if (tie === undefined || tie.links <= MAJORITY * pairs) return;
  for (const dictionary of second.dictionaries) if (first.dictionaries.has(dictionary)) return;
  heap.push({ score: tie.sum / pairs, first, second, versions: [first.version, second.version] });
}

/** Largest score first; of equal ones the one with the first latents. */
class OfferHeap {
  readonly #offers: Offer[] = [];

  push(offered: Offer): void {
    const offers = this.#offers;
    let at = offers.push(offered) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(offers[at], offers[parent])) break;
      [offers[at], offers[parent]] = [offers[parent], offers[at]];
      at = parent;
    }
  }

  pop(): Offer | null {
    const offers = this.#offers;
    const last = offers.pop();
    if (last === undefined || offers.length === 0) return last ?? null;
    const first = offers[0];
    offers[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      let best = at;
      if (left < offers.length && isBefore(offers[left], offers[best])) best = left;
      if (left + 1 < offers.length && isBefore(offers[left + 1], offers[best])) best = left + 1;
      if (best === at) return first;
      [offers[at], offers[best]] = [offers[best], offers[at]];
      at = best;
    }
  }
}

function isBefore(x: Offer, y: Offer): boolean {
  if (x.score !== y.score) return x.score > y.score;
  return x.first.root !== y.first.root ? x.first.root < y.first.root : x.second.root < y.second.root;
}
