/** Explanation. */
import type { ExplanationResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const explanationResolvers: ExplanationResolvers = {
  id: ({ spaceId, dictionaryId, index, id }) =>
    formatGlobalId({ kind: 'Explanation', spaceId, dictionaryId, index, id }),
  latent: ({ spaceId, dictionaryId, index }, _args, context) => getLatent(context, { spaceId, dictionaryId, index }),
  scores: (explanation, _args, { batches }) => batches.scoresOfExplanations.load(explanation),
};
