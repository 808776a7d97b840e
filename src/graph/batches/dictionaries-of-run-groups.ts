/** The dictionaries of a run group, ordered by init seed (unknown last), then id. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { type DictionaryRow, listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import { keyText } from './key-text.ts';

/** One statement for all run groups. */
export function buildDictionariesOfRunGroupsBatch(session: Session): DataLoader<Key, DictionaryRow[], string> {
  return new DataLoader(
    async (keys) => {
      const rows = await listDictionariesOfRunGroups(session, [...keys]);
      const groups = Map.groupBy(rows, (row) => keyText({ spaceId: row.spaceId, id: row.runGroupId }));
      return keys.map((key) => groups.get(keyText(key)) ?? []);
    },
    { cacheKeyFn: keyText },
  );
}
