/** What random vectors give for a matching, by the matching's key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { findNulls } from '../../../db/stores/matchings.ts';
import { keyText } from './key-text.ts';

/** The baselines of one matching. */
export type NullRows = Awaited<ReturnType<typeof findNulls>>[number];

/** One statement for all matchings. */
export function buildNullBatch(session: Session): DataLoader<Key, NullRows, string> {
  return new DataLoader((keys) => findNulls(session, [...keys]), { cacheKeyFn: keyText });
}
