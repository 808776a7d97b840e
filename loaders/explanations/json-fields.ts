/** Fields of a JSON object, checked: a value of the right kind, null for an absent one, or a refusal that names the field. */
import { clip } from '../files/clip.ts';
import type { JsonObject, JsonValue } from '../files/strict-json.ts';
import { MAX_NAME_LENGTH } from '../files/name-length.ts';

/** A field of the wrong kind. Its message says which and what was expected; caught where records are made. */
export class FieldFault extends Error {}

/** Text of a field, cut at `max`; null for an absent, null or empty one. */
export function findText(object: JsonObject, name: string, max = MAX_NAME_LENGTH): string | null {
  const value = object[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new FieldFault(`"${name}" is ${kindOf(value)}; expected text`);
  return value.length > max ? value.slice(0, max).toWellFormed() : value;
}

/** Largest number that is kept: columns hold float32. */
const MAX_NUMBER = 3.4e38;
/** Largest whole number that is kept where nothing says more. */
const MAX_WHOLE = 2 ** 31 - 1;

/** A number that float32 holds; null for an absent or null one. */
export function findNumber(object: JsonObject, name: string): number | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number') throw new FieldFault(`"${name}" is ${kindOf(value)}; expected a number`);
  if (Math.abs(value) > MAX_NUMBER) throw new FieldFault(`"${name}" is ${value}; expected a number that float32 holds`);
  return value;
}

/** A whole number from 0 to `max`; null for an absent or null one. */
export function findWhole(object: JsonObject, name: string, max = MAX_WHOLE): number | null {
  const value = findNumber(object, name);
  if (value === null || (Number.isSafeInteger(value) && value >= 0 && value <= max)) return value;
  throw new FieldFault(`"${name}" is ${value}; expected a whole number from 0 to ${max}`);
}

/** A list of whole numbers from 0; null for an absent, null or empty one. */
export function findWholes(object: JsonObject, name: string): number[] | null {
  const values = findNumbers(object, name);
  if (values === null || values.every((value) => Number.isSafeInteger(value) && value >= 0 && value <= MAX_WHOLE))
    return values;
  throw new FieldFault(`"${name}" holds something that is no whole number`);
}

/** A list of anything; null for an absent or null one. */
export function findList(object: JsonObject, name: string): JsonValue[] | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw new FieldFault(`"${name}" is ${kindOf(value)}; expected a list`);
  return value;
}

/** The index of a latent, written as a number or as digits. */
export function getIndex(object: JsonObject, name: string): number {
  const value = object[name];
  const index = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) return index;
  throw new FieldFault(
    `"${name}" is ${value === undefined ? 'missing' : clip(JSON.stringify(value))}; expected the index of a latent`,
  );
}

/** A list of numbers; null for an absent, null or empty one. */
export function findNumbers(object: JsonObject, name: string): number[] | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  if (
    !Array.isArray(value) ||
    !value.every((part): part is number => typeof part === 'number' && Math.abs(part) <= MAX_NUMBER)
  )
    throw new FieldFault(`"${name}" is ${kindOf(value)}; expected a list of numbers`);
  return value.length === 0 ? null : value;
}

/** A list of texts; null for an absent, null or empty one. */
export function findTexts(object: JsonObject, name: string): string[] | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || !value.every((part) => typeof part === 'string'))
    throw new FieldFault(`"${name}" is ${kindOf(value)}; expected a list of texts`);
  return value.length === 0 ? null : value;
}

/** A moment in ISO 8601; null for an absent or null one. Without a time zone it is UTC. */
export function findDate(object: JsonObject, name: string): Date | null {
  const text = findText(object, name);
  if (text === null) return null;
  const withZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const date = new Date(withZone);
  if (Number.isNaN(date.getTime())) throw new FieldFault(`"${name}" is ${clip(text)}; expected a date`);
  return date;
}

/** Whether a value is an object and not a list. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'a list of other things';
  return value === null ? 'null' : `of type ${typeof value}`;
}
