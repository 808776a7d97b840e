/** SideMatching. */
import type { SideRow } from '../../../db/stores/matchings.ts';
import { nullOfSide } from '../../compute/nulls/null-statistics.ts';
import { aliveSide, aliveSideStatement } from '../../compute/statistics/alive-side.ts';
import type { SideMatchingResolvers } from '../generated/types.ts';
import { readLiving } from '../../analysis/pair/alive-latents.ts';
import { getEnds } from '../../analysis/stored-rows.ts';

export const sideMatchingResolvers: SideMatchingResolvers = {
  objective: (row) => objectiveOf(row),
  meanMatchedCosine: (row) => {
    const objective = objectiveOf(row);
    return objective === null || row.pairs === 0 ? objective : objective / row.pairs;
  },
  alive: async (row, _args, context) => {
    const matching = await context.batches.matchings.load({ spaceId: row.spaceId, id: row.matchingId });
    if (matching === null) return null;
    const ends = await getEnds(context, matching);
    if (ends.a.nAlive === null || ends.b.nAlive === null) return null;
    const [side, living] = await Promise.all([
      context.pairs.loadSide({ matching, ...ends }, { side: row, candidates: 'ALL' }),
      readLiving(context, ends),
    ]);
    return { ...aliveSide(side, living), statement: aliveSideStatement };
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
