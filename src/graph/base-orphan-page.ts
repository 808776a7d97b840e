/** `BaseAnalysis.orphans`: one page of what one dictionary found and the others missed. */
import type { MatchedBase } from '../analysis/group/matched-group.ts';
import { comparePlaces, findBaseOrphans } from '../analysis/latents/base-orphans.ts';
import type { GraphContext } from './context.ts';
import type { BaseAnalysisOrphansArgs } from './generated/types.ts';
import { MAX_PAGE_OF_LATENTS } from './limits.ts';
import { formatCursor, parseCursor } from './paging/cursor.ts';
import { buildConnection, checkFirst } from './paging/paging.ts';

/** One page; null while a matching is missing. Throws `BAD_INPUT`, `BAD_CURSOR`. */
export async function readBaseOrphanPage(context: GraphContext, matched: MatchedBase, asked: BaseAnalysisOrphansArgs) {
  const first = checkFirst(asked.first, MAX_PAGE_OF_LATENTS);
  const found = await findBaseOrphans(context, matched, asked);
  if (found === null) return null;
  const { list, places } = found;
  const key = parseCursor(asked.after, { list, shape: ['number', 'number?', 'whole'] as const });
  const last = key && { score: key[0], frequency: key[1], index: key[2] };
  const after = last === null ? 0 : places.filter((place) => comparePlaces(place, last) <= 0).length;
  const rows = places.slice(after, after + first).map(found.rowOf);
  const page = { rows, total: places.length, hasNext: after + first < places.length, hasPrevious: after > 0 };
  return {
    ...buildConnection(page, ({ score, frequency, index }) => formatCursor(list, [score, frequency, index])),
    ...found.facts,
  };
}
