/** What chance gives for GroupUniversality, BaseUniversality, OnlyInBaseCurve, CycleConsistency and UnionGrowth. */
import { readCycleNulls } from '../../analysis/group/cycle-nulls.ts';
import { readOnlyInBaseNulls, readUnionNulls, readUniversalityNulls } from '../../analysis/group/group-chance.ts';
import { readUnseen } from '../../analysis/group/unseen-features.ts';
import type {
  BaseUniversalityResolvers,
  CycleConsistencyResolvers,
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

export const cycleConsistencyResolvers: CycleConsistencyResolvers = {
  nulls: ({ pairs }, _args, context) => readCycleNulls(context, pairs),
};

export const unionGrowthResolvers: UnionGrowthResolvers = {
  unseen: (union, _args, context) => readUnseen(context, union),
  nulls: (growth, _args, context) => readUnionNulls(context, growth),
};
