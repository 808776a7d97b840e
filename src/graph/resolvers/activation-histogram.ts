/** ActivationHistogram. */
import { getCollection } from '../latent-activations.ts';
import type { ActivationHistogramResolvers } from '../generated/types.ts';

export const activationHistogramResolvers: ActivationHistogramResolvers = {
  values: ({ histogramValues }) => histogramValues ?? [],
  counts: ({ histogramCounts }) => histogramCounts ?? [],
  collection: (row, _args, context) => getCollection(context, row),
};
