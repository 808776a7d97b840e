/** What single latents have at the other end of a matching, by matching, side, end and index. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { findMatchedLatents, type MatchedLatentRow } from '../../../db/stores/matchings.ts';

/** One latent of one end of one side of a matching. */
export type MatchedLatentKey = Parameters<typeof findMatchedLatents>[1][number];

/** One statement for all latents of one level of an answer; null where that side is not matched. */
export function buildMatchedLatentBatch(
  session: Session,
): DataLoader<MatchedLatentKey, MatchedLatentRow | null, string> {
  return new DataLoader((keys) => findMatchedLatents(session, [...keys]), {
    cacheKeyFn: (key) => `${key.spaceId}:${key.matchingId}:${key.side}:${key.end}:${key.index}`,
  });
}
