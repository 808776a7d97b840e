/** The key of every large thing: the space it lies in, and its number there. Rows of one space can be moved to one machine. */
export interface Key {
  spaceId: number;
  id: number;
}

/** The two columns of `keys`, as parameters of `unnest($1::bigint[], $2::bigint[])`. */
export function keyColumns(keys: readonly Key[]): [number[], number[]] {
  return [keys.map((key) => key.spaceId), keys.map((key) => key.id)];
}

/** One page of an ordered list. */
export interface Page<Row> {
  rows: Row[];
  /** Rows in all pages. */
  total: number;
  hasNext: boolean;
}

/** The page that `rows`, read with a limit of `first` + 1, stand for. */
export function buildPage<Row>(rows: Row[], { first, total }: { first: number; total: number }): Page<Row> {
  return { rows: rows.slice(0, first), total, hasNext: rows.length > first };
}
