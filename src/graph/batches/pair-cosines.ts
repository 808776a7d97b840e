/** The cosine of two latents of one space on one side, computed from their rows. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { pairCosines } from '../../../db/stores/latents.ts';

/** Two latents and the rows to compare. */
export type PairCosineKey = Parameters<typeof pairCosines>[1][number];

/** One statement for all pairs of one level of an answer; null for a zero or missing row. */
export function buildPairCosineBatch(session: Session): DataLoader<PairCosineKey, number | null, string> {
  return new DataLoader((pairs) => pairCosines(session, [...pairs]), {
    cacheKeyFn: ({ spaceId, a, b, side }) =>
      `${spaceId}:${side}:${a.dictionaryId}:${a.index}:${b.dictionaryId}:${b.index}`,
  });
}
