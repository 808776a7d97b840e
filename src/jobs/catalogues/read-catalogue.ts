/** A catalogue of published dictionaries: the one that is shipped (sets of seeds), or a file below an import root in SAELens's layout -> entries. */
import {
  type CatalogueEntry,
  type CatalogueFilter,
  filterCatalogue,
} from '../../../loaders/catalogues/catalogue-entry.ts';
import { multiSeedCatalogue } from '../../../loaders/catalogues/multi-seed.ts';
import { parseSaeLensCatalogue, readCatalogueText } from '../../../loaders/catalogues/sae-lens-catalogue.ts';
import { notFound } from '../../../loaders/files/import-roots.ts';
import { createHash } from 'node:crypto';
import type { ByteSource } from '../../../loaders/files/byte-source.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';

/** The file that was read last, by its bytes: pages of one catalogue are asked for one after the other, and it is read in seconds. */
let last: { sha256: string; entries: CatalogueEntry[] } | null = null;

/** What `filter` asks for. `path` null: the catalogue that is shipped. Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`, `CONFIG_BAD`. */
export async function readCatalogue(
  asked: { path: string | null; filter: CatalogueFilter },
  { importRoots }: { importRoots: readonly string[] },
): Promise<CatalogueEntry[]> {
  if (asked.path === null) return filterCatalogue(multiSeedCatalogue, asked.filter);
  const folder = await openSourceFolder({ path: asked.path, roots: importRoots });
  if (folder.preferredFile === null) throw notFound(asked.path, 'it is a folder; expected the file of a catalogue');
  const source = await folder.open(folder.preferredFile);
  try {
    return filterCatalogue(await readEntries(source), asked.filter);
  } finally {
    await source.close();
  }
}

async function readEntries(source: ByteSource): Promise<CatalogueEntry[]> {
  const text = await readCatalogueText(source);
  const sha256 = createHash('sha256').update(text).digest('hex');
  if (last?.sha256 !== sha256) last = { sha256, entries: await parseSaeLensCatalogue(text, source.name) };
  return last.entries;
}
