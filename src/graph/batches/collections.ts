/** Collections of activations, by their own key and by the dictionary's. */
import DataLoader from 'dataloader';
import { type CollectionRow, findCollections, listCollections } from '../../../db/stores/activations.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { keyText } from './key-text.ts';

/** Names a collection. */
type CollectionKey = Parameters<typeof findCollections>[1][number];

/** One statement for all collections that one answer names. */
export function buildCollectionBatch(session: Session): DataLoader<CollectionKey, CollectionRow | null, string> {
  return new DataLoader((keys) => findCollections(session, [...keys]), {
    cacheKeyFn: ({ spaceId, dictionaryId, id }) => `${spaceId}:${dictionaryId}:${id}`,
  });
}

/** One statement for all dictionaries. */
export function buildCollectionsOfDictionariesBatch(session: Session): DataLoader<Key, CollectionRow[], string> {
  return new DataLoader((keys) => listCollections(session, [...keys]), { cacheKeyFn: keyText });
}
