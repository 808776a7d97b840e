/** Merge. */
import type { MergeResolvers } from '../generated/types.ts';
import { getLatent } from '../things.ts';

export const mergeResolvers: MergeResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
};
