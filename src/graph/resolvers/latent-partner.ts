/** LatentPartner. */
import { findNamedPartner, findPartnerExplanation } from '../../analysis/labels/find-borrowed-explanation.ts';
import { findShared } from '../../analysis/latents/latent-sharing.ts';
import { doSidesAgree, findLink, listCandidates } from '../../analysis/latents/partner-links.ts';
import type { LatentPartnerResolvers } from '../generated/types.ts';

export const latentPartnerResolvers: LatentPartnerResolvers = {
  dictionary: ({ other }) => other,
  decoder: (partner, _args, context) => findLink(context, partner, 'DECODER'),
  encoder: (partner, _args, context) => findLink(context, partner, 'ENCODER'),
  agree: (partner, _args, context) => doSidesAgree(context, partner),
  shared: (partner, _args, context) => findShared(context, partner),
  latent: async (partner, _args, context) => {
    const key = await findNamedPartner(context, partner);
    return key && context.batches.latents.load(key);
  },
  explanation: (partner, _args, context) => findPartnerExplanation(context, partner),
  candidates: (partner, asked, context) => listCandidates(context, partner, asked),
};
