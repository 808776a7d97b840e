/** SharedMatrix. */
import { readMeanAgreement } from '../../analysis/group/sharing-matrix.ts';
import type { SharedMatrixResolvers } from '../generated/types.ts';

export const sharedMatrixResolvers: SharedMatrixResolvers = {
  meanAgreement: (matrix, _args, context) => readMeanAgreement(context, matrix),
};
