/** Spaces by id. */
import DataLoader from 'dataloader';
import { findSpaces, type SpaceRow } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';

/** One statement for all spaces that one answer names. */
export function buildSpaceBatch(session: Session): DataLoader<number, SpaceRow | null> {
  return new DataLoader((ids) => findSpaces(session, [...ids]));
}
