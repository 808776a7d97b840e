/** The matchings between dictionaries of a run group, by the run group's key and a measure. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import { listMatchingsOfRunGroups, type MatchingRow } from '../../../db/stores/matchings.ts';
import { keyText } from './key-text.ts';
import { type MeasuredKey, measuredKeyText, perMeasure } from './measured-key.ts';

/** One statement per measure for all run groups, after the one of `dictionaries`, which says who belongs where. */
export function buildMatchingsOfRunGroupsBatch(
  session: Session,
  dictionaries: DataLoader<Key, DictionaryRow[], string>,
): DataLoader<MeasuredKey, MatchingRow[], string> {
  return new DataLoader(
    (requests) =>
      perMeasure(requests, async (keys, measure) => {
        const members = (await Promise.all(keys.map((key) => dictionaries.load(key)))).map(
          (rows) => new Set(rows.map(keyText)),
        );
        const rows = await listMatchingsOfRunGroups(session, { keys, measure });
        return members.map((group) => rows.filter((row) => hasBothEnds(group, row)));
      }),
    { cacheKeyFn: measuredKeyText },
  );
}

function hasBothEnds(group: Set<string>, row: MatchingRow): boolean {
  return [row.a, row.b].every((id) => group.has(keyText({ spaceId: row.spaceId, id })));
}
