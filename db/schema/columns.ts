/**
 * A table of the schema -> the SELECT list that gives its rows the names of the schema: `d."n_latents" as "nLatents", ...`.
 */
import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** SELECT list of `names` (schema names) of `table`, whose alias in the query is `alias`. */
export function selectList<T extends PgTable>(
  table: T,
  { alias, names }: { alias: string; names: readonly (keyof T['_']['columns'] & string)[] },
): string {
  const columns = getTableColumns(table) as Record<string, { name: string }>;
  return names.map((name) => `${alias}."${columns[name].name}" as "${name}"`).join(', ');
}
