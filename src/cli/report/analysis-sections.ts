/** The part of a report that looks at all dictionaries of a run group together. Figures that the group does not have are left out. */
import { fraction } from '../tables/matching-table.ts';
import { shortName } from '../tables/short-name.ts';
import { axisTo, wholeAxis } from './plots/axis.ts';
import { chooseNull, describeNullKinds } from './choose-null.ts';
import type { Line, ReportBlock } from './report-block.ts';
import type { ReportAnalysis, ReportGroup } from './report-query.ts';

const NO_FIT = {
  TOO_FEW_POINTS: 'it needs four points, which five dictionaries give',
  CONSTANT: 'the curve does not fall',
  NO_POWER_LAW: 'the curve is no power law',
  UNFIXED: 'the points do not fix what remains',
};

/** Points at which the fitted curve is drawn. */
const FIT_POINTS = 60;

/** Blocks in reading order. */
export function analysisSections({ analysis }: ReportGroup): ReportBlock[] {
  const names = analysis.dictionaries.map(({ name }) => shortName(name));
  const { sharedMatrix, universality, onlyInBase, cycleConsistency, union } = analysis;
  return [
    ...(sharedMatrix && names.length > 1 ? matrixSection(sharedMatrix, names) : []),
    ...(universality ? universalitySection(universality) : []),
    ...(onlyInBase && onlyInBase.points.length > 0 ? onlyInBaseSection(onlyInBase) : []),
    ...(cycleConsistency ? cycleSection(cycleConsistency, names) : []),
    ...(union ? unionSection(union) : []),
  ];
}

/** `0.412 to 0.590`, or a dot. */
function describeInterval(interval: { low: number; high: number } | null | undefined): string {
  return interval ? `${fraction(interval.low)} to ${fraction(interval.high)}` : '.';
}

function describeMean(name: string, mean: Figure<'universality'>['meanFound'] | null): string[] {
  if (mean === null) return [];
  const interval = mean.interval ? ` (95% over seeds: ${describeInterval(mean.interval)})` : '';
  return [`${name} ${fraction(mean.value)}${interval}`];
}

type Figure<Name extends keyof ReportAnalysis> = NonNullable<ReportAnalysis[Name]>;

function matrixSection(
  { rows, meanSharedFraction, meanAgreement }: Figure<'sharedMatrix'>,
  names: string[],
): ReportBlock[] {
  const cells = rows.map(({ sharedFractions }, i) => sharedFractions.map((value, j) => (i === j ? null : value)));
  return [
    { kind: 'heading', level: 2, text: 'Shared matrix' },
    {
      kind: 'plot',
      title: 'Part of the row’s latents that the column has',
      plot: { kind: 'heat', labels: names, cells, marked: rows.map(({ outlier }) => outlier === true) },
    },
    {
      kind: 'table',
      header: ['latents of', ...names, 'mean', 'outlier'],
      rows: rows.map(({ meanSharedFraction, outlier }, i) => [
        names[i],
        ...cells[i].map((value) => fraction(value)),
        fraction(meanSharedFraction),
        outlier === null ? '.' : outlier ? 'YES' : 'no',
      ]),
      caption: `${[
        ...describeMean('Mean over ordered pairs: shared', meanSharedFraction),
        ...describeMean('agreement', meanAgreement),
      ].join(', ')}.`,
    },
  ];
}

function universalitySection({ fractions, meanFound, stability, nulls }: Figure<'universality'>): ReportBlock[] {
  const chance = chooseNull(nulls);
  return [
    { kind: 'heading', level: 2, text: 'Universality' },
    {
      kind: 'plot',
      title: 'Latents by the number of dictionaries in which they are found',
      plot: {
        kind: 'bars',
        xLabel: 'found in exactly this many dictionaries, its own included',
        y: axisTo(Math.max(...fractions), 'fraction of latents'),
        bars: fractions.map((value, i) => ({ label: `${i + 1}`, value })),
      },
    },
    {
      kind: 'table',
      header: ['dictionaries', 'fraction', '(null)', 'stability', '95%'],
      rows: fractions.map((value, i) => {
        const further = stability?.[i];
        const shown = [fraction(further?.value), describeInterval(further)];
        return [`${i + 1}`, fraction(value), fraction(chance?.fractions[i]), ...shown];
      }),
      caption: `stability: probability that a latent found in so many dictionaries is found in a further one. ${describeMean('Mean number of dictionaries', meanFound).join()}.`,
    },
  ];
}

