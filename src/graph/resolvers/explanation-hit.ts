/** ExplanationHit. */
import type { ExplanationHitResolvers } from '../generated/types.ts';
import { found, getLatent } from '../../analysis/stored-rows.ts';

export const explanationHitResolvers: ExplanationHitResolvers = {
  explanation: async (hit, _args, { batches }) => found(await batches.explanations.load(hit), 'explanation'),
  latent: ({ spaceId, dictionaryId, index }, _args, context) => getLatent(context, { spaceId, dictionaryId, index }),
};
