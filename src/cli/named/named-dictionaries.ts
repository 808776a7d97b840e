/** Dictionaries and run groups as a person names them -> dictionaries. */
import type { Database } from '../../../db/connect/connect.ts';
import { type DictionaryRow, listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import { buildBatches } from '../../analysis/batches/batches.ts';
import { findGlobalId } from '../../graph/global-id.ts';
import { getDictionary, listRunGroups } from '../../graph/references.ts';

/** The one dictionary of this name, id or portal id. Throws `NOT_FOUND`, `BAD_ID`, `AMBIGUOUS_NAME`. */
export function getNamedDictionary(db: Database, name: string): Promise<DictionaryRow> {
  return getDictionary({ batches: buildBatches(db) }, name);
}

/** The dictionaries of each name: all of the run groups of this name, or the one dictionary. Throws as {@link getNamedDictionary}. */
export async function listNamedDictionaries(db: Database, names: readonly string[]): Promise<DictionaryRow[]> {
  const reader = { batches: buildBatches(db) };
  const found = new Map<string, DictionaryRow>();
  for (const name of names) {
    const isDictionary = findGlobalId(name)?.kind === 'Dictionary';
    const groups = isDictionary ? [] : await listRunGroups(reader, name);
    const rows =
      groups.length > 0 ? await listDictionariesOfRunGroups(db, groups) : [await getDictionary(reader, name)];
    for (const row of rows) found.set(`${row.spaceId}:${row.id}`, row);
  }
  return [...found.values()];
}
