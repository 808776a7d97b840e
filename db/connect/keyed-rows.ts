/**
 * Many keys -> the rows of each, in one statement: the keys go as arrays, one per column, become a table `k` with their places in it, and every
 * row comes back to the place of its key.
 */
import { computed, type RowShape, rowOf } from '../schema/row.ts';
import type { Session } from './session.ts';

/** What keys are made of: for every column its SQL type, and its value. */
export interface KeyColumns<Key> {
  readonly [column: string]: readonly [type: string, value: (key: Key) => unknown];
}

/** `unnest($1::bigint[], $2::int[])`: keys as rows. Its first parameter is `$<first>`. */
export function unnest<Key>(by: KeyColumns<Key>, first = 1): string {
  return `unnest(${Object.values(by)
    .map(([type], i) => `$${first + i}::${type}[]`)
    .join(', ')})`;
}

/** `"space_id", "id"`. */
export function nameColumns<Key>(by: KeyColumns<Key>): string {
  return Object.keys(by)
    .map((name) => `"${name}"`)
    .join(', ');
}

/** The parameters of {@link unnest}. */
export function keyValues<Key>(by: KeyColumns<Key>, keys: readonly Key[]): unknown[][] {
  return Object.values(by).map(([, value]) => keys.map(value));
}

/** `unnest(...) with ordinality as k (...)`: keys as a table `k` whose column `at` counts them from 1. */
export function keysInOrder<Key>(by: KeyColumns<Key>, first = 1): string {
  return `${unnest(by, first)} with ordinality as k (${nameColumns(by)}, at)`;
}

/** How rows are found by their keys. */
export interface KeyedStatement<Row, Key> {
  by: KeyColumns<Key>;
  row: RowShape<Row>;
  /** What follows the keys, which are `k`: joins, conditions, grouping. Parameters count on from the columns of the key. */
  from: string;
  values?: readonly unknown[];
}

/** The row of each key, null where there is none. `best`: the order that says which, if a key may have several. */
export async function findEach<Row extends object, Key>(
  s: Session,
  keys: readonly Key[],
  statement: KeyedStatement<Row, Key> & { best?: string },
): Promise<(Row | null)[]> {
  const found: (Row | null)[] = keys.map(() => null);
  const { best } = statement;
  const rows = await readKeyed(s, keys, {
    ...statement,
    distinct: best === undefined ? '' : 'distinct on (k.at)',
    order: best === undefined ? '' : `order by k.at, ${best}`,
  });
  for (const { at, row } of rows) found[at - 1] = row;
  return found;
}

/** The rows of each key, in this order. */
export async function listEach<Row extends object, Key>(
  s: Session,
  keys: readonly Key[],
  statement: KeyedStatement<Row, Key> & { order: string },
): Promise<Row[][]> {
  const found: Row[][] = keys.map(() => []);
  const rows = await readKeyed(s, keys, { ...statement, distinct: '', order: `order by k.at, ${statement.order}` });
  for (const { at, row } of rows) found[at - 1].push(row);
  return found;
}

async function readKeyed<Row extends object, Key>(
  s: Session,
  keys: readonly Key[],
  statement: KeyedStatement<Row, Key> & { distinct: string; order: string },
): Promise<{ at: number; row: Row }[]> {
  const { by, row, from, distinct, order } = statement;
  const placed = rowOf<Row & { at: number }>({ ...row.columns, at: computed('k.at::int', 'integer') } as never);
  const rows = await s.read(placed, `select ${distinct} ${placed.list} from ${keysInOrder(by)} ${from} ${order}`, [
    ...keyValues(by, keys),
    ...(statement.values ?? []),
  ]);
  return rows.map(({ at, ...rest }) => ({ at, row: rest as unknown as Row }));
}
