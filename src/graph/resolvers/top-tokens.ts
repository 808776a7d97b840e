/** TopTokens. */
import { listTopTokens } from '../../compute/contexts/top-tokens.ts';
import { getCollection, pairTokens } from '../latent-activations.ts';
import type { TopTokensResolvers } from '../generated/types.ts';
import { MAX_CONTEXTS } from '../limits.ts';

export const topTokensResolvers: TopTokensResolvers = {
  byContext: async ({ spaceId, dictionaryId, index, collectionId, topTokens, topTokenValues }, _args, { batches }) => {
    if (topTokens !== null) return pairTokens(topTokens, topTokenValues);
    const { rows } = await batches.contextsOfLatents.load({
      key: { spaceId, dictionaryId, index },
      kinds: ['TOP', 'QUANTILE'],
      first: MAX_CONTEXTS,
      after: null,
      collectionId,
    });
    return listTopTokens(rows);
  },
  promoted: ({ promotedTokens, promotedValues }) => pairTokens(promotedTokens, promotedValues),
  suppressed: ({ suppressedTokens, suppressedValues }) => pairTokens(suppressedTokens, suppressedValues),
  collection: (row, _args, context) => getCollection(context, row),
};
