/** FiringLatent. */
import { getLatent } from '../../analysis/stored-rows.ts';
import type { FiringLatentResolvers } from '../generated/types.ts';

export const firingLatentResolvers: FiringLatentResolvers = {
  latent: ({ key }, _args, context) => getLatent(context, key),
};
