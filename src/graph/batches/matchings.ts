/** Matchings by key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { findMatchings, type MatchingRow } from '../../../db/stores/matchings.ts';
import { keyText } from './key-text.ts';

/** One statement for all matchings that one answer names. */
export function buildMatchingBatch(session: Session): DataLoader<Key, MatchingRow | null, string> {
  return new DataLoader((keys) => findMatchings(session, [...keys]), { cacheKeyFn: keyText });
}
