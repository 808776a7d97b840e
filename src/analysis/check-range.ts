/** The check of a number that somebody asks with. */
import { ReseedError } from '../errors.ts';

/** `value`, if it is from `min` to `max`. Throws `BAD_INPUT`. */
export function checkRange(name: string, value: number, { min, max }: { min: number; max: number }): number {
  if (value >= min && value <= max) return value;
  throw new ReseedError('BAD_INPUT', `Cannot use ${name} "${value}": expected ${min} to ${max}`, {
    hint: `Ask for ${min} to ${max}.`,
  });
}
