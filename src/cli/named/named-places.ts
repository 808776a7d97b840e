/** Arguments of `import` and `inspect` -> places to look at: folders and places of the hub as they are, names of catalogues as what they mean. */
import path from 'node:path';
import type { CatalogueEntry } from '../../../loaders/catalogues/catalogue-entry.ts';
import { findMultiSeed, isMultiSeed } from '../../../loaders/catalogues/multi-seed.ts';
import { ReseedError } from '../../errors.ts';
import { readCatalogue } from '../../jobs/catalogues/read-catalogue.ts';
import { resolveGivenPath } from '../flags/given-path.ts';

/** A place, and the entry of a catalogue that it comes from. */
export interface NamedPlace {
  folder: string;
  entry: CatalogueEntry | null;
}

/** `catalogue` is the file in which the names are looked up; undefined: they are places, or `multi-seed:<set>`. Throws `NOT_FOUND`, and what reading the file throws. */
export async function listNamedPlaces(names: readonly string[], catalogue: string | undefined): Promise<NamedPlace[]> {
  const places: NamedPlace[] = [];
  const entries = catalogue === undefined ? [] : await readCatalogueFile(catalogue);
  for (const name of names) {
    const meant =
      catalogue !== undefined ? findReleased(entries, name) : isMultiSeed(name) ? findMultiSeed(name) : null;
    if (meant === null) places.push({ folder: name, entry: null });
    else places.push(...meant.map((entry) => ({ folder: entry.place, entry })));
  }
  return places;
}

/** Every entry of the file. Throws as `readCatalogue`. */
export async function readCatalogueFile(file: string): Promise<CatalogueEntry[]> {
  const real = await resolveGivenPath(file, {
    to: 'read',
    hint: 'It is pretrained_saes.yaml in the folder of the package sae_lens.',
  });
  return readCatalogue({ path: real, filter: {} }, { importRoots: [path.dirname(real)] });
}

/** `<release>`, or `<release>/<id>`. */
function findReleased(entries: readonly CatalogueEntry[], name: string): CatalogueEntry[] {
  const found = entries.filter(({ release, id }) => name === release || name === `${release}/${id}`);
  if (found.length > 0) return found;
  throw new ReseedError('NOT_FOUND', `Cannot find "${name}" in the catalogue: there is no such release or dictionary`, {
    hint: 'Give <release> or <release>/<id>; "reseed catalogue <file>" lists them.',
  });
}
