/** The nulls of GroupUniversality, BaseUniversality, OnlyInBaseCurve and UnionGrowth. */
import { onlyInBaseByChance, unionByChance, universalityByChance } from '../../compute/group/chance.ts';
import type {
  BaseUniversalityResolvers,
  GroupUniversalityResolvers,
  OnlyInBaseCurveResolvers,
  UnionGrowthResolvers,
} from '../generated/types.ts';
import type { GraphContext } from '../context.ts';
import { type ChanceParent, readChances } from '../../analysis/group/group-chance.ts';

async function listNulls(context: GraphContext, chance: ChanceParent, of: (p: readonly number[]) => number[]) {
  const chances = await readChances(context, chance);
  return chances.map(({ kind, statement, probabilities }) => ({
    kind,
    statement,
    fractions: meanOf(probabilities.map(of)),
  }));
}

/** Mean over base dictionaries, each with equal weight. */
function meanOf(curves: readonly (readonly number[])[]): number[] {
  return (curves[0] ?? []).map((_, at) => curves.reduce((sum, curve) => sum + curve[at], 0) / curves.length);
}

export const groupUniversalityResolvers: GroupUniversalityResolvers = {
  nulls: ({ chance }, _args, context) => listNulls(context, chance, universalityByChance),
};

export const baseUniversalityResolvers: BaseUniversalityResolvers = {
  nulls: ({ chance }, _args, context) => listNulls(context, chance, universalityByChance),
};

export const onlyInBaseCurveResolvers: OnlyInBaseCurveResolvers = {
  nulls: ({ chance }, _args, context) => listNulls(context, chance, onlyInBaseByChance),
};

export const unionGrowthResolvers: UnionGrowthResolvers = {
  nulls: async ({ chance, latents }, _args, context) => {
    const size = chance.bases.length;
    const chances = await readChances(context, chance);
    return chances.map(({ kind, statement, probabilities }) => {
      // others of base i are the dictionaries without i, in order
      const p = probabilities.map((own, i) =>
        Array.from({ length: size }, (_, j) => (i === j ? 1 : own[j < i ? j : j - 1])),
      );
      const inExactly = unionByChance(p).map((perLatent) => (perLatent * latents) / size);
      return {
        kind,
        statement,
        inExactly,
        union: inExactly.reduce((total, count) => total + count, 0),
        core: inExactly[size - 1] ?? 0,
      };
    });
  },
};
