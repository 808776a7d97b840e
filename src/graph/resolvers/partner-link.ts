/** PartnerLink. */
import type { PartnerLinkResolvers } from '../generated/types.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const partnerLinkResolvers: PartnerLinkResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
};
