/** InitialDistance. */
import { initialDistanceStatement } from '../../compute/training/initial-distance.ts';
import type { InitialDistanceResolvers } from '../generated/types.ts';

export const initialDistanceResolvers: InitialDistanceResolvers = {
  statement: () => initialDistanceStatement,
};