function onlyInBaseSection({ points, fit, noFit, nulls }: Figure<'onlyInBase'>): ReportBlock[] {
  const chance = chooseNull(nulls);
  const last = points[points.length - 1].dictionaries;
  const lines: Line[] = [
    { label: 'mean over subsets', style: 'dots', points: points.map((p) => [p.dictionaries, p.fraction]) },
  ];
  if (fit) {
    const ks = Array.from({ length: FIT_POINTS }, (_, i) => 2 + ((last - 2) * i) / (FIT_POINTS - 1));
    lines.push({ label: 'fit a k^-b + c', style: 'fit', points: ks.map((k) => [k, fit.a * k ** -fit.b + fit.c]) });
  }
  if (chance) {
    const curve = points.map((p, at) => [p.dictionaries, chance.fractions[at]] as const);
    lines.push({ label: 'random vectors', style: 'chance', points: curve });
  }
  const spread = points.every((p) => p.standardDeviation !== null) && points.length > 1;
  const band = points.map((p) => {
    const deviation = p.standardDeviation ?? 0;
    return [p.dictionaries, Math.max(0, p.fraction - deviation), p.fraction + deviation] as const;
  });
  const top = Math.max(
    ...points.map((p) => p.fraction),
    ...(chance?.fractions ?? []),
    ...(spread ? band.map(([, , high]) => high) : []),
  );
  return [
    { kind: 'heading', level: 2, text: 'Only in the base' },
    {
      kind: 'plot',
      title: 'Part of a dictionary that none of k - 1 others has',
      plot: {
        kind: 'lines',
        x: wholeAxis({ from: 1, to: last + 1 }, 'k: dictionaries looked at, the base included'),
        y: axisTo(top, 'fraction only in the base'),
        lines,
        ...(spread && { band: { label: 'standard deviation', points: band } }),
      },
    },
    {
      kind: 'table',
      header: ['k', 'fraction', '95% over seeds', '(null)', 'standard deviation', 'subsets'],
      rows: points.map((p, at) => [
        `${p.dictionaries}`,
        fraction(p.fraction),
        describeInterval(p.interval),
        fraction(chance?.fractions[at]),
        fraction(p.standardDeviation),
        `${p.subsets}`,
      ]),
      caption: fit
        ? `Fit: ${fit.a.toFixed(3)} * k^-${fit.b.toFixed(3)} + ${fit.c.toFixed(3)} (95%: ${fit.cLow.toFixed(3)} to ${fit.cHigh.toFixed(3)}), root mean square residual ${fit.residual.toExponential(1)}.`
        : `No fit: ${noFit === null ? '' : NO_FIT[noFit]}.`,
    },
  ];
}

function cycleSection(cycle: Figure<'cycleConsistency'>, dictionaries: string[]): ReportBlock[] {
  const chance = chooseNull(cycle.nulls);
  const rotated = cycle.nulls.find(({ kind }) => kind === 'ROTATION');
  const names: ['decoder' | 'encoder' | 'firstAgrees' | 'allAgree', string][] = [
    ['decoder', 'decoder'],
    ['encoder', 'encoder'],
    ['firstAgrees', 'decoder, first pair agrees'],
    ['allAgree', 'decoder, all three agree'],
  ];
  const rows = names.flatMap(([field, name]) => {
    const spread = cycle[field];
    if (!spread) return [];
    const byChance = [chance?.[field], rotated?.[field]].map((one) => fraction(one?.mean));
    const mean = [fraction(spread.mean), describeInterval(spread.interval)];
    return [[name, ...mean, fraction(spread.min), fraction(spread.max), `${spread.triples}`, ...byChance]];
  });
  return [
    { kind: 'heading', level: 2, text: 'Cycle consistency' },
    {
      kind: 'table',
      header: ['matchings', 'mean', '95% over seeds', 'min', 'max', 'triples', '(null)', '(rotated)'],
      rows,
      caption:
        chance === undefined
          ? 'What chance gives was not computed.'
          : `(null): mean over triples of random dictionaries ${describeNullKinds([chance.kind])}, matched in the same way, one triple per pair. (rotated): the same for the dictionaries themselves, each turned at random. A dot: no latent to look at.`,
    },
    {
      kind: 'table',
      header: ['from', 'decoder mean'],
      rows: cycle.bases.map(({ decoder }, i) => [dictionaries[i], fraction(decoder)]),
    },
  ];
}

function describeUnseen({ value, low, high }: Figure<'union'>['unseen']): string {
  if (value === null || low === null || high === null) return '.';
  return `${value.toFixed(0)} (95%: ${low.toFixed(0)} to ${high.toFixed(0)})`;
}

function unionSection(union: Figure<'union'>): ReportBlock[] {
  const chance = chooseNull(union.nulls);
  const unseenByChance = chooseNull(union.unseen.nulls);
  return [
    { kind: 'heading', level: 2, text: 'Core and union' },
    {
      kind: 'table',
      header: ['features', 'count', '(null)'],
      rows: [
        ['in all dictionaries (core)', `${union.core}`, chance ? chance.core.toFixed(0) : '.'],
        ['in any dictionary (union)', `${union.union}`, chance ? chance.union.toFixed(0) : '.'],
        ['unseen (Chao2, alive latents)', describeUnseen(union.unseen), unseenByChance?.value.toFixed(0) ?? '.'],
        ['components in conflict, cut', `${union.conflicts}`, '.'],
        ['latents counted', `${union.latents}`, '.'],
      ],
      ...(union.unseen.reason !== null && { caption: `unseen: ${union.unseen.reason}` }),
    },
    {
      kind: 'table',
      header: ['t', 'union of t', 'new in the t-th', 'in exactly t'],
      rows: union.points.map((point, i) => [
        `${point.dictionaries}`,
        point.expectedUnion.toFixed(1),
        point.expectedNew.toFixed(1),
        `${union.inExactly[i]}`,
      ]),
    },
  ];
}
