/** SharedMatrixCell. */
import { nullAt } from '../../compute/nulls/null-statistics.ts';
import type { SharedMatrixCellResolvers } from '../generated/types.ts';
import { readMeans } from '../../analysis/group/matrix-cells.ts';

export const sharedMatrixCellResolvers: SharedMatrixCellResolvers = {
  agreement: async (cell, _args, context) => (await readMeans(context, cell)).agreement,
  meanDecoderCosine: async (cell, _args, context) => (await readMeans(context, cell)).meanDecoderCosine,
  meanEncoderCosine: async (cell, _args, context) => (await readMeans(context, cell)).meanEncoderCosine,
  nulls: async ({ matching, of, criterion }, _args, { batches }) => {
    const rows = await batches.nulls.load(matching);
    return rows.map(({ statistics }) => nullAt(statistics, { end: of, criterion }));
  },
};
