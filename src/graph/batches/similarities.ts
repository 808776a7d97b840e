/** SVCCA of matchings, by the matching's key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { findSimilarities, type SimilarityRow } from '../../../db/stores/similarities.ts';
import { keyText } from './key-text.ts';

/** One statement for all matchings. */
export function buildSimilarityBatch(session: Session): DataLoader<Key, SimilarityRow | null, string> {
  return new DataLoader((keys) => findSimilarities(session, [...keys]), { cacheKeyFn: keyText });
}
