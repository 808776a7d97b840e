/** The part of a report that shows how the cosines of matched pairs are spread, compared with random vectors. In: pairs. Out: a plot and its table. */
import { fraction } from '../tables/matching-table.ts';
import { axisTo, rangeAxis } from './plots/axis.ts';
import { chooseNull } from './choose-null.ts';
import type { Line, ReportBlock } from './report-block.ts';
import { COSINE_STEPS, type ReportPair } from './report-query.ts';

type Side = 'decoder' | 'encoder';

/** Shares of matched pairs, one for each bin. */
interface Spread {
  side: Side;
  /** Lower edge of each bin; all are 1 / COSINE_STEPS wide. */
  edges: number[];
  shares: number[];
  /** By random vectors; null below 0, where it is not known, and everywhere without a null. */
  chance: (number | null)[];
}

/** Blocks in reading order; none where cosines are not known. */
export function cosineSection(pairs: readonly ReportPair[]): ReportBlock[] {
  const spreads = crop((['decoder', 'encoder'] as const).flatMap((side) => spreadOf(pairs, side) ?? []));
  const [first] = spreads;
  if (first === undefined) return [];
  const lines = spreads.flatMap(({ side, edges, shares, chance }): Line[] => {
    const known = edges.flatMap((edge, k) => (chance[k] === null ? [] : [[edge, chance[k]] as const]));
    const drawn: Line[] = [
      {
        label: `${side} rows`,
        style: side === 'decoder' ? 'main' : 'other',
        points: stairs(edges.map((edge, k) => [edge, shares[k]])),
      },
    ];
    if (known.length > 0 && side === 'decoder')
      drawn.push({ label: 'random vectors, decoder', style: 'chance', points: stairs(known) });
    return drawn;
  });
  const top = Math.max(...lines.flatMap(({ points }) => points.map(([, share]) => share)));
  const columns = spreads.flatMap(({ shares, chance }) => [shares, chance]);
  const rows = first.edges.map((edge, k) => ({ edge, cells: columns.map((column) => column[k]) }));
  return [
    { kind: 'heading', level: 2, text: 'Matched cosines' },
    {
      kind: 'plot',
      title: 'Matched pairs by their cosine',
      plot: {
        kind: 'lines',
        x: rangeAxis({ from: first.edges[0], to: 1 }, 'cosine of the matched rows'),
        y: axisTo(top, 'fraction of matched pairs'),
        lines,
      },
    },
    {
      kind: 'table',
      header: ['cosine from', ...spreads.flatMap(({ side }) => [side, '(null)'])],
      rows: rows
        .filter(({ cells }) => cells.some((share) => share !== null && share > 0))
        .map(({ edge, cells }) => [edge.toFixed(2), ...cells.map(fraction)]),
      caption: `Fraction of the matched pairs of all matchings in bins ${(1 / COSINE_STEPS).toFixed(2)} wide; empty ones are left out. (null): random vectors, as many as latents, dead ones included; not known below 0.`,
    },
  ];
}

/** Without the bins below 0 that are empty on every side. */
function crop(spreads: Spread[]): Spread[] {
  const from = Math.min(0, ...spreads.map(({ edges, shares }) => edges[shares.findIndex((share) => share > 0)]));
  return spreads.map((spread) => {
    const first = spread.edges.findIndex((edge) => edge >= from);
    const { side, edges, shares, chance } = spread;
    return { side, edges: edges.slice(first), shares: shares.slice(first), chance: chance.slice(first) };
  });
}

/** All pairs of all matchings together; null where a matching has no histogram of this side. */
function spreadOf(pairs: readonly ReportPair[], side: Side): Spread | null {
  const counts: number[] = [];
  let total = 0;
  let from = 0;
  for (const { decoderCosines, encoderCosines } of pairs) {
    const histogram = side === 'decoder' ? decoderCosines : encoderCosines;
    if (!histogram) return null;
    ({ from } = histogram);
    for (const [k, count] of histogram.counts.entries()) {
      counts[k] = (counts[k] ?? 0) + count;
      total += count;
    }
  }
  if (total === 0) return null;
  const edges = counts.map((_, k) => Number((from + k / COSINE_STEPS).toFixed(9)));
  const curves = pairs.flatMap(({ decoderChance, encoderChance }) => {
    const swept = side === 'decoder' ? decoderChance : encoderChance;
    return swept ? (chooseNull(swept.nulls) ?? []) : [];
  });
  const shareAbove = (k: number) =>
    k > COSINE_STEPS ? 0 : curves.reduce((sum, { points }) => sum + points[k].sharedFraction, 0) / curves.length;
  const below = edges.length - COSINE_STEPS; // bins below 0
  const chanceOf = (k: number) =>
    k === COSINE_STEPS - 1 ? shareAbove(k) : Math.max(0, shareAbove(k) - shareAbove(k + 1));
  return {
    side,
    edges,
    shares: counts.map((count) => count / total),
    chance: edges.map((_, k) => (k < below || curves.length < pairs.length ? null : chanceOf(k - below))),
  };
}

/** The outline of bins that begin at x. */
function stairs(bins: readonly (readonly [x: number, y: number])[]): (readonly [number, number])[] {
  return bins.flatMap(([x, y]) => [[x, y] as const, [x + 1 / COSINE_STEPS, y] as const]);
}
