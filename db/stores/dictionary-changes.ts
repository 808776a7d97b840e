/** The trail of a dictionary: which facts were changed after it was imported, from what to what, when and by what. */
import { listEach } from '../connect/keyed-rows.ts';
import { cleanText } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import { dictionaryChanges } from '../schema/dictionary-tables.ts';
import { KEY, type Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';

/** A fact as text, before and after; null: not known. */
export interface FactChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** What changed it: an import of the same content with more facts, one of the same weights with another configuration, or a request to change facts. */
export type ChangeSource = 'REPEATED_IMPORT' | 'NEW_CONFIGURATION' | 'REQUEST';

export interface DictionaryChangeRow extends FactChange {
  source: ChangeSource;
  changedAt: Date;
}

const ROW = rowOf<DictionaryChangeRow>(
  columns(dictionaryChanges, 'c', ['field', 'before', 'after', 'source', 'changedAt']),
);

/** Adds to the trail, in the transaction that makes the changes. */
export async function recordChanges(
  tx: Session,
  { key, changes, source }: { key: Key; changes: readonly FactChange[]; source: ChangeSource },
): Promise<void> {
  const text = (value: string | null) => (value === null ? null : cleanText(value));
  await tx.run(
    `insert into dictionary_changes (space_id, dictionary_id, field, before, after, source)
     select $1, $2, field, before, after, $6 from unnest($3::text[], $4::text[], $5::text[]) as u (field, before, after)`,
    [
      key.spaceId,
      key.id,
      changes.map(({ field }) => field),
      changes.map(({ before }) => text(before)),
      changes.map(({ after }) => text(after)),
      source,
    ],
  );
}

/** The trail of each dictionary, oldest first. */
export function listChangesOfDictionaries(s: Session, keys: readonly Key[]): Promise<DictionaryChangeRow[][]> {
  return listEach(s, keys, {
    by: KEY,
    row: ROW,
    from: 'join dictionary_changes c on c.space_id = k.space_id and c.dictionary_id = k.id',
    order: 'c.changed_at, c.id',
  });
}
