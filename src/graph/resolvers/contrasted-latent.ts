/** ContrastedLatent. */
import { getLatent } from '../../analysis/stored-rows.ts';
import type { ContrastedLatentResolvers } from '../generated/types.ts';

export const contrastedLatentResolvers: ContrastedLatentResolvers = {
  latent: ({ key }, _args, context) => getLatent(context, key),
};
