/** The part of a report that compares the dictionaries of a pair without counting matches: coverage, and representation similarity. */
import { fraction } from '../tables/matching-table.ts';
import { shortName } from '../tables/short-name.ts';
import type { ReportBlock } from './report-block.ts';
import type { ReportPair, ReportShuffled } from './report-query.ts';

/** Blocks in reading order; none where nothing of it is known. */
export function similaritySections(pairs: readonly ReportPair[]): ReportBlock[] {
  return [...coverageBlocks(pairs), ...similarityBlocks(pairs)];
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

function similarityBlocks(pairs: readonly ReportPair[]): ReportBlock[] {
  const known = pairs.filter(({ similarity, canonicalCorrelation }) => similarity || canonicalCorrelation);
  if (known.length === 0) return [];
  const cells = (number: ReportShuffled | null | undefined) => [
    fraction(number?.value),
    fraction(number?.shuffledMean),
    fraction(number?.pValue),
  ];
  const statements = [
    known.find(({ similarity }) => similarity)?.similarity?.statement,
    known.find(({ canonicalCorrelation }) => canonicalCorrelation)?.canonicalCorrelation?.statement,
  ];
  return [
    { kind: 'heading', level: 2, text: 'Representation similarity' },
    {
      kind: 'table',
      header: [
        'compared',
        'CKA',
        '(shuffled)',
        'p',
        'RSA',
        '(shuffled)',
        'p',
        'RSA, ranks',
        '(shuffled)',
        'p',
        'SVCCA',
        '(shuffled)',
        'p',
      ],
      rows: known.map((pair) => [
        nameOf(pair),
        ...[pair.similarity?.cka, pair.similarity?.rsa, pair.similarity?.rankRsa].flatMap(cells),
        ...cells(pair.canonicalCorrelation?.correlation),
      ]),
      caption: `${statements.filter(Boolean).join(' ')} A dot: not computed (SVCCA: npm run reseed -- match <run group> --svcca).`,
    },
  ];
}
