/** A file with a text that is read whole. In: its name as a person typed it. Out: the text. */
import { readFile, stat } from 'node:fs/promises';
import { ReseedError } from '../../errors.ts';
import { resolveGivenPath } from './given-path.ts';

/** Bytes of a text that one answer can be about: many times what 4,096 tokens hold. */
const MAX_TEXT_BYTES = 4 * 2 ** 20;

/** Throws `BAD_INPUT` for a file that is too large, and as `resolveGivenPath`. */
export async function readGivenText(file: string): Promise<string> {
  const real = await resolveGivenPath(file, { to: 'read' });
  const { size } = await stat(real);
  if (size > MAX_TEXT_BYTES)
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot read "${file}": it has ${size} bytes; expected at most ${MAX_TEXT_BYTES}`,
      { hint: 'Give a part of the text.' },
    );
  return readFile(real, 'utf8');
}
