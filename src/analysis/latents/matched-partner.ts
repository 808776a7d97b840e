/** Whether a near latent is the one that the optimal matching names. */
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { endOf } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** By the matching of summed cosines on the searched side; null for a vector query, within one dictionary, and while unmatched. */
export async function isMatchedPartner(
  { batches }: AnalysisContext,
  { from, latent, side }: { from: LatentKey | null; latent: LatentKey; side: Side },
): Promise<boolean | null> {
  if (from === null || from.dictionaryId === latent.dictionaryId) return null;
  const { spaceId, dictionaryId, index } = from;
  const pair = { spaceId, a: dictionaryId, b: latent.dictionaryId, measure: 'COSINE' } as const;
  const matching = await batches.matchingsOfPairs.load(pair);
  if (matching === null) return null;
  const end = endOf(matching, dictionaryId);
  const row = await batches.matchedLatents.load({ spaceId, matchingId: matching.id, side, end, index });
  return row && row.partner === latent.index;
}
