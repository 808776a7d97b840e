/** CollectedContexts. */
import type { CollectedContextsResolvers } from '../generated/types.ts';

export const collectedContextsResolvers: CollectedContextsResolvers = {
  dictionary: ({ spaceId, dictionaryId }, _args, { batches }) =>
    batches.dictionaries.load({ spaceId, id: dictionaryId }),
};
