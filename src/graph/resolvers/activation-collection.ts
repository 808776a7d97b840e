/** ActivationCollection. */
import type { ActivationCollectionResolvers } from '../generated/types.ts';

export const activationCollectionResolvers: ActivationCollectionResolvers = {
  number: ({ id }) => id,
  windowLength: ({ contextLength }) => contextLength,
};
