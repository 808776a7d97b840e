/** MatchingSummary. */
import { nullAt } from '../../compute/nulls/null-statistics.ts';
import type { MatchingSummaryResolvers } from '../generated/types.ts';
import { getEnds } from '../../analysis/stored-rows.ts';

export const matchingSummaryResolvers: MatchingSummaryResolvers = {
  dead: async ({ matching, of, dead }, _args, context) => {
    const ends = await getEnds(context, matching);
    return (of === 'A' ? ends.a : ends.b).nAlive === null ? null : dead;
  },
  nulls: async ({ matching, criterion, of }, _args, { batches }) => {
    const rows = await batches.nulls.load(matching);
    return rows.map(({ statistics }) => nullAt(statistics, { end: of, criterion }));
  },
  basis: ({ matching }) => matching,
};
