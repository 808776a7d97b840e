/** Merge. */
import type { MergeResolvers } from '../generated/types.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const mergeResolvers: MergeResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
};
