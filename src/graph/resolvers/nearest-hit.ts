/** NearestHit. */
import type { NearestHitResolvers } from '../generated/types.ts';
import { isMatchedPartner } from '../../analysis/latents/matched-partner.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const nearestHitResolvers: NearestHitResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
  matchedPartner: (hit, _args, context) => isMatchedPartner(context, hit),
};
