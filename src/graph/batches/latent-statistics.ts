/** What the newest collection says of a latent as a whole, by the latent's key. */
import DataLoader from 'dataloader';
import { findStatistics, type StatisticsRow } from '../../../db/stores/activations.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import { latentKeyText } from './key-text.ts';

/** One statement for all latents of one level of an answer. */
export function buildLatentStatisticsBatch(session: Session): DataLoader<LatentKey, StatisticsRow | null, string> {
  return new DataLoader((keys) => findStatistics(session, [...keys]), { cacheKeyFn: latentKeyText });
}
