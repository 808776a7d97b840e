/** LatentContext. */
import { getCollection } from '../latent-activations.ts';
import type { LatentContextResolvers } from '../generated/types.ts';

export const latentContextResolvers: LatentContextResolvers = {
  collection: (row, _args, context) => getCollection(context, row),
};
