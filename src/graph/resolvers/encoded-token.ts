/** EncodedToken. */
import type { EncodedTokenResolvers } from '../generated/types.ts';
import { MAX_FEATURES_LISTED } from '../limits.ts';
import { checkFirst } from '../paging/paging.ts';

export const encodedTokenResolvers: EncodedTokenResolvers = {
  id: ({ encoded: { text }, position }) => text && text.ids[position],
  text: ({ encoded: { text }, position }) => text && text.texts[position],
  window: ({ encoded: { text }, position }) => text && text.windows[position],
  reconstructions: ({ encoded: { codes, variance }, position }) =>
    codes.map(({ fired, errors }, dictionary) => ({
      dictionary,
      active: fired.offsets[position + 1] - fired.offsets[position],
      fvu: variance > 0 ? errors[position] / variance : null,
    })),
  featureCount: ({ joined, position }) => joined.tokens[position].length,
  features: ({ joined, position }, { first }) =>
    joined.tokens[position].slice(0, checkFirst(first, MAX_FEATURES_LISTED)),
};
