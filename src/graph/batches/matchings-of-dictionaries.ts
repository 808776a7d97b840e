/** The matchings that have a dictionary at either end, by the dictionary's key and a measure. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { listMatchingsOfDictionaries, type MatchingRow } from '../../../db/stores/matchings.ts';
import { keyText } from './key-text.ts';
import { type MeasuredKey, measuredKeyText, perMeasure } from './measured-key.ts';

/** One statement per measure for all dictionaries. */
export function buildMatchingsOfDictionariesBatch(session: Session): DataLoader<MeasuredKey, MatchingRow[], string> {
  return new DataLoader(
    (requests) =>
      perMeasure(requests, async (keys, measure) => {
        const found = new Map<string, MatchingRow[]>(keys.map((key) => [keyText(key), []]));
        for (const row of await listMatchingsOfDictionaries(session, { keys, measure })) {
          for (const id of [row.a, row.b]) found.get(keyText({ spaceId: row.spaceId, id }))?.push(row);
        }
        return keys.map((key) => found.get(keyText(key)) ?? []);
      }),
    { cacheKeyFn: measuredKeyText },
  );
}
