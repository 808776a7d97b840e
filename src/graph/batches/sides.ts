/** The solved sides of a matching, by the matching's key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { findSides, type SideRow } from '../../../db/stores/matchings.ts';
import { keyText } from './key-text.ts';

/** One statement for all matchings. */
export function buildSideBatch(session: Session): DataLoader<Key, SideRow[], string> {
  return new DataLoader((keys) => findSides(session, [...keys]), { cacheKeyFn: keyText });
}
