/** The part of a report that compares the dictionaries of a pair without counting matches: coverage, and representation similarity. */
import type { DrawnFragment, SpannedFragment } from '../generated/documents.ts';
import { drawnCells } from '../tables/correlation-table.ts';
import { fraction } from '../tables/matching-table.ts';
import { shortName } from '../tables/short-name.ts';
import type { ReportBlock } from './report-block.ts';
import type { ReportPair } from './report-query.ts';

/** Blocks in reading order; none where nothing of it is known. */
export function similaritySections(pairs: readonly ReportPair[]): ReportBlock[] {
  return [...coverageBlocks(pairs), ...similarityBlocks(pairs), ...orphanBlocks(pairs)];
}

const nameOf = ({ a, b }: ReportPair) => `${shortName(a.name)} - ${shortName(b.name)}`;

function coverageBlocks(pairs: readonly ReportPair[]): ReportBlock[] {
  const rows = pairs.flatMap((pair) => {
    const sides = pair.coverage?.decoder;
    if (!sides) return [];
    const { aByB, bByA } = sides;
    const shares = [aByB.coverage, bByA.coverage, aByB.nullCoverage];
    const numbers = [...shares, aByB.splitFactor, bByA.splitFactor, aByB.nullSplitFactor];
    return [[nameOf(pair), ...numbers.map(fraction)]];
  });
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Coverage' },
    {
      kind: 'table',
      header: ['covered', 'first by second', 'second by first', '(null)', 'split, first', 'split, second', '(null)'],
      rows,
      caption: `Decoder rows. ${pairs.find(({ coverage }) => coverage)?.coverage?.statement ?? ''}`,
    },
  ];
}

function orphanBlocks(pairs: readonly ReportPair[]): ReportBlock[] {
  const rows = pairs.flatMap((pair) => {
    const spans = pair.orphanSpans;
    if (!spans) return [];
    const row = (name: string, count: string, { value, rotated, subsets }: SpannedFragment) => [
      nameOf(pair),
      name,
      count,
      ...[value, rotated, subsets?.mean].map((one) => fraction(one)),
    ];
    const held = ({ orphans, effectiveRank }: { orphans: number; effectiveRank: number }) =>
      `${orphans} of rank ${effectiveRank.toFixed(1)}`;
    return [
      row('mean squared cosine', '.', spans.meanSquaredCosine),
      row('first in second', held(spans.a), spans.a.held),
      row('second in first', held(spans.b), spans.b.held),
    ];
  });
  if (rows.length === 0) return [];
  const statement = pairs.find(({ orphanSpans }) => orphanSpans)?.orphanSpans?.statement ?? '';
  return [
    { kind: 'heading', level: 2, text: 'Subspaces of orphans' },
    {
      kind: 'table',
      header: ['compared', 'figure', 'orphans', 'value', '(rotated)', '(random latents)'],
      rows,
      caption: `How far orphans of two dictionaries span the same subspace. ${statement}`,
    },
  ];
}

function similarityBlocks(pairs: readonly ReportPair[]): ReportBlock[] {
  const known = pairs.filter(({ similarity, canonicalCorrelation }) => similarity || canonicalCorrelation);
  if (known.length === 0) return [];
  const rows = known.flatMap((pair) => {
    const { similarity, canonicalCorrelation } = pair;
    const rotated = similarity?.nulls.find(({ kind }) => kind === 'ROTATION');
    const row = (name: string, value: number | undefined, drawn: DrawnFragment | null | undefined) =>
      value === undefined
        ? []
        : [[nameOf(pair), name, fraction(value), ...drawnCells(drawn), drawn ? `${drawn.draws}` : '.']];
    return [
      ...row('CKA', similarity?.cka?.value, rotated?.cka),
      ...row('RSA', similarity?.rsa?.value, rotated?.rsa),
      ...row('RSA by ranks', similarity?.rankRsa?.value, rotated?.rankRsa),
      ...row('SVCCA', canonicalCorrelation?.correlation?.value, canonicalCorrelation?.rotated),
    ];
  });
  const statements = [
    known.find(({ similarity }) => similarity)?.similarity?.statement,
    known.find(({ canonicalCorrelation }) => canonicalCorrelation)?.canonicalCorrelation?.statement,
  ];
  return [
    { kind: 'heading', level: 2, text: 'Representation similarity' },
    {
      kind: 'table',
      header: ['compared', 'figure', 'value', '(rotated)', 'min', 'max', 'p', 'least p', 'draws'],
      rows,
      caption:
        '(rotated): the same for the dictionaries themselves after one of them was turned at random and their pairs were chosen anew: mean, least and greatest over the draws. ' +
        `p is against these draws, and never below its least. ${statements.filter(Boolean).join(' ')} No SVCCA: not computed (npm run reseed -- match <run group> --svcca).`,
    },
  ];
}
