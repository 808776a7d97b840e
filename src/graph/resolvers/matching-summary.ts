/** MatchingSummary. */
import { nullAt } from '../../compute/nulls/null-statistics.ts';
import type { MatchingSummaryResolvers } from '../generated/types.ts';

export const matchingSummaryResolvers: MatchingSummaryResolvers = {
  nulls: async ({ matching, criterion, of }, _args, { batches }) => {
    const rows = await batches.nulls.load(matching);
    return rows.map(({ statistics }) => nullAt(statistics, { end: of, criterion }));
  },
  basis: ({ matching }) => matching,
};
