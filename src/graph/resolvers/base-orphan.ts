/** BaseOrphan. */
import { findBestExplanation } from '../../analysis/labels/find-borrowed-explanation.ts';
import type { BaseOrphanResolvers } from '../generated/types.ts';
import { listPartners } from '../../analysis/latents/latent-partners.ts';
import { baseOrphanKey } from '../../analysis/latents/base-orphans.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const baseOrphanResolvers: BaseOrphanResolvers = {
  latent: (orphan, _args, context) => getLatent(context, baseOrphanKey(orphan)),
  explanation: (orphan, _args, context) => findBestExplanation(context, baseOrphanKey(orphan)),
  partners: (orphan, _args, context) => {
    const { criterion, measure } = orphan.analysis;
    return listPartners(context, { latent: baseOrphanKey(orphan), criterion, measure });
  },
};
