/** InitialDistance. */
import { definitions } from '../../analysis/definitions/definitions.ts';
import type { InitialDistanceResolvers } from '../generated/types.ts';

export const initialDistanceResolvers: InitialDistanceResolvers = {
  statement: () => definitions.initialDistance.statement(),
};
