/** Criterion. */
import { criterionStatement } from '../../compute/statistics/criterion.ts';
import type { CriterionResolvers } from '../generated/types.ts';

export const criterionResolvers: CriterionResolvers = {
  statement: (criterion) => criterionStatement(criterion),
};
