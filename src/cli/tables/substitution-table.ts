/** The table of a run group whose partners were substituted: every pair and side, over all pairs and over the likest. */
import type { SubstitutionTableQuery } from '../generated/documents.ts';
import { fraction } from './matching-table.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

const header = [
  'pair',
  'partners by',
  'pairs',
  'without',
  'with',
  'quality',
  '(random)',
  'area',
  '>= 0.9',
  '0.7-0.8',
  '0.5-0.6',
  '0.3-0.4',
];
/** Bins of the score that are shown. */
const SHOWN_BINS = [9, 7, 5, 3];

/** The table of one run group. */
export function buildSubstitutionTable({ runGroup }: SubstitutionTableQuery): string {
  if (!runGroup) return '';
  const rows = runGroup.matchings.flatMap(({ measure, a, b, decoder, encoder }) =>
    [decoder, encoder].flatMap((side, at) => {
      const found = side?.substitution;
      if (!found) return [];
      const second = measure === 'ACTIVATION_CORRELATION' ? 'activation' : 'encoder';
      return [
        [
          `${shortName(a.name)} - ${shortName(b.name)}`,
          at === 0 ? 'decoder' : second,
          `${found.pairs}`,
          fraction(found.ablated),
          fraction(found.substituted),
          fraction(found.quality),
          fraction(found.randomQuality),
          fraction(found.area),
          ...SHOWN_BINS.map((bin) => fraction(found.byScore[bin].quality)),
        ],
      ];
    }),
  );
  const first = runGroup.matchings.at(0)?.decoder?.substitution;
  const tokens = first ? `, on ${first.tokens.toLocaleString('en')} tokens of ${first.text}` : '';
  return [`${runGroup.name}: partners in the place of latents${tokens}`, buildTextTable(header, rows)].join('\n');
}

/** What the columns mean. */
export const substitutionTableLegend = [
  'without: what the FVU of the first dictionary rises by without each latent, summed over pairs; with: the same with the partner, scaled, in its',
  'place. quality: 1 - with / without. (random): quality of random latents that fire about as often. area: mean quality of the best pairs over all',
  'coverages. The last columns: quality of the pairs with such a cosine (of activations: correlation).',
].join('\n');
