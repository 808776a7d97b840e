/**
 * Pages of an order of latents that is computed as a whole: an index array in, the indexes of one page out.
 *
 * A cursor holds the sort value and the index of its row. The page begins after that place in the order, whether or not that row is still
 * in the list.
 */
import { type CursorPart, formatCursor, parseCursor } from './cursor.ts';
import { checkFirst, type Page } from './paging.ts';

/** Latents in the order of a list, and what they are ordered by. */
export interface IndexOrder {
  /** Name of the list and order; cursors of one do not work in another. */
  readonly list: string;
  /** Sorted: by value, highest first, unknown (null) last; ties by index. */
  readonly indexes: Int32Array;
  /** The value of a latent; null if unknown. Constant for orders by index. */
  valueOf(index: number): number | null;
}

/** What a client asks for. */
export interface PageArguments {
  first: number;
  after?: string | null;
}

/** One page of `order`. Throws `BAD_INPUT` (`first`) and `BAD_CURSOR`. */
export function buildIndexPage(order: IndexOrder, { args, max }: { args: PageArguments; max: number }): Page<number> {
  const first = checkFirst(args.first, max);
  const { indexes } = order;
  const key = parseCursor(args.after, { list: order.list, shape: ['number?', 'number'] as const });
  const start = key === null ? 0 : countUpTo(order, { value: key[0], index: key[1] });
  const rows = Array.from(indexes.subarray(start, start + first));
  return { rows, total: indexes.length, hasNext: start + first < indexes.length, hasPrevious: start > 0 };
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

/** The order of rows: value descending, unknown last, then index ascending. */
export function compareRows(
  a: { value: number | null; index: number },
  b: { value: number | null; index: number },
): number {
  if (a.value !== b.value) {
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return b.value - a.value;
  }
  return a.index - b.index;
}
