/** TopTokens. */
import { pairTokens, readTopTokens } from '../../analysis/latents/read-top-tokens.ts';
import type { TopTokensResolvers } from '../generated/types.ts';
import { getCollection } from '../latent-activations.ts';

export const topTokensResolvers: TopTokensResolvers = {
  byContext: (row, _args, context) => readTopTokens(context, row),
  promoted: ({ promotedTokens, promotedValues }) => pairTokens(promotedTokens, promotedValues),
  suppressed: ({ suppressedTokens, suppressedValues }) => pairTokens(suppressedTokens, suppressedValues),
  collection: (row, _args, context) => getCollection(context, row),
};
