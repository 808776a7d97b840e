/** Latent. */
import { buildCriterion } from '../../analysis/build-criterion.ts';
import { readLatentAliveness } from '../../analysis/latents/aliveness.ts';
import { findBestExplanation, findBorrowedExplanation } from '../../analysis/labels/find-borrowed-explanation.ts';
import type { LatentResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { listContextPage } from '../latent-activations.ts';
import { listPartners, readUniversality } from '../../analysis/latents/latent-partners.ts';
import { MAX_EXPLANATIONS } from '../limits.ts';
import { checkFirst } from '../paging/paging.ts';
import { getDictionaryOf } from '../../analysis/stored-rows.ts';

export const latentResolvers: LatentResolvers = {
  id: ({ spaceId, dictionaryId, index }) => formatGlobalId({ kind: 'Latent', spaceId, dictionaryId, index }),
  dictionary: ({ spaceId, dictionaryId }, _args, context) => getDictionaryOf(context, { spaceId, id: dictionaryId }),
  portalId: async ({ spaceId, dictionaryId, index }, _args, context) => {
    const { portalId } = await getDictionaryOf(context, { spaceId, id: dictionaryId });
    return portalId && `${portalId}/${index}`;
  },
  aliveness: (latent, _args, context) => readLatentAliveness(context, latent),
  explanation: (latent, _args, context) => findBestExplanation(context, latent),
  borrowedExplanation: (latent, { criterion, measure }, context) =>
    findBorrowedExplanation(context, { latent, criterion: buildCriterion(criterion), measure }),
  explanations: ({ spaceId, dictionaryId, index }, { first }, { batches }) =>
    batches.explanationsOfLatents.load({
      key: { spaceId, dictionaryId, index },
      first: checkFirst(first, MAX_EXPLANATIONS),
    }),
  contexts: (latent, args, context) => listContextPage(context, latent, args),
  activationHistogram: async ({ spaceId, dictionaryId, index }, _args, { batches }) => {
    const row = await batches.latentStatistics.load({ spaceId, dictionaryId, index });
    return row?.histogramValues ? row : null;
  },
  topTokens: ({ spaceId, dictionaryId, index }, _args, { batches }) =>
    batches.latentStatistics.load({ spaceId, dictionaryId, index }),
  vector: async (latent, { side, encoding }, { batches }) => {
    const { spaceId, dictionaryId, index } = latent;
    const values = await batches.vectors.load({ spaceId, dictionaryId, index, side });
    return values && { values, encoding };
  },
  partners: (latent, { criterion, measure }, context) =>
    listPartners(context, { latent, criterion: buildCriterion(criterion), measure }),
  universality: (latent, { criterion, measure }, context) =>
    readUniversality(context, { latent, criterion: buildCriterion(criterion), measure }),
};
