/** Orphan. */
import { getOtherEnd } from '../../analysis/pair/complete-pair.ts';
import type { OrphanResolvers } from '../generated/types.ts';
import { readRecoding } from '../../analysis/recoding/orphan-recoding.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const orphanResolvers: OrphanResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
  partner: async ({ latent, matching, criterion }, _args, context) => {
    const other = await getOtherEnd(context, { matching, latent });
    return { latent, matching, criterion, other };
  },
  recoding: (orphan, rule, context) => readRecoding(context, orphan, rule),
};
