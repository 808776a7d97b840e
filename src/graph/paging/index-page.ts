/**
 * Pages of an order of latents that is computed as a whole: an index array in, the indexes of one page out.
 *
 * A cursor holds the sort value and the index of its row. The page begins after that place in the order, whether or not that row is still
 * in the list.
 */
import { compareRows, type IndexOrder, type OrderedRows } from '../../analysis/ordered-rows.ts';
import { type CursorPart, formatCursor, parseCursor } from './cursor.ts';
import { buildConnection, checkFirst, type Page } from './paging.ts';

/** What a client asks for. */
export interface PageArguments {
  first: number;
  after?: string | null;
}

/** One page of `order`. Throws `BAD_INPUT` (`first`) and `BAD_CURSOR`. */
export function buildIndexPage(order: IndexOrder, { args, max }: { args: PageArguments; max: number }): Page<number> {
  const first = checkFirst(args.first, max);
  const { indexes } = order;
  const key = parseCursor(args.after, { list: order.list, shape: ['number?', 'whole'] as const });
  const start = key === null ? 0 : countUpTo(order, { value: key[0], index: key[1] });
  const rows = Array.from(indexes.subarray(start, start + first));
  return { rows, total: indexes.length, hasNext: start + first < indexes.length, hasPrevious: start > 0 };
}

/** One page of a list as a connection. Throws as {@link buildIndexPage}. */
export function connectRows<Row>(list: OrderedRows<Row>, asked: { args: PageArguments; max: number }) {
  const page = buildIndexPage(list, asked);
  return buildConnection({ ...page, rows: page.rows.map(list.rowOf) }, (_row, at) => indexCursor(list, page.rows[at]));
}

/** The cursor of the row `index` in `order`. */
export function indexCursor(order: IndexOrder, index: number): string {
  const key: CursorPart[] = [order.valueOf(index), index];
  return formatCursor(order.list, key);
}

/** How many rows stand at or before a place: the order is total, so a binary search finds it. */
function countUpTo(order: IndexOrder, place: { value: number | null; index: number }): number {
  let low = 0;
  let high = order.indexes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const index = order.indexes[middle];
    if (compareRows({ value: order.valueOf(index), index }, place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
