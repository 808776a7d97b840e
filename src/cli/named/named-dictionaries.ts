/** Run groups and dictionaries as a person names them -> dictionaries. */
import { listRunGroups } from '../../../db/stores/catalogue.ts';
import type { Database } from '../../../db/connect/connect.ts';
import { type DictionaryRow, listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import { getNamedDictionary } from './named-dictionary.ts';

/** The dictionaries of each name: all of the run groups of this name, or the one dictionary. Throws `NOT_FOUND`, `BAD_INPUT`. */
export async function listNamedDictionaries(db: Database, names: readonly string[]): Promise<DictionaryRow[]> {
  const found = new Map<string, DictionaryRow>();
  for (const name of names) {
    const groups = await listRunGroups(db, { name });
    const rows =
      groups.length > 0 ? await listDictionariesOfRunGroups(db, groups) : [await getNamedDictionary(db, name)];
    for (const row of rows) found.set(`${row.spaceId}:${row.id}`, row);
  }
  return [...found.values()];
}
