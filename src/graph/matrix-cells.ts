/** The cells of one row of the matrix, with the matchings that they come from. */
import type { MatrixCell } from '../compute/group/shared-matrix.ts';
import { endOf } from './complete-pair.ts';
import type { GroupAnalysisParent, SharedMatrixCellParent } from './parents.ts';

/** One cell per dictionary, null on the diagonal. */
export function listCells(
  { dictionaries, pairs, criterion }: GroupAnalysisParent,
  { base, cells }: { base: number; cells: readonly (MatrixCell | null)[] },
): (SharedMatrixCellParent | null)[] {
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
