/**
 * Seeds of random generators, whole numbers of up to 64 bits as Python's libraries take them.
 *
 * A seed below 2^53 is a number, a larger one the text of its digits: each seed has one form, so that equal seeds are equal values, and JSON keeps
 * both exactly.
 */
import * as v from 'valibot';

export type Seed = number | string;

const MAX_SEED = 2n ** 64n - 1n;

/** The seed that `value`, a number or digits, means; null if it is none. */
export function parseSeed(value: unknown): Seed | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null;
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value)) return null;
  const exact = BigInt(value);
  if (exact > MAX_SEED) return null;
  return exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : String(exact);
}

/** A field that holds a seed. */
export const seedField = v.pipe(
  v.union([v.number(), v.string()], 'expected a whole number'),
  v.check((value) => parseSeed(value) !== null, 'expected a whole number from 0 to 2^64 - 1'),
  v.transform((value) => parseSeed(value) ?? value),
);
