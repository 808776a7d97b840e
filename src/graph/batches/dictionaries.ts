/** Dictionaries by key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { type DictionaryRow, findDictionaries } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import { keyText } from './key-text.ts';

/** One statement for all dictionaries that one answer names. */
export function buildDictionaryBatch(session: Session): DataLoader<Key, DictionaryRow | null, string> {
  return new DataLoader((keys) => findDictionaries(session, [...keys]), { cacheKeyFn: keyText });
}
