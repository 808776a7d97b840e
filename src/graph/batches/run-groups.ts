/** Run groups by key. */
import DataLoader from 'dataloader';
import { findRunGroups, type RunGroupRow } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { keyText } from './key-text.ts';

/** One statement for all run groups that one answer names. */
export function buildRunGroupBatch(session: Session): DataLoader<Key, RunGroupRow | null, string> {
  return new DataLoader((keys) => findRunGroups(session, [...keys]), { cacheKeyFn: keyText });
}
