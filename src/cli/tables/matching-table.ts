/** The table that a matched run group is read from: every pair, its numbers, what chance gives, and the proof. */
import type { MatchingRowFragment, MatchingTableQuery } from '../generated/documents.ts';
import { chooseNull } from '../report/choose-null.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

/** One row of the table. */
export type MatchingTablePair = MatchingRowFragment;

type Certificate = NonNullable<NonNullable<MatchingTablePair['summary']>['basis']['decoderCertificate']>;

/** Titles of the columns. */
export const matchingTableHeader = [
  'pair',
  'n',
  'd',
  'shared',
  '(null)',
  'agreement',
  '(null)',
  '(rotated)',
  'cos dec',
  '(null)',
  'cos enc',
  '(null)',
  'optimal',
  'gap',
];

/** The table of one run group, with a line that says what its columns mean. */
export function buildMatchingTable(data: MatchingTableQuery): string {
  const group = data.runGroup;
  if (!group) return '';
  return [
    `${group.name}  (${group.space.model.name}, ${group.space.hookpoint})`,
    buildTextTable(matchingTableHeader, buildMatchingRows(group.matchings)),
  ].join('\n');
}

/** The cells under {@link matchingTableHeader}, a row per pair; a dot stands for what is not known. */
export function buildMatchingRows(matchings: readonly MatchingTablePair[]): string[][] {
  return matchings.map(({ a, b, sameInitSeed, summary }) => {
    const pair = `${shortName(a.name)} - ${shortName(b.name)}${sameInitSeed ? ' (same init seed!)' : ''}`;
    const n = a.nLatents === b.nLatents ? `${a.nLatents}` : `${a.nLatents}/${b.nLatents}`;
    if (!summary) return [pair, n, `${a.dIn}`, ...matchingTableHeader.slice(3).map(() => '.')];
    const chance = chooseNull(summary.nulls);
    const rotated = summary.nulls.find((row) => row.kind === 'ROTATION');
    const { decoderCertificate, encoderCertificate } = summary.basis;
    const proofs =
      decoderCertificate === null ? [] : [decoderCertificate, encoderCertificate].filter((c) => c !== null);
    return [
      pair,
      n,
      `${a.dIn}`,
      fraction(summary.sharedFraction),
      fraction(chance?.sharedFraction),
      fraction(summary.agreement),
      fraction(chance?.agreement),
      fraction(rotated?.agreement),
      fraction(summary.meanDecoderCosine),
      fraction(chance?.meanDecoderCosine),
      fraction(summary.meanEncoderCosine),
      fraction(chance?.meanEncoderCosine),
      ...describeProofs(proofs),
    ];
  });
}

/** Whether the matchings are optimal, and by how much they can miss; what others published has no proof. */
function describeProofs(proofs: readonly Certificate[]): [string, string] {
  if (proofs.length === 0) return ['published', '.'];
  const gap = Math.max(...proofs.map((proof) => proof.gap)).toExponential(1);
  return [proofs.every((proof) => proof.optimal) ? 'proven' : 'NOT PROVEN', gap];
}

/** What the columns mean; printed once under the tables. */
export const matchingTableLegend = [
  'shared: fraction of latents with the same partner by decoder and by encoder, both cosines >= 0.7 (BOTH_AGREE; DECODER where a',
  'dictionary has no encoder).',
  'agreement: same partner on both sides, no threshold. cos: mean matched cosine. (null): the figure before it for random vectors with',
  "each dictionary's own mean and covariance, both rows of a latent drawn together, matched in the same way. (rotated): agreement of the",
  'dictionaries themselves, one of them turned at random. gap: how far from the optimum the matching can at most be (summed cosine,',
  'rounding of rows to float32 included).',
].join('\n');

/** Three decimals; a dot for what is not known. */
export function fraction(value: number | null | undefined): string {
  return value === null || value === undefined ? '.' : value.toFixed(3);
}
