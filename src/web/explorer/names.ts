/**
 * Addresses of views by the names of what they show. A name that several run groups or dictionaries have is no address: their ids stand instead.
 */
import { signal } from '@preact/signals';
import { carried } from './criterion/addressed-criterion.ts';
import { ask } from './graphql/client.ts';
import { type NamesQuery, NamesDocument } from '../generated/documents.ts';
import { addressOf, pathOf } from './route.ts';

interface Named {
  id: string;
  name: string;
}

/** Run groups of this database with their dictionaries; empty until they have been read. */
export const knownGroups = signal<NamesQuery['runGroups']>([]);
const shared = signal<Set<string>>(new Set());

/** Reads the names. Views may be drawn before: links then use ids. */
export async function readNames(): Promise<void> {
  const { runGroups } = await ask(NamesDocument, {});
  const seen = new Set<string>();
  const several = new Set<string>();
  for (const { name } of [...runGroups, ...runGroups.flatMap((group) => group.dictionaries)]) {
    if (seen.has(name)) several.add(name);
    seen.add(name);
  }
  shared.value = several;
  knownGroups.value = runGroups;
}

/** The name, if it names one thing; else the id. */
export function referenceOf({ id, name }: Named): string {
  return knownGroups.value.length === 0 || shared.value.has(name) ? id : name;
}

export const groupHref = (group: Named) => addressOf(pathOf('group', referenceOf(group)), carried.value);

export function latentHref({ dictionary, index }: { dictionary: Named; index: number }): string {
  return addressOf(pathOf('latent', `${referenceOf(dictionary)}/${index}`), carried.value);
}

export function pairHref(a: Named, b: Named): string {
  const query = new URLSearchParams({ a: referenceOf(a), b: referenceOf(b) });
  for (const [name, value] of carried.value) query.set(name, value);
  return addressOf('/pair', query);
}

/** The address of a view that is about nothing in particular, under the same criterion. */
export const viewHref = (path: string) => addressOf(path, carried.value);

/** Seeds are whole numbers of 64 bits, as text; unknown ones come first. */
export function compareSeeds(x: string | null, y: string | null): number {
  const [a, b] = [BigInt(x ?? -1), BigInt(y ?? -1)];
  return a < b ? -1 : a > b ? 1 : 0;
}
