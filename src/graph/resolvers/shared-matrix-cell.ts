/** SharedMatrixCell. */
import { readMeans } from '../../analysis/group/sharing-matrix.ts';
import { readNulls } from '../../analysis/pair/pair-figures.ts';
import type { SharedMatrixCellResolvers } from '../generated/types.ts';

export const sharedMatrixCellResolvers: SharedMatrixCellResolvers = {
  agreement: async (cell, _args, context) => (await readMeans(context, cell)).agreement,
  meanDecoderCosine: async (cell, _args, context) => (await readMeans(context, cell)).meanDecoderCosine,
  meanEncoderCosine: async (cell, _args, context) => (await readMeans(context, cell)).meanEncoderCosine,
  nulls: (cell, _args, context) => readNulls(context, cell),
};
