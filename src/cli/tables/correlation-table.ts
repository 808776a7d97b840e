/** The table of a run group's SVCCA: every pair, its number, what shuffles give. */
import { fraction } from './matching-table.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

/** What the table is made of. */
export const correlationTableQuery = `
  query CorrelationTable($group: ID!) {
    runGroup(id: $group) {
      name
      matchings {
        a { name }
        b { name }
        canonicalCorrelation { pairs componentsA componentsB shuffles correlation { value shuffledMean pValue } }
      }
    }
  }
`;

/** The answer to {@link correlationTableQuery}. */
export interface CorrelationTableData {
  runGroup: {
    name: string;
    matchings: {
      a: { name: string };
      b: { name: string };
      canonicalCorrelation: {
        pairs: number;
        componentsA: number;
        componentsB: number;
        shuffles: number;
        correlation: { value: number; shuffledMean: number; pValue: number } | null;
      } | null;
    }[];
  } | null;
}

const header = ['pair', 'SVCCA', '(shuffled)', 'p', 'pairs', 'components'];

/** The table of one run group, with a line that says what its columns mean. */
export function buildCorrelationTable({ runGroup }: CorrelationTableData): string {
  if (!runGroup) return '';
  const rows = runGroup.matchings.map(({ a, b, canonicalCorrelation: found }) => [
    `${shortName(a.name)} - ${shortName(b.name)}`,
    fraction(found?.correlation?.value),
    fraction(found?.correlation?.shuffledMean),
    fraction(found?.correlation?.pValue),
    found ? `${found.pairs}` : '.',
    found ? `${found.componentsA}/${found.componentsB}` : '.',
  ]);
  return [
    `${runGroup.name}: what matched decoder rows span`,
    buildTextTable(header, rows),
    'SVCCA: mean canonical correlation of the principal components that keep 0.99 of the variance. (shuffled): the same for random pairings.',
  ].join('\n');
}
