/** MatchActivationsResult. */
import type { MatchActivationsResultResolvers } from '../generated/types.ts';

export const matchActivationsResultResolvers: MatchActivationsResultResolvers = {
  matchings: ({ spaceId, matchingIds }, _args, { batches }) =>
    Promise.all(matchingIds.map((id) => batches.matchings.load({ spaceId, id }))),
};
