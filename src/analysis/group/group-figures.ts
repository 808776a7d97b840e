/**
 * Figures over all dictionaries of a run group, or over one dictionary against the others: universality, what is only in the base, core and
 * union, cycle consistency. Each is null while a matching is missing.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { type BaseHistogram, baseHistogram, meanFractions, sumCounts } from '../../compute/group/base-universality.ts';
import {
  type CycleConsistency,
  groupCycleConsistency,
  type SeedSpread,
} from '../../compute/group/cycle-consistency.ts';
import { countFeatures } from '../../compute/group/families.ts';
import {
  meanOnlyInBase,
  type OnlyInBaseCurve,
  onlyInBase,
  type OnlyInBasePoint,
  onlyInBaseWithout,
} from '../../compute/group/only-in-base.ts';
import { jackknife } from '../../compute/group/seed-jackknife.ts';
import { sumFlags, viewBase } from '../../compute/group/seed-group.ts';
import { listSharedFractions, sharedMatrix } from '../../compute/group/shared-matrix.ts';
import { type UnionGrowth, unionGrowth } from '../../compute/group/union-growth.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import { qualify } from '../pair/publication-note.ts';
import { type ChanceSource, chanceOfBase, chanceOfGroup, chanceOfOne } from './group-chance.ts';
import { describeInterval, meanOverSeeds, type SeedMean, type StatedInterval } from './seed-means.ts';
import { describeStability, type LatentStability } from '../latents/latent-stability.ts';
import type { MatchedBase, MatchedGroup } from './matched-group.ts';

/** A figure that chance can be set against. */
interface WithChance {
  statement: string;
  /** What the nulls are computed from, when they are asked for. */
  chance: ChanceSource;
}

export interface BaseUniversality extends BaseHistogram, WithChance {
  dictionary: DictionaryRow;
  /** By the number of dictionaries in which a latent is found. [S] */
  stability: LatentStability[] | null;
}

export interface GroupUniversality extends WithChance {
  fractions: number[];
  /** Of dictionaries in which a latent is found. */
  meanFound: SeedMean;
  /** By the number of dictionaries in which a latent is found, from the latents of all bases. [S] */
  stability: LatentStability[] | null;
  bases: BaseUniversality[];
}

export interface OnlyInBase extends Omit<OnlyInBaseCurve, 'points'>, WithChance {
  points: (OnlyInBasePoint & { interval?: StatedInterval | null })[];
  latents: number;
  fitStatement: string;
}

/** Over the triples of the group. */
type StatedSpread = Omit<SeedSpread, 'interval'> & { interval: StatedInterval | null };

export interface GroupCycles extends Omit<CycleConsistency<StatedSpread>, 'byBase'> {
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
  const histogram = baseHistogram(view);
  const stability = describeStability(histogram.counts, { ...base, pooled: false });
  return { ...histogram, dictionary: base.base, stability, statement, chance: chanceOfBase(base) };
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
    stability: describeStability(histogram.counts, { ...group, pooled: false }),
    statement,
    chance: chanceOfOne(chance, base),
  }));
  const stability = describeStability(sumCounts(histograms), { ...group, pooled: true });
  const shared = meanOverSeeds(listSharedFractions(sharedMatrix(arrays)), dictionaries.length);
  const meanFound = countFound(shared, dictionaries.length - 1);
  return { statement, fractions: meanFractions(histograms), meanFound, stability, bases, chance };
}

/** A fraction of `others` as a number of dictionaries, a latent's own included. */
function countFound(shared: SeedMean | null, others: number): SeedMean {
  if (shared === null) return { value: 1, interval: null };
  const { value, interval } = shared;
  const toCount = (fraction: number) => 1 + others * fraction;
  return {
    value: toCount(value),
    interval: interval && {
      ...interval,
      low: toCount(interval.low),
      high: toCount(interval.high),
      standardError: others * interval.standardError,
    },
  };
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
  const without = onlyInBaseWithout(arrays);
  const points = curve.points.map((point, at) => {
    const rest = without.map((one) => one[at] ?? Number.NaN);
    return { ...point, interval: describeInterval(jackknife(point.fraction, rest)) };
  });
  return {
    ...curve,
    points,
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
  const state = (over: SeedSpread | null) => over && { ...over, interval: describeInterval(over.interval) };
  const spreads = {
    decoder: state(found.decoder),
    encoder: state(found.encoder),
    firstAgrees: state(found.firstAgrees),
    allAgree: state(found.allAgree),
  };
  return { ...found, ...spreads, ...rule, bases, statement, pairs: group.pairs.map(({ matching }) => matching) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
