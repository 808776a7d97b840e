/** A flag that takes a seed. */
import { parseSeed, type Seed } from '../../../loaders/checkpoints/seed.ts';
import { ReseedError } from '../../errors.ts';

/** The seed that `text` means. Throws `BAD_INPUT` that names the flag. */
export function takeSeed(flag: string, text: string): Seed {
  const seed = parseSeed(text);
  if (seed !== null) return seed;
  throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${text}": expected a whole number from 0 to 2^64 - 1.`, {
    hint: `Give ${flag} as digits.`,
  });
}
