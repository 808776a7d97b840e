/** ContrastedTexts. */
import { checkRange } from '../../analysis/check-range.ts';
import { definitions } from '../../analysis/definitions/definitions.ts';
import type { ContrastedTextsResolvers } from '../generated/types.ts';
import { MAX_FEATURES_LISTED } from '../limits.ts';
import { checkFirst } from '../paging/paging.ts';

/** Places that can be asked for: there are as many features as latents at most. */
const MAX_PLACE = 2 ** 31 - 1;

export const contrastedTextsResolvers: ContrastedTextsResolvers = {
  statement: ({ criterion, contrast }) => definitions.contrast.statement(criterion, contrast),
  modelName: ({ encoded: { text } }) => (text === null ? '' : text.model),
  hookpoint: ({ encoded }) => encoded.hookpoint,
  positiveTexts: ({ positives }) => positives,
  negativeTexts: ({ negatives }) => negatives,
  tokenCount: ({ encoded }) => encoded.count,
  latentsTested: ({ contrast }) => contrast.tested,
  featureCount: ({ contrast }) => contrast.features.length,
  features: ({ contrast }, { first, from }) => {
    checkRange('from', from, { min: 0, max: MAX_PLACE });
    return contrast.features.slice(from, from + checkFirst(first, MAX_FEATURES_LISTED));
  },
};
