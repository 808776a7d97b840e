/** SeedDistance. */
import { definitions } from '../../analysis/definitions/definitions.ts';
import type { SeedDistanceResolvers } from '../generated/types.ts';

export const seedDistanceResolvers: SeedDistanceResolvers = {
  statement: () => definitions.seedDistance.statement(),
};
