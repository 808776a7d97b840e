/** MatchingSummary. */
import { readDead, readNulls } from '../../analysis/pair/pair-figures.ts';
import { readMissingNulls } from '../../analysis/pair/missing-nulls.ts';
import type { MatchingSummaryResolvers } from '../generated/types.ts';

export const matchingSummaryResolvers: MatchingSummaryResolvers = {
  dead: (summary, _args, context) => readDead(context, summary),
  nulls: (summary, _args, context) => readNulls(context, summary),
  missingNulls: ({ matching }, _args, context) => readMissingNulls(context, matching),
  basis: ({ matching }) => matching,
};
