/**
 * The rows that a statement gives: for every name its SQL and the type of its values. The SELECT list is made from it, the TypeScript type of a
 * row is held against it by the compiler, and where rows are checked (`connect/row-check.ts`) so is every row that the database sends.
 */
import { type GetColumnData, getTableColumns } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import * as v from 'valibot';

declare const jsonBrand: unique symbol;
/** The type of a JSON column: SQL knows nothing of what is in it. No value has it. */
interface Json {
  [jsonBrand]: never;
}

/** One column of a row: an SQL expression, and what its values are in JavaScript. */
export interface Column<T> {
  readonly sql: string;
  readonly values: v.GenericSchema;
  readonly nullable: boolean;
  /** Only for the compiler. */
  readonly type?: T;
}

const wholeNumber = v.pipe(v.number(), v.safeInteger());
const anyNumber = v.union([v.number(), v.nan()]);

/** What node-postgres makes of each SQL type. */
const VALUES = {
  smallint: wholeNumber,
  integer: wholeNumber,
  bigint: wholeNumber,
  'numeric(20)': v.union([wholeNumber, v.string()]),
  real: anyNumber,
  'double precision': anyNumber,
  boolean: v.boolean(),
  text: v.string(),
  uuid: v.string(),
  'timestamp with time zone': v.date(),
  bytea: v.instance(Buffer),
  jsonb: v.unknown(),
} as const;
type SqlType = keyof typeof VALUES;
type ValueOf<Type extends SqlType> = Type extends 'jsonb' ? Json : v.InferOutput<(typeof VALUES)[Type]>;

/** The type of a column that may hold a field of type `Field`: literals count as their base type, objects as JSON. */
type ColumnType<Field> = unknown extends Field
  ? Json
  : Field extends null
    ? null
    : Field extends string
      ? string
      : Field extends number
        ? number
        : Field extends boolean
          ? boolean
          : Field extends Date
            ? Date
            : Field extends Buffer
              ? Buffer
              : Field extends readonly (infer Item)[]
                ? ColumnType<Item>[] | Json
                : Json;

type Known<Data> = unknown extends Data ? Json : Data;

/** The columns of a row of type `Row`, one per field. A column that may be null needs a field that may be null. */
export type Columns<Row> = { readonly [Name in keyof Row]-?: Column<ColumnType<Row[Name]>> };

/** What a statement's rows are. */
export interface RowShape<Row> {
  readonly columns: Columns<Row>;
  /** For `select` and `returning`: `d."n_latents" as "nLatents", ...`. */
  readonly list: string;
}

/** Rows of type `Row`, made of these columns. */
export function rowOf<Row>(columns: Columns<Row>): RowShape<Row> {
  const entries = Object.entries<Column<unknown>>(columns);
  return { columns, list: entries.map(([name, { sql }]) => `${sql} as "${name}"`).join(', ') };
}

/** The column of a table whose alias in the statement is `alias`. */
export function column<C extends PgColumn>(of: C, alias: string): Column<Known<GetColumnData<C>>> {
  return { sql: `${alias}."${of.name}"`, values: valuesOf(of.getSQLType()), nullable: !of.notNull };
}

/** Columns of a table under the names of the schema. */
export function columns<T extends PgTable, Name extends keyof T['_']['columns'] & string>(
  table: T,
  alias: string,
  names: readonly Name[],
): { [N in Name]: Column<Known<GetColumnData<T['_']['columns'][N]>>> } {
  const all = getTableColumns(table) as Record<string, PgColumn>;
  return Object.fromEntries(names.map((name) => [name, column(all[name], alias)])) as never;
}

/** An expression of this type that is never null. */
export function computed<Type extends SqlType>(sql: string, type: Type): Column<ValueOf<Type>> {
  return { sql, values: VALUES[type], nullable: false };
}

/** The column where it may be null although its table says otherwise: behind an outer join. */
export function optional<T>(of: Column<T>): Column<T | null> {
  return { ...of, nullable: true };
}

/** Every column, as {@link optional}. */
export function optionalAll<C extends Record<string, Column<unknown>>>(
  of: C,
): { [Name in keyof C]: C[Name] extends Column<infer T> ? Column<T | null> : never } {
  return Object.fromEntries(Object.entries(of).map(([name, each]) => [name, optional(each)])) as never;
}

/** The column where the statement sees to it that it is not null. */
export function required<T>(of: Column<T>): Column<NonNullable<T>> {
  return { ...of, nullable: false } as Column<NonNullable<T>>;
}

/** How many rows a statement finds. */
export const TOTAL = rowOf<{ total: number }>({ total: computed('count(*)::int', 'integer') });

function valuesOf(sqlType: string): v.GenericSchema {
  if (sqlType.endsWith('[]')) return v.array(valuesOf(sqlType.slice(0, -2)));
  const values = (VALUES as Record<string, v.GenericSchema>)[sqlType];
  if (values === undefined) throw new TypeError(`no statement reads columns of type ${sqlType}`);
  return values;
}
