/** The cells of one row of the matrix, with the matchings that they come from. */
import type { MatchingMeans } from '../../compute/group/score-ranks.ts';
import type { MatrixCell } from '../../compute/group/shared-matrix.ts';
import { endOf, getCompletePair } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../context.ts';
import type { GroupAnalysisParent, SharedMatrixCellParent } from '../../graph/parents.ts';

/** What no threshold decides, of the latents that a cell counts. Throws `NOT_MATCHED` if the matching has gone meanwhile. */
export async function readMeans(
  context: AnalysisContext,
  { matching, of, criterion }: SharedMatrixCellParent,
): Promise<MatchingMeans> {
  const means = await context.sharing.loadMeans(await getCompletePair(context, matching), criterion);
  return means[of];
}

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
