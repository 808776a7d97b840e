/** A page of the families of a run group. */
import { buildFamilies, familySize, familyStatement, type Families } from '../../compute/group/families.ts';
import { keyText } from '../batches/key-text.ts';
import { buildIndexPage, indexCursor, type PageArguments } from '../../graph/paging/index-page.ts';
import { type IndexOrder } from '../ordered-rows.ts';
import { MAX_PAGE_OF_ROWS } from '../../graph/limits.ts';
import { buildConnection } from '../../graph/paging/paging.ts';
import type { GroupAnalysisParent, LatentFamilyParent } from '../../graph/parents.ts';
import { qualify } from '../pair/publication-note.ts';

/** The families, all or (in)consistent ones, in their own order; null while a matching is missing. Throws `BAD_INPUT`, `BAD_CURSOR`. */
export async function listFamilies(
  analysis: GroupAnalysisParent,
  { consistent, args }: { consistent: boolean | null; args: PageArguments },
) {
  const group = await analysis.loadTied();
  if (group === null) return null;
  const families = buildFamilies(group);
  const all = Array.from({ length: families.count }, (_, f) => f);
  const listed = consistent === null ? all : all.filter((f) => isConsistent(families, f) === consistent);
  const { definition, threshold, strict, aliveOnly } = analysis.criterion;
  const order: IndexOrder = {
    list: [
      'families',
      keyText(analysis.runGroup),
      analysis.measure,
      definition,
      threshold,
      strict,
      aliveOnly,
      consistent,
    ].join(':'),
    indexes: Int32Array.from(listed),
    // positions are the order
    valueOf: () => null,
  };
  const page = buildIndexPage(order, { args, max: MAX_PAGE_OF_ROWS });
  const rows = page.rows.map((f): LatentFamilyParent => ({ families, f, among: analysis.dictionaries }));
  return {
    ...buildConnection({ ...page, rows }, ({ f }) => indexCursor(order, f)),
    statement: qualify(familyStatement, analysis),
    families: families.count,
    conflicts: families.conflicts,
  };
}

/** Whether no dictionary has two latents in family `f`. */
export function isConsistent(families: Families, f: number): boolean {
  return familySize(families, f) === families.dictionaries[f];
}
