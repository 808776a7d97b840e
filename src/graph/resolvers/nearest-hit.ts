/** NearestHit. */
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { GraphContext } from '../context.ts';
import type { NearestHitResolvers } from '../generated/types.ts';
import type { NearestHitValue } from '../object-values.ts';
import { isMatchedPartner } from '../../analysis/latents/matched-partner.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const nearestHitResolvers: NearestHitResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
  // of two latents it is the number that every other field has; of a vector what the search gives
  decoderCosine: (hit, _args, context) => readCosine(context, hit, 'DECODER'),
  encoderCosine: (hit, _args, context) => readCosine(context, hit, 'ENCODER'),
  matchedPartner: (hit, _args, context) => isMatchedPartner(context, hit),
};

function readCosine(
  { batches }: GraphContext,
  hit: NearestHitValue,
  side: Side,
): Promise<number | null> | number | null {
  const { latent, from } = hit;
  const found = side === 'DECODER' ? hit.decoderCosine : hit.encoderCosine;
  if (from === null || found === null) return found;
  return batches.pairCosines.load({ spaceId: latent.spaceId, a: from, b: latent, side });
}
