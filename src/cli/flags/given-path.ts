/** A path as it was typed -> where that file or folder really is. */
import { realpath } from 'node:fs/promises';
import { ReseedError } from '../../errors.ts';

/** `to`: what was to be done with it. Throws `SOURCE_NOT_FOUND`. */
export async function resolveGivenPath(
  given: string,
  { to = 'import', hint = 'Check the path.' }: { to?: 'import' | 'read'; hint?: string } = {},
): Promise<string> {
  try {
    return await realpath(given);
  } catch (cause) {
    throw new ReseedError('SOURCE_NOT_FOUND', `Cannot ${to} "${given}": there is no such file or folder.`, {
      hint,
      cause,
    });
  }
}
