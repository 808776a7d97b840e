/** PartnerLink. */
import type { PartnerLinkResolvers } from '../generated/types.ts';
import { definitions } from '../../analysis/definitions/definitions.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const partnerLinkResolvers: PartnerLinkResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
  substitution: ({ pair }, _args, { batches }) => batches.pairSubstitutions.load(pair),
  margin: async ({ pair }, _args, { batches }) => {
    const margin = await batches.margins.load(pair);
    return margin && { ...margin, statement: definitions.margin.statement() };
  },
};
