/** The table of a run group's SVCCA: every pair, its number, what shuffles give. */
import type { CorrelationTableQuery, DrawnFragment } from '../generated/documents.ts';
import { fraction } from './matching-table.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

/** Mean, range, p-value and the least that this can be; dots where there are no draws. */
export function drawnCells(drawn: DrawnFragment | null | undefined): string[] {
  const { mean, least, greatest, pValue, leastPValue } = drawn ?? {};
  return [mean, least, greatest, pValue, leastPValue].map(fraction);
}

const header = ['pair', 'SVCCA', '(rotated)', 'min', 'max', 'p', 'least p', 'pairs', 'components'];

/** The table of one run group, with a line that says what its columns mean. */
export function buildCorrelationTable({ runGroup }: CorrelationTableQuery): string {
  if (!runGroup) return '';
  const rows = runGroup.matchings.map(({ a, b, canonicalCorrelation: found }) => [
    `${shortName(a.name)} - ${shortName(b.name)}`,
    fraction(found?.correlation?.value),
    ...drawnCells(found?.rotated),
    found ? `${found.pairs}` : '.',
    found ? `${found.componentsA}/${found.componentsB}` : '.',
  ]);
  return [
    `${runGroup.name}: what matched decoder rows span`,
    buildTextTable(header, rows),
    'SVCCA: mean canonical correlation of the principal components that keep 0.99 of the variance. (rotated): mean of the same over random',
    'rotations of the second dictionary, each matched with the first anew; min, max: over them. p: (1 + rotations that give at least as much) /',
    '(1 + rotations), which is never below `least p`: where the two are equal, more rotations could make it smaller.',
  ].join('\n');
}
