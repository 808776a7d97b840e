/** What the orphans of a pair, or of all pairs of a run group, span: as jobs left it. */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { OrphanSpans } from '../../compute/similarity/orphan-spans.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import type { MatchedGroup } from '../group/matched-group.ts';
import { meanOverSeeds, type SeedMean } from '../group/seed-means.ts';

/** A number with what chance gives. */
export interface SpanNumber {
  value: number;
  /** Expected of spans turned at random against each other. */
  rotated: number;
  /** Of random latents, as many as there are orphans; null without a draw. */
  subsets: { mean: number; least: number; greatest: number; draws: number } | null;
}

/** One end. */
export interface OrphanEnd {
  orphans: number;
  effectiveRank: number;
  directions: number;
  held: SpanNumber;
  heldQuartiles: number[];
}

export interface OrphanSubspaces {
  criterion: Criterion;
  a: OrphanEnd;
  b: OrphanEnd;
  cosines: number[];
  meanSquaredCosine: SpanNumber;
  statement: string;
  computedAt: Date;
}

export interface GroupSubspaces {
  pairs: number;
  meanSquaredCosine: SeedMean;
  rotated: number;
  subsets: number | null;
  held: SeedMean;
  heldRotated: number;
  heldSubsets: number | null;
  statement: string;
}

/** Null until a job has computed it, and where one dictionary has no orphan. */
export async function readOrphanSubspaces(
  context: AnalysisContext,
  matching: MatchingRow,
): Promise<OrphanSubspaces | null> {
  const [row, a] = await Promise.all([
    context.batches.orphanSpans.load(matching),
    context.batches.dictionaries.load({ spaceId: matching.spaceId, id: matching.a }),
  ]);
  if (row === null || row.statistics.spans === null || a === null) return null;
  const { spans, criterion } = row.statistics;
  const [rA, rB] = spans.directions;
  return {
    criterion,
    a: describeEnd(spans, { at: 0, part: 'ofA', rotated: rB / a.dIn }),
    b: describeEnd(spans, { at: 1, part: 'ofB', rotated: rA / a.dIn }),
    cosines: spans.cosines,
    meanSquaredCosine: {
      value: spans.meanSquaredCosine,
      rotated: Math.max(rA, rB) / a.dIn,
      subsets: summarise(spans.subsets.map((draw) => draw.meanSquaredCosine)),
    },
    statement: `${definitions.orphanSpans.statement()} ${definitions.criterion.statement(criterion)}`,
    computedAt: row.createdAt,
  };
}

/** Means over the pairs of a group of which it was computed, each pair with equal weight; null where it was of none. */
export async function readGroupSubspaces(
  context: AnalysisContext,
  { pairs, dictionaries }: MatchedGroup,
): Promise<GroupSubspaces | null> {
  const place = new Map(dictionaries.map(({ id }, at) => [id, at]));
  const found = await Promise.all(
    pairs.map(async ({ matching }) => ({
      of: [matching.a, matching.b].map((id) => place.get(id) ?? 0),
      subspaces: await readOrphanSubspaces(context, matching),
    })),
  );
  const known = found.flatMap(({ of, subspaces }) => (subspaces === null ? [] : [{ of, subspaces }]));
  const over = (read: (one: OrphanSubspaces) => number) =>
    meanOverSeeds(
      known.map(({ of, subspaces }) => ({ of, value: read(subspaces) })),
      dictionaries.length,
    );
  const [meanSquaredCosine, held] = [
    over((one) => one.meanSquaredCosine.value),
    over(({ a, b }) => (a.held.value + b.held.value) / 2),
  ];
  if (meanSquaredCosine === null || held === null) return null;
  const mean = (values: (number | undefined)[]) =>
    values.every((value) => value !== undefined) ? (summarise(values)?.mean ?? null) : null;
  const all = known.map(({ subspaces }) => subspaces);
  return {
    pairs: all.length,
    meanSquaredCosine,
    rotated: mean(all.map((one) => one.meanSquaredCosine.rotated)) ?? 0,
    subsets: mean(all.map((one) => one.meanSquaredCosine.subsets?.mean)),
    held,
    heldRotated: mean(all.flatMap(({ a, b }) => [a.held.rotated, b.held.rotated])) ?? 0,
    heldSubsets: mean(all.flatMap(({ a, b }) => [a.held.subsets?.mean, b.held.subsets?.mean])),
    statement: all[0].statement,
  };
}

function describeEnd(
  spans: OrphanSpans,
  { at, part, rotated }: { at: 0 | 1; part: 'ofA' | 'ofB'; rotated: number },
): OrphanEnd {
  return {
    orphans: spans.orphans[at],
    effectiveRank: spans.effectiveRank[at],
    directions: spans.directions[at],
    held: {
      value: spans[part].mean,
      rotated,
      subsets: summarise(spans.subsets.map((draw) => draw[part])),
    },
    heldQuartiles: [...spans[part].quartiles],
  };
}

function summarise(values: readonly number[]): SpanNumber['subsets'] {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, least: Math.min(...values), greatest: Math.max(...values), draws: values.length };
}
