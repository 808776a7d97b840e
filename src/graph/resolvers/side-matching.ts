/** SideMatching. */
import type { SideRow } from '../../../db/matchings.ts';
import { nullOfSide } from '../../compute/nulls/null-statistics.ts';
import type { SideMatchingResolvers } from '../generated/types.ts';

export const sideMatchingResolvers: SideMatchingResolvers = {
  objective: (row) => objectiveOf(row),
  meanMatchedCosine: (row) => {
    const objective = objectiveOf(row);
    return objective === null || row.pairs === 0 ? objective : objective / row.pairs;
  },
  publication: (row) => (row.publication === null ? null : row),
  nulls: async ({ spaceId, matchingId, side }, _args, { batches }) => {
    const rows = await batches.nulls.load({ spaceId, id: matchingId });
    return rows.flatMap(({ statistics }) => nullOfSide(statistics, side) ?? []);
  },
  computedAt: ({ createdAt }) => createdAt,
};

/** Null where others published partners without cosines. */
function objectiveOf({ certificate, publication }: SideRow): number | null {
  return certificate?.primal ?? publication?.objective ?? null;
}
