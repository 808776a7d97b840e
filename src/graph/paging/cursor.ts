/**
 * Cursors: where one row stands in the order of one list, as JSON in base64url. They hold the row's sort key and not its number, so that
 * rows that come or go before it neither repeat nor hide others.
 */
import { ReseedError } from '../../errors.ts';

/** One part of a sort key. Null where the sorted value is unknown. */
export type CursorPart = number | string | null;

/** The type of one part: a count or an id (whole, from 0), any number, one that may be unknown, text, the id of a job. */
type PartType = 'whole' | 'number' | 'number?' | 'string' | 'uuid';

/** Longer than any cursor that is given out. */
const MAX_CURSOR_LENGTH = 500;

/** The cursor of the row with sort key `key` in the list `list` (its name and, where there are several, its order). */
export function formatCursor(list: string, key: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/**
 * The sort key in `cursor`, or null for no cursor. Throws `BAD_CURSOR` unless it was given out for `list` and its parts have the types
 * in `shape`.
 */
export function parseCursor<Shape extends readonly PartType[]>(
  cursor: string | null | undefined,
  expected: { list: string; shape: Shape },
): { [I in keyof Shape]: PartOf<Shape[I]> } | null {
  if (cursor === null || cursor === undefined) return null;
  const key = cursor.length <= MAX_CURSOR_LENGTH ? parseText(cursor) : null;
  const fits =
    key !== null &&
    key[0] === expected.list &&
    key.length === expected.shape.length + 1 &&
    expected.shape.every((type, i) => isOf(type, key[i + 1])) &&
    formatCursor(expected.list, key.slice(1) as CursorPart[]) === cursor;
  if (!fits) {
    throw new ReseedError('BAD_CURSOR', 'Cannot read on after this cursor: it is not a cursor of this list and order', {
      hint: 'Pass `pageInfo.endCursor` of the page before, with the same arguments except `first` and `after`.',
    });
  }
  return key.slice(1) as { [I in keyof Shape]: PartOf<Shape[I]> };
}

type PartOf<Type> = Type extends 'whole' | 'number' ? number : Type extends 'number?' ? number | null : string;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isOf(type: PartType, part: unknown): boolean {
  if (typeof part === 'string') return type === 'string' || (type === 'uuid' && UUID.test(part));
  if (typeof part !== 'number') return type === 'number?' && part === null;
  return type === 'whole' ? Number.isSafeInteger(part) && part >= 0 : type !== 'string' && type !== 'uuid';
}

function parseText(cursor: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
