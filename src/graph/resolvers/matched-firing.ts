/** MatchedFiring. */
import { listFiringPairs } from '../../analysis/pair/firing-pairs.ts';
import type { MatchedFiringResolvers } from '../generated/types.ts';
import { MAX_PAGE_OF_LATENTS } from '../limits.ts';
import { connectRows } from '../paging/index-page.ts';

export const matchedFiringResolvers: MatchedFiringResolvers = {
  tokens: ({ firing }) => firing.source.tokens,
  text: ({ firing }) => firing.source.name,
  hookpoint: ({ firing }) => firing.source.hookpoint,
  provenance: ({ firing }) => firing.source.provenance,
  pairs: async (matched, { kind, cosine, correlation, ...args }, context) => {
    const { rows, statement } = await listFiringPairs(context, matched, { kind, cosine, correlation });
    return { ...connectRows(rows, { args, max: MAX_PAGE_OF_LATENTS }), kind, statement };
  },
};
