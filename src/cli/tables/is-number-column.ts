/** Whether a table's column is read as numbers, and so is set to the right. */
export function isNumberColumn(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.every((row) => /^([-+]?\d[\d.]*(e[-+]?\d+)?|\.|\d+\/\d+)$/.test(row[column]));
}
