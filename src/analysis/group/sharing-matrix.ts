/** How much each dictionary of a run group shares with each other: a cell per ordered pair, with the matching that it comes from. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { MatchingMeans } from '../../compute/group/score-ranks.ts';
import {
  listSharedFractions,
  type MatrixCell,
  type MatrixRow,
  sharedMatrix,
} from '../../compute/group/shared-matrix.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { MatchingEnd } from '../../compute/statistics/pair-arrays.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { endOf, getCompletePair } from '../pair/complete-pair.ts';
import { qualify } from '../pair/publication-note.ts';
import type { MatchedGroup } from './matched-group.ts';
import { meanOverSeeds, type SeedMean } from './seed-means.ts';

/** A cell with what it rests on. */
export interface SharingCell extends MatrixCell {
  dictionary: DictionaryRow;
  matching: MatchingRow;
  /** The end whose latents are counted. */
  of: MatchingEnd;
  criterion: Criterion;
}

/** One dictionary's cells. */
export interface SharingRow extends Omit<MatrixRow, 'cells'> {
  dictionary: DictionaryRow;
  cells: (SharingCell | null)[];
}

export interface SharingMatrix {
  rows: SharingRow[];
  /** Over ordered pairs; null with fewer than two dictionaries. */
  meanSharedFraction: SeedMean | null;
  outlierStatement: string;
}

/** One row per dictionary; null while a matching is missing. */
export async function readSharingMatrix(group: MatchedGroup): Promise<SharingMatrix | null> {
  const arrays = await group.load();
  if (arrays === null) return null;
  const matrix = sharedMatrix(arrays);
  const rows = matrix.map((row, base) => ({
    ...row,
    dictionary: group.dictionaries[base],
    cells: listCells(group, { base, cells: row.cells }),
  }));
  const meanSharedFraction = meanOverSeeds(listSharedFractions(matrix), rows.length);
  return { rows, meanSharedFraction, outlierStatement: qualify(definitions.outlier.statement(), group) };
}

/** Agreement over ordered pairs; null without encoders, and with fewer than two dictionaries. Throws as {@link readMeans}. */
export async function readMeanAgreement(context: AnalysisContext, { rows }: SharingMatrix): Promise<SeedMean | null> {
  const cells = rows.flatMap((row, i) => row.cells.flatMap((cell, j) => (cell === null ? [] : [{ cell, of: [i, j] }])));
  const values = await Promise.all(
    cells.map(async ({ cell, of }) => ({ of, value: (await readMeans(context, cell)).agreement })),
  );
  const known = values.flatMap(({ of, value }) => (value === null ? [] : [{ of, value }]));
  return known.length < values.length ? null : meanOverSeeds(known, rows.length);
}

/** What no threshold decides, of the latents that a cell counts. Throws `NOT_MATCHED` if the matching has gone meanwhile. */
export async function readMeans(
  context: AnalysisContext,
  { matching, of, criterion }: SharingCell,
): Promise<MatchingMeans> {
  const means = await context.sharing.loadMeans(await getCompletePair(context, matching), criterion);
  return means[of];
}

/** One cell per dictionary, null on the diagonal. */
function listCells(
  { dictionaries, pairs, criterion }: MatchedGroup,
  { base, cells }: { base: number; cells: readonly (MatrixCell | null)[] },
): (SharingCell | null)[] {
  const { id } = dictionaries[base];
  const byOther = new Map(
    pairs.flatMap(({ matching }) => {
      const { a, b } = matching;
      return a === id || b === id ? [[a === id ? b : a, matching]] : [];
    }),
  );
  return cells.map((cell, other) => {
    const matching = byOther.get(dictionaries[other].id);
    if (cell === null || matching === undefined) return null;
    return { ...cell, dictionary: dictionaries[other], matching, of: endOf(matching, id), criterion };
  });
}
