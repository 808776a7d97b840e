/** A file that is there whole or not at all: written beside its place, forced to disk, then renamed into it. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../../src/errors.ts';

/** Writes the chunks, text as UTF-8, making the folder if need be; a file that was there is replaced at the end. Throws `BAD_INPUT` where the system refuses. */
export async function writeWholeFile(file: string, chunks: Iterable<string | Uint8Array>): Promise<void> {
  const folder = path.dirname(file);
  const part = path.join(folder, `.${path.basename(file)}.${process.pid}.part`);
  try {
    await mkdir(folder, { recursive: true });
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(chunks);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {}); // the folder may be what is missing
    throw isSystemError(error) ? refused(file, error) : error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function refused(file: string, cause: NodeJS.ErrnoException): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot write "${file}": the system says ${cause.code}.`, {
    hint: 'Name a place with --out where this user may write and that has room.',
    cause,
  });
}
