/** Criterion. */
import { definitions } from '../../analysis/definitions/definitions.ts';
import type { CriterionResolvers } from '../generated/types.ts';

export const criterionResolvers: CriterionResolvers = {
  statement: (criterion) => definitions.criterion.statement(criterion),
};
