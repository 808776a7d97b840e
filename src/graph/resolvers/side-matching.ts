/** SideMatching. */
import { nullOfSide } from '../../compute/nulls/null-statistics.ts';
import type { SideMatchingResolvers } from '../generated/types.ts';

export const sideMatchingResolvers: SideMatchingResolvers = {
  objective: ({ certificate }) => certificate.primal,
  meanMatchedCosine: ({ certificate, pairs }) => (pairs > 0 ? certificate.primal / pairs : 0),
  nulls: async ({ spaceId, matchingId, side }, _args, { batches }) => {
    const rows = await batches.nulls.load({ spaceId, id: matchingId });
    return rows.flatMap(({ statistics }) => nullOfSide(statistics, side) ?? []);
  },
  computedAt: ({ createdAt }) => createdAt,
};
