/**
 * Figures over all dictionaries of a run group, or over one dictionary against the others: universality, what is only in the base, core and
 * union, cycle consistency. Each is null while a matching is missing.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { type BaseHistogram, baseHistogram, meanFractions } from '../../compute/group/base-universality.ts';
import { type CycleConsistency, groupCycleConsistency } from '../../compute/group/cycle-consistency.ts';
import { countFeatures } from '../../compute/group/families.ts';
import { meanOnlyInBase, type OnlyInBaseCurve, onlyInBase } from '../../compute/group/only-in-base.ts';
import { sumFlags, viewBase } from '../../compute/group/seed-group.ts';
import { type UnionGrowth, unionGrowth } from '../../compute/group/union-growth.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import { qualify } from '../pair/publication-note.ts';
import { type ChanceSource, chanceOfBase, chanceOfGroup, chanceOfOne } from './group-chance.ts';
import type { MatchedBase, MatchedGroup } from './matched-group.ts';

/** A figure that chance can be set against. */
interface WithChance {
  statement: string;
  /** What the nulls are computed from, when they are asked for. */
  chance: ChanceSource;
}

export interface BaseUniversality extends BaseHistogram, WithChance {
  dictionary: DictionaryRow;
}

export interface GroupUniversality extends WithChance {
  fractions: number[];
  bases: BaseUniversality[];
}

export interface OnlyInBase extends OnlyInBaseCurve, WithChance {
  latents: number;
  fitStatement: string;
}

export interface GroupCycles extends Omit<CycleConsistency, 'byBase'> {
  aliveOnly: boolean;
  bases: { dictionary: DictionaryRow; decoder: number | null }[];
  statement: string;
  /** The matchings whose nulls chance is read from. */
  pairs: MatchingRow[];
}

export interface CoreAndUnion extends UnionGrowth, WithChance {
  latents: number;
  conflicts: number;
  /** What it was asked of. */
  group: MatchedGroup;
}

/** In how many dictionaries each latent of the base is found. */
export async function readBaseUniversality(base: MatchedBase): Promise<BaseUniversality | null> {
  const view = await base.load();
  if (view === null) return null;
  const statement = qualify(definitions.universality.statement(), base);
  return { ...baseHistogram(view), dictionary: base.base, statement, chance: chanceOfBase(base) };
}

/** As {@link readBaseUniversality}, for each dictionary as the base, and the mean over them. */
export async function readGroupUniversality(group: MatchedGroup): Promise<GroupUniversality | null> {
  const { dictionaries } = group;
  const arrays = await group.load();
  if (arrays === null) return null;
  const statement = qualify(definitions.universality.statement(), group);
  const chance = chanceOfGroup(group);
  const histograms = dictionaries.map((_, base) => baseHistogram(viewBase(arrays, base)));
  const bases = histograms.map((histogram, base) => ({
    ...histogram,
    dictionary: dictionaries[base],
    statement,
    chance: chanceOfOne(chance, base),
  }));
  return { statement, fractions: meanFractions(histograms), bases, chance };
}

/** The fraction of the base's latents that k - 1 others lack, over k. */
export async function readBaseOnlyInBase(base: MatchedBase): Promise<OnlyInBase | null> {
  const view = await base.load();
  if (view === null) return null;
  return {
    ...onlyInBase(view),
    latents: sumFlags(view.counted),
    statement: qualify(definitions.onlyInBase.statement({ meanOverBases: false }), base),
    fitStatement: definitions.powerLaw.statement(),
    chance: chanceOfBase(base),
  };
}

/** The mean of {@link readBaseOnlyInBase} over base dictionaries. */
export async function readGroupOnlyInBase(group: MatchedGroup): Promise<OnlyInBase | null> {
  const arrays = await group.load();
  if (arrays === null) return null;
  const curve = meanOnlyInBase(group.dictionaries.map((_, base) => onlyInBase(viewBase(arrays, base))));
  return {
    ...curve,
    latents: sum(arrays.latents),
    statement: qualify(definitions.onlyInBase.statement({ meanOverBases: true }), group),
    fitStatement: definitions.powerLaw.statement(),
    chance: chanceOfGroup(group),
  };
}

/** Features in every dictionary, and in any. */
export async function readCoreAndUnion(group: MatchedGroup): Promise<CoreAndUnion | null> {
  const arrays = await group.loadTied();
  if (arrays === null) return null;
  const { inExactly, conflicts } = countFeatures(arrays);
  return {
    ...unionGrowth(inExactly),
    conflicts,
    group,
    latents: sum(arrays.latents),
    statement: qualify(definitions.union.statement(), group),
    chance: chanceOfGroup(group),
  };
}

/** How often the optimal partners of three dictionaries close a circle; null, too, for fewer than three. Throws `BAD_INPUT`. */
export async function readCycleConsistency(
  context: AnalysisContext,
  group: MatchedGroup,
  rule: { aliveOnly: boolean },
): Promise<GroupCycles | null> {
  const { dictionaries } = group;
  assertAliveKnown(dictionaries, rule);
  const table = await group.loadPartners();
  if (table === null) return null;
  const alive = rule.aliveOnly ? await Promise.all(dictionaries.map((one) => context.pairs.loadAlive(one))) : null;
  const found = groupCycleConsistency(table, alive);
  if (found === null) return null;
  const bases = found.byBase.map((decoder, base) => ({ dictionary: dictionaries[base], decoder }));
  const statement = qualify(definitions.cycleConsistency.statement(rule), { ...group, criterion: rule });
  return { ...found, ...rule, bases, statement, pairs: group.pairs.map(({ matching }) => matching) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
