/**
 * The rows that a statement gave and what they were declared to be -> a `TypeError` where the two differ. On where the environment has
 * RESEED_CHECK_ROWS=1, as all tests have it, with their threads and child processes; else nothing is looked at.
 */
import type { FieldDef } from 'pg';
import * as v from 'valibot';
import type { Column, RowShape } from '../schema/row.ts';

const enabled = process.env.RESEED_CHECK_ROWS === '1';

/** The rows of `result`, held against `shape`. Names are compared even where there is no row. */
export function checkRows<Row>(
  shape: RowShape<Row>,
  result: { fields: readonly Pick<FieldDef, 'name'>[]; rows: unknown[] },
): Row[] {
  if (enabled) {
    const columns = shape.columns as Readonly<Record<string, Column<unknown>>>;
    checkNames(
      Object.keys(columns),
      result.fields.map(({ name }) => name),
    );
    for (const row of result.rows as Record<string, unknown>[])
      for (const [name, column] of Object.entries(columns)) checkValue(row[name], { name, column });
  }
  return result.rows as Row[];
}

function checkNames(declared: readonly string[], given: readonly string[]): void {
  const same = declared.length === given.length && declared.every((name) => given.includes(name));
  if (same) return;
  throw new TypeError(`a statement gives rows of (${given.join(', ')}); expected (${declared.join(', ')})`);
}

function checkValue(value: unknown, of: { name: string; column: Column<unknown> }): void {
  if (value === null ? of.column.nullable : v.is(of.column.values, value)) return;
  const type = of.column.values.expects ?? of.column.values.type;
  throw new TypeError(
    `a statement gives ${JSON.stringify(value)} for "${of.name}" (${of.column.sql}); expected ${type}${of.column.nullable ? ' or null' : ''}`,
  );
}
