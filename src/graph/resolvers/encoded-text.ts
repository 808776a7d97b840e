/** EncodedText. */
import { checkRange } from '../../analysis/check-range.ts';
import { definitions } from '../../analysis/definitions/definitions.ts';
import type { EncodedTextResolvers } from '../generated/types.ts';
import { MAX_FEATURES_LISTED, MAX_TOKENS_LISTED } from '../limits.ts';
import { checkFirst } from '../paging/paging.ts';

/** Places that can be asked for: a text has fewer tokens, and fewer features than that times any L0. */
const MAX_PLACE = 2 ** 31 - 1;

export const encodedTextResolvers: EncodedTextResolvers = {
  statement: ({ criterion }) => definitions.encoding.statement(criterion),
  modelName: ({ encoded: { text } }) => text && text.model,
  modelSha256: ({ encoded: { text } }) => text && text.modelSha256,
  hookpoint: ({ encoded }) => encoded.hookpoint,
  dictionaries: ({ dictionaries, encoded: { codes, count, variance } }) =>
    dictionaries.map((dictionary, at) => {
      const { fired, errors } = codes[at];
      const error = errors.reduce((sum, value) => sum + value, 0) / count;
      return { dictionary, l0: fired.offsets[count] / count, fvu: variance > 0 ? error / variance : null };
    }),
  tokenCount: ({ encoded }) => encoded.count,
  tokens: (value, { first, from }) => {
    checkRange('from', from, { min: 0, max: MAX_PLACE });
    const end = Math.min(value.encoded.count, from + checkFirst(first, MAX_TOKENS_LISTED));
    return Array.from({ length: Math.max(0, end - from) }, (_, at) => ({ ...value, position: from + at }));
  },
  featureCount: ({ joined }) => joined.features.length,
  features: ({ joined }, { first, from }) => {
    checkRange('from', from, { min: 0, max: MAX_PLACE });
    return joined.features.slice(from, from + checkFirst(first, MAX_FEATURES_LISTED));
  },
};
