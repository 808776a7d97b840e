/**
 * Pages: checks of `first`, and rows -> Relay connections.
 */
import { checkRange } from '../../analysis/check-range.ts';

/** `first`, if it is from 1 to `max`. Throws `BAD_INPUT`. */
export function checkFirst(first: number, max: number): number {
  return checkRange('first', first, { min: 1, max });
}

/** One page of a list. */
export interface Page<Row> {
  rows: Row[];
  /** Rows in all pages. */
  total: number;
  hasNext: boolean;
  hasPrevious: boolean;
}

/** A page that a store read forwards from a cursor: rows precede it if one was given, and if not all rows are in it. */
export function buildStorePage<Row>(read: { rows: Row[]; total: number; hasNext: boolean }, after: unknown): Page<Row> {
  return { ...read, hasPrevious: after !== null && read.total > read.rows.length };
}

/** The Relay connection of a page. */
export function buildConnection<Row>(page: Page<Row>, cursorOf: (row: Row, at: number) => string) {
  const edges = page.rows.map((node, at) => ({ cursor: cursorOf(node, at), node }));
  return {
    edges,
    nodes: page.rows,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: page.hasPrevious,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: page.total,
  };
}
