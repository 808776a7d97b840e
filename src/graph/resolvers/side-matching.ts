/** SideMatching. */
import type { SideRow } from '../../../db/stores/matchings.ts';
import { definitions } from '../../analysis/definitions/definitions.ts';
import { readAliveSide, readSideNulls } from '../../analysis/pair/pair-figures.ts';
import { findSideSubstitution } from '../../analysis/pair/side-substitution.ts';
import type { SideMatchingResolvers } from '../generated/types.ts';

export const sideMatchingResolvers: SideMatchingResolvers = {
  objective: (row) => objectiveOf(row),
  meanMatchedCosine: (row) => {
    const objective = objectiveOf(row);
    return objective === null || row.pairs === 0 ? objective : objective / row.pairs;
  },
  alive: (row, _args, context) => readAliveSide(context, row),
  margins: async ({ spaceId, matchingId, side }, _args, { batches }) => {
    const summary = await batches.sideMargins.load({ spaceId, matchingId, side });
    return summary && { ...summary, statement: definitions.margin.statement() };
  },
  publication: (row) => (row.publication === null ? null : row),
  nulls: (row, _args, context) => readSideNulls(context, row),
  substitution: (row, _args, context) => findSideSubstitution(context, row),
  computedAt: ({ createdAt }) => createdAt,
};

/** Null where others published partners without cosines. */
function objectiveOf({ certificate, publication }: SideRow): number | null {
  return certificate?.primal ?? publication?.objective ?? null;
}
