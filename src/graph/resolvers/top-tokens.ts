/** TopTokens. */
import { getCollection, pairTokens } from '../latent-activations.ts';
import type { TopTokensResolvers } from '../generated/types.ts';

export const topTokensResolvers: TopTokensResolvers = {
  byContext: ({ topTokens, topTokenValues }) => pairTokens(topTokens, topTokenValues),
  promoted: ({ promotedTokens, promotedValues }) => pairTokens(promotedTokens, promotedValues),
  suppressed: ({ suppressedTokens, suppressedValues }) => pairTokens(suppressedTokens, suppressedValues),
  collection: (row, _args, context) => getCollection(context, row),
};
