/** The part of a report that looks at pairs: the table, and the shared fraction against the threshold. */
import { buildMatchingRows, fraction, matchingTableHeader } from '../tables/matching-table.ts';
import { shortName } from '../tables/short-name.ts';
import { unitAxis } from './plots/axis.ts';
import { chooseNull, describeNullKinds } from './choose-null.ts';
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
        'partner by decoder and by encoder, no threshold. cos: mean matched cosine. (null): the figure before it for random vectors ' +
        `${describeNull(pairs)}; means over draws. (rotated): agreement of the dictionaries themselves, one of them turned at random.${describeSpread(pairs)} gap: how far from the optimum the matching can at most be (summed cosine, rounding of rows to float32 included).`,
    },
    ...(sweep.length > 0 ? sweepBlocks(sweep, criterion) : []),
    ...cosineSection(pairs),
    ...marginBlocks(pairs),
    ...similaritySections(pairs),
  ];
}

/** How sure matched pairs are, side by side; none where nobody has worked it out. */
function marginBlocks(pairs: readonly ReportPair[]): ReportBlock[] {
  const sides = pairs.flatMap(({ a, b, decoder, encoder }) =>
    [decoder, encoder].flatMap((side) =>
      side?.margins ? [{ pair: `${shortName(a.name)} - ${shortName(b.name)}`, side: side.side, ...side.margins }] : [],
    ),
  );
  if (sides.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Margins of matched pairs' },
    {
      kind: 'table',
      header: ['pair', 'side', 'pairs', 'lower quartile', 'median', 'upper quartile', 'below 0.01'],
      rows: sides.map((one) => [
        one.pair,
        one.side.toLowerCase(),
        `${one.pairs}`,
        ...[one.lowerQuartile, one.median, one.upperQuartile].map(fraction),
        `${one.unsure}`,
      ]),
      caption: `By how much the optimum falls at least without a pair, in units of cosine. ${sides[0].statement}`,
    },
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
  const kinds = new Set(pairs.flatMap(({ summary }) => (summary && chooseNull(summary.nulls)?.kind) ?? []));
  return kinds.size === 0 ? 'which were not computed' : describeNullKinds(kinds);
}

/** Over all pairs and draws, the range of what chance gives for agreement; empty where draws have none. */
function describeSpread(pairs: readonly ReportPair[]): string {
  const nulls = pairs.flatMap(({ summary }) => summary?.nulls ?? []);
  const rangeOf = (wanted: string) => {
    const ends = nulls.flatMap(({ kind, least, greatest }) =>
      kind === wanted ? [least?.agreement ?? null, greatest?.agreement ?? null] : [],
    );
    const known = ends.filter((value) => value !== null);
    return known.length === 0 ? null : `${fraction(Math.min(...known))} to ${fraction(Math.max(...known))}`;
  };
  const [joint, rotated] = [rangeOf('JOINT'), rangeOf('ROTATION')];
  const initial = nulls.find(({ kind }) => kind === 'INITIAL');
  return [
    joint && ` Over draws, agreement by chance is ${joint}`,
    joint && rotated && `, rotated ${rotated}`,
    joint && '.',
    initial && ` Before training it was ${fraction(initial.agreement)}.`,
  ]
    .filter(Boolean)
    .join('');
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
