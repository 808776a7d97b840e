/** SharedMatrixCell. */
import { nullAt } from '../../compute/nulls/null-statistics.ts';
import type { SharedMatrixCellResolvers } from '../generated/types.ts';

export const sharedMatrixCellResolvers: SharedMatrixCellResolvers = {
  nulls: async ({ matching, of, criterion }, _args, { batches }) => {
    const rows = await batches.nulls.load(matching);
    return rows.map(({ statistics }) => nullAt(statistics, { end: of, criterion }));
  },
};
