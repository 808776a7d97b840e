/** Latents by key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { findLatents, type LatentKey, type LatentRow } from '../../../db/stores/latents.ts';
import { latentKeyText } from './key-text.ts';

/** One statement for all latents of one level of an answer. */
export function buildLatentBatch(session: Session): DataLoader<LatentKey, LatentRow | null, string> {
  return new DataLoader((keys) => findLatents(session, [...keys]), { cacheKeyFn: latentKeyText });
}
