/** The part of a report that looks at pairs: the table, and the shared fraction against the threshold. */
import { buildMatchingRows, fraction, matchingTableHeader } from '../tables/matching-table.ts';
import { unitAxis } from './axis.ts';
import { chooseNull, PREFERRED_NULL } from './choose-null.ts';
import { cosineSection } from './cosine-section.ts';
import type { ReportBlock } from './report-block.ts';
import type { ReportGroup, ReportPair } from './report-query.ts';
import { similaritySections } from './similarity-sections.ts';

/** Blocks in reading order; none without matchings. */
export function pairSections({ pairs, analysis: { criterion } }: ReportGroup): ReportBlock[] {
  if (pairs.length === 0) return [];
  const sweep = spreadSweep(pairs);
  return [
    { kind: 'heading', level: 2, text: 'Pairs' },
    {
      kind: 'table',
      header: matchingTableHeader,
      rows: buildMatchingRows(pairs),
      caption:
        `shared: fraction of latents of the first that the second has, by ${criterion.definition} ${criterion.strict ? 'above' : 'at'} ${criterion.threshold}${criterion.aliveOnly ? ', alive latents only' : ''}. agreement: same ` +
        'partner by decoder and by encoder, no threshold. cos: mean matched cosine. (null): the same for random vectors, ' +
        `${describeNull(pairs)}. gap: how far from the optimum the matching can at most be (summed cosine, dual - primal).`,
    },
    ...(sweep.length > 0 ? sweepBlocks(sweep, criterion) : []),
    ...cosineSection(pairs),
    ...similaritySections(pairs),
  ];
}

interface SweepSpread {
  threshold: number;
  mean: number;
  min: number;
  max: number;
  /** Null where no null was computed. */
  chance: number | null;
}

/** Every pair counts the same: they have the same number of latents. */
function spreadSweep(pairs: readonly ReportPair[]): SweepSpread[] {
  const solved = pairs.flatMap(({ sweep }) => (sweep ? [sweep] : []));
  return (solved[0]?.points ?? []).map(({ threshold }, k) => {
    const fractions = solved.map(({ points }) => points[k].sharedFraction);
    const chances = solved
      .map(({ nulls }) => chooseNull(nulls)?.points[k].sharedFraction)
      .filter((one) => one !== undefined);
    const [min, max] = [Math.min(...fractions), Math.max(...fractions)];
    return { threshold, mean: meanOf(fractions), min, max, chance: chances.length > 0 ? meanOf(chances) : null };
  });
}

function sweepBlocks(
  sweep: readonly SweepSpread[],
  { definition, strict }: { definition: string; strict: boolean },
): ReportBlock[] {
  const chance = sweep.flatMap(({ threshold, chance }) => (chance === null ? [] : [[threshold, chance] as const]));
  return [
    { kind: 'heading', level: 2, text: 'Threshold sweep' },
    {
      kind: 'plot',
      title: `Shared fraction against the cosine threshold (${definition})`,
      plot: {
        kind: 'lines',
        x: unitAxis('threshold'),
        y: unitAxis('shared fraction'),
        band: { label: 'range over pairs', points: sweep.map(({ threshold, min, max }) => [threshold, min, max]) },
        lines: [
          { label: 'mean over pairs', style: 'main', points: sweep.map(({ threshold, mean }) => [threshold, mean]) },
          ...(chance.length > 0 ? [{ label: 'random vectors', style: 'chance' as const, points: chance }] : []),
        ],
      },
    },
    {
      kind: 'table',
      header: ['threshold', 'mean', 'min', 'max', '(null)'],
      rows: sweep.map((row) => [
        row.threshold.toFixed(2),
        fraction(row.mean),
        fraction(row.min),
        fraction(row.max),
        fraction(row.chance),
      ]),
      caption: `Shared fraction over pairs, ${strict ? 'above' : 'at or above'} each threshold.`,
    },
  ];
}

function describeNull(pairs: readonly ReportPair[]): string {
  const kinds = new Set(pairs.map(({ summary }) => summary && chooseNull(summary.nulls)?.kind).filter((kind) => kind));
  if (kinds.size === 0) return 'which were not computed';
  const words = [];
  if (kinds.has(PREFERRED_NULL)) words.push("with each dictionary's own mean and covariance");
  if (kinds.has('ISOTROPIC')) words.push('uniform on the sphere');
  return words.join(' or ');
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
