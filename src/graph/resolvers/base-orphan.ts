/** BaseOrphan. */
import { findBestExplanation } from '../../analysis/labels/find-borrowed-explanation.ts';
import { orphanKey } from '../../analysis/latents/base-orphans.ts';
import { listPartners } from '../../analysis/latents/latent-partners.ts';
import { getLatent } from '../../analysis/stored-rows.ts';
import type { BaseOrphanResolvers } from '../generated/types.ts';

export const baseOrphanResolvers: BaseOrphanResolvers = {
  latent: (orphan, _args, context) => getLatent(context, orphanKey(orphan)),
  explanation: (orphan, _args, context) => findBestExplanation(context, orphanKey(orphan)),
  partners: (orphan, _args, context) => {
    const { criterion, measure } = orphan.matched;
    return listPartners(context, { latent: orphanKey(orphan), criterion, measure });
  },
};
