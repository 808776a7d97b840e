/** Orphan. */
import { endOf } from '../complete-pair.ts';
import type { OrphanResolvers } from '../generated/types.ts';
import { getEnds, getLatent } from '../things.ts';

export const orphanResolvers: OrphanResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
  partner: async ({ latent, matching, criterion }, _args, context) => {
    const { a, b } = await getEnds(context, matching);
    return { latent, matching, criterion, other: endOf(matching, latent.dictionaryId) === 'A' ? b : a };
  },
};
