/** The table of a run group that is matched by activation: every pair, where direction and firing agree, and what activations at other tokens give. */
import type { FiringTableQuery } from '../generated/documents.ts';
import { fraction } from './matching-table.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

const header = [
  'pair',
  'n',
  'shared',
  '(shifted)',
  'agreement',
  '(shifted)',
  'cos dec',
  'corr act',
  '(shifted)',
  'twins',
  'direction only',
  'firing only',
  'optimal',
];

/** The table of one run group. */
export function buildFiringTable({ runGroup }: FiringTableQuery): string {
  if (!runGroup) return '';
  const rows = runGroup.matchings.map(({ a, b, summary, firing }) => {
    const name = `${shortName(a.name)} - ${shortName(b.name)}`;
    const n = a.nLatents === b.nLatents ? `${a.nLatents}` : `${a.nLatents}/${b.nLatents}`;
    if (!summary || !firing) return [name, n, ...header.slice(2).map(() => '.')];
    const [chance] = summary.nulls;
    const { decoderCertificate, encoderCertificate } = summary.basis;
    return [
      name,
      n,
      fraction(summary.sharedFraction),
      fraction(chance?.sharedFraction),
      fraction(summary.agreement),
      fraction(chance?.agreement),
      fraction(summary.meanDecoderCosine),
      fraction(summary.meanEncoderCosine),
      fraction(chance?.meanEncoderCosine),
      String(firing.both.totalCount),
      String(firing.direction.totalCount),
      String(firing.firing.totalCount),
      decoderCertificate?.optimal && encoderCertificate?.optimal ? 'proven' : 'NOT PROVEN',
    ];
  });
  const firing = runGroup.matchings.find((one) => one.firing !== null)?.firing;
  const tokens = firing ? `${firing.tokens.toLocaleString('en')} tokens of ${firing.text}` : 'no tokens';
  return [`${runGroup.name} by activation, on ${tokens}`, buildTextTable(header, rows)].join('\n');
}

/** What the columns mean. */
export const firingTableLegend = [
  'shared: same partner by decoder rows and by activation, cosine and correlation both >= 0.7 (BOTH_AGREE). agreement: same partner, no',
  'threshold. corr act: mean correlation of activations of partners by activation. (shifted): the figure before it where activations of the',
  'second dictionary are moved on by whole documents, with random decoder rows. twins: latents that are alike in both; direction only: partners',
  'by decoder rows, cosine >= 0.7, correlation below; firing only: partners by activation, correlation >= 0.7, cosine below.',
].join('\n');
