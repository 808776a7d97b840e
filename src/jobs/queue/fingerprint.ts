/** What work was done with, as a short text: equal for equal input, whoever computes it. */
import { createHash } from 'node:crypto';

/** sha256 of `value` as JSON. Objects in it must be built in a fixed order of fields; {@link sortFields} gives one. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** `value` with the fields of every object in it in alphabetical order. */
export function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortFields);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, part]) => [name, sortFields(part)]));
}
