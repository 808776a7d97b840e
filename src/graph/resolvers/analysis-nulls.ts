/** The nulls of GroupUniversality, BaseUniversality, OnlyInBaseCurve and UnionGrowth. */
import { readOnlyInBaseNulls, readUnionNulls, readUniversalityNulls } from '../../analysis/group/group-chance.ts';
import type {
  BaseUniversalityResolvers,
  GroupUniversalityResolvers,
  OnlyInBaseCurveResolvers,
  UnionGrowthResolvers,
} from '../generated/types.ts';

export const groupUniversalityResolvers: GroupUniversalityResolvers = {
  nulls: ({ chance }, _args, context) => readUniversalityNulls(context, chance),
};

export const baseUniversalityResolvers: BaseUniversalityResolvers = {
  nulls: ({ chance }, _args, context) => readUniversalityNulls(context, chance),
};

export const onlyInBaseCurveResolvers: OnlyInBaseCurveResolvers = {
  nulls: ({ chance }, _args, context) => readOnlyInBaseNulls(context, chance),
};

export const unionGrowthResolvers: UnionGrowthResolvers = {
  nulls: (growth, _args, context) => readUnionNulls(context, growth),
};
