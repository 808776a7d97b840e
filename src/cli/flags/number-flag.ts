/** Numbers in flags. */
import { ReseedError } from '../../errors.ts';

/** The number of a flag; undefined where it was not given. Throws `BAD_INPUT`. */
export function numberFlag(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && Number.isFinite(value)) return value;
  throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${text}": expected a number.`, {
    hint: `Give ${flag} as digits.`,
  });
}

/** Indexes of a flag such as `3,7,10-19`; undefined where it was not given. Throws `BAD_INPUT`. */
export function indexesFlag(flag: string, text: string | undefined): number[] | undefined {
  return text?.split(',').flatMap((part) => {
    const match = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(part);
    const [from, to] = match === null ? [1, 0] : [Number(match[1]), Number(match[2] ?? match[1])];
    if (from <= to && to - from < MAX_RANGE) return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${part}": expected an index or a range as 0-99.`, {
      hint: `Give ${flag} as for example 3,7,10-19.`,
    });
  });
}

/** Longest range: what the queue takes. */
const MAX_RANGE = 10_000;
