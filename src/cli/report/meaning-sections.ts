/** The part of a report that looks at what latents mean and how often they fire. What nobody has explained or counted is left out. */
import { fraction } from '../tables/matching-table.ts';
import { shortName } from '../tables/short-name.ts';
import { rangeAxis, unitAxis, wholeAxis } from './plots/axis.ts';
import type {
  ReportAgreement,
  ReportCovariate,
  ReportMeaning,
  ReportOrphans,
  ReportSimilarity,
} from './meaning-query.ts';
import type { Axis, ReportBlock } from './report-block.ts';

/** UTF-16 units of an explanation that a table shows. */
const SHOWN = 100;

/** Blocks in reading order. */
export function meaningSections({ byScore, byFrequency, orphans, agreements }: ReportMeaning): ReportBlock[] {
  return [
    ...(byScore && byScore.known > 0 ? scoreSection(byScore) : []),
    ...(byFrequency && byFrequency.known > 0 ? frequencySection(byFrequency) : []),
    ...agreementSection(agreements),
    ...orphanSection(orphans),
  ];
}

interface Drawn {
  heading: string;
  /** Where a value stands on the axis; null if it cannot. */
  place(value: number): number | null;
  axis(from: number, to: number): Axis;
  format(value: number): string;
}

function scoreSection(figure: ReportCovariate): ReportBlock[] {
  const named = `score (${figure.scorer ?? 'none'})`;
  return covariateSection(figure, {
    heading: 'Shared by explanation score',
    place: (value) => value,
    axis: (from, to) => rangeAxis({ from, to }, named),
    format: (value) => value.toFixed(3),
  });
}

function frequencySection(figure: ReportCovariate): ReportBlock[] {
  return covariateSection(figure, {
    heading: 'Shared by firing frequency',
    place: (value) => (value > 0 ? Math.log10(value) : null),
    axis: (from, to) =>
      wholeAxis(
        { from: Math.floor(from), to: Math.max(Math.floor(from) + 1, Math.ceil(to)) },
        'log10 of firing frequency',
      ),
    format: (value) => (value === 0 ? '0' : value.toExponential(2)),
  });
}

function covariateSection(figure: ReportCovariate, { heading, place, axis, format }: Drawn): ReportBlock[] {
  const { bins, latents, known, explained, statement } = figure;
  const drawn = bins.flatMap((bin) => {
    const [from, to] = [place(bin.from), place(bin.to)];
    return to === null ? [] : [{ ...bin, x: from === null ? to : (from + to) / 2 }];
  });
  const xs = drawn.map(({ x }) => x);
  const plot: ReportBlock[] =
    drawn.length === 0
      ? []
      : [
          {
            kind: 'plot',
            title: heading,
            plot: {
              kind: 'lines',
              x: axis(Math.min(...xs), Math.max(...xs)),
              y: unitAxis('shared with another dictionary'),
              lines: [
                { label: 'bins', style: 'dots', points: drawn.map(({ x, sharedFraction }) => [x, sharedFraction]) },
              ],
              ...(drawn.length > 1 && {
                band: { label: '95 % interval', points: drawn.map(({ x, low, high }) => [x, low, high] as const) },
              }),
            },
          },
        ];
  const coverage = explained === null ? '' : ` ${explained} are explained.`;
  return [
    { kind: 'heading', level: 2, text: heading },
    ...plot,
    {
      kind: 'table',
      header: ['value from', 'to', 'latents', 'shared', 'low', 'high', 'found in'],
      rows: bins.map((bin) => [
        format(bin.from),
        format(bin.to),
        `${bin.latents}`,
        fraction(bin.sharedFraction),
        fraction(bin.low),
        fraction(bin.high),
        bin.meanFound.toFixed(2),
      ]),
      caption: `Known of ${known} of ${latents} latents.${coverage} Rank correlation with the number of dictionaries: ${describeCorrelation(figure)}. ${statement}`,
    },
  ];
}

function describeCorrelation({ rankCorrelation, rankLow, rankHigh, reliability }: ReportCovariate): string {
  if (rankCorrelation === null) return 'none';
  const interval =
    rankLow === null || rankHigh === null ? '' : ` (95%: ${rankLow.toFixed(3)} to ${rankHigh.toFixed(3)})`;
  const noise = reliability === null ? '' : `; reliability of the values ${reliability.toFixed(2)}`;
  return `${rankCorrelation.toFixed(3)}${interval}${noise}`;
}

function agreementSection(agreements: readonly ReportAgreement[]): ReportBlock[] {
  const rows = agreements.flatMap((pair) => {
    const name = `${shortName(pair.a.name)} - ${shortName(pair.b.name)}`;
    const labelled = `${pair.labelled} of ${pair.shared}`;
    const measures: [string, ReportSimilarity | null][] = [
      ['words', pair.text],
      [pair.embedding?.embedder?.name ?? 'embedding', pair.embedding],
    ];
    return measures.flatMap(([measure, similarity]) =>
      similarity ? [[name, labelled, measure, ...similarityCells(similarity)]] : [],
    );
  });
  const first = agreements.find(({ text }) => text)?.text;
  if (!first) return [];
  return [
    { kind: 'heading', level: 2, text: 'Labels of shared pairs' },
    {
      kind: 'table',
      header: ['labels of', 'both explained', 'measure', 'compared', 'matched', 'random', 'p', 'neighbours', 'p'],
      rows,
      caption: `How alike the best explanations of shared pairs are. No p is below ${first.matched.leastPValue.toFixed(3)}, one in the number of random pairings and one more. ${first.statement}`,
    },
  ];
}

function similarityCells({ pairs, matched, neighbours }: ReportSimilarity): string[] {
  return [
    `${pairs}`,
    fraction(matched.value),
    fraction(matched.shuffledMean),
    fraction(matched.pValue),
    fraction(neighbours?.unmatched ?? null),
    fraction(neighbours?.pValue ?? null),
  ];
}

function orphanSection(found: readonly ReportOrphans[]): ReportBlock[] {
  const rows = found.flatMap(({ dictionary, nodes }) =>
    nodes.map(({ score, latent, explanation, partners }) => [
      shortName(dictionary),
      `${latent.index}`,
      cut(explanation?.text ?? ''),
      score.toFixed(3),
      latent.firingFrequency === null ? '.' : latent.firingFrequency.toExponential(2),
      partners.map(describeNearest).join(', '),
    ]),
  );
  if (rows.length === 0) return [];
  const counts = found.map(
    ({ dictionary, orphans, unscored }) =>
      `${shortName(dictionary)}: ${orphans} orphans, ${unscored} of them without a score`,
  );
  return [
    { kind: 'heading', level: 2, text: 'What one dictionary found and the others missed' },
    {
      kind: 'table',
      header: ['only in', 'latent', 'explanation', 'score', 'frequency', 'nearest elsewhere'],
      rows,
      caption: `${counts.join('; ')}. ${found[0].statement} Nearest: dictionary, latent, decoder cosine.`,
    },
  ];
}

function describeNearest({ dictionary, candidates }: ReportOrphans['nodes'][0]['partners'][0]): string {
  const [first] = candidates;
  if (!first) return `${shortName(dictionary.name)}: none`;
  return `${shortName(dictionary.name)}: ${first.latent.index} (${first.decoderCosine?.toFixed(2) ?? '.'})`;
}

/** What fits into a table; a pair of surrogates that is cut in two becomes a replacement character. */
function cut(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN).toWellFormed()}...`;
}
