/**
 * One regular file -> {@link ByteSource}, by positional reads.
 *
 * The file is opened by its real path and must still be there after opening, so that a link put in its place between check and use is
 * noticed. Size and modification time are compared after every read: bytes of two versions of a file are never mixed.
 */
import { constants, fstatSync, type BigIntStats } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { notFound, outside, resolveBelow, type RootedPath, systemCode } from './import-roots.ts';
import { clip } from './clip.ts';

/** Opens the file at `place`; `name` is how messages call it. Throws `SOURCE_NOT_FOUND`, `PATH_OUTSIDE_ROOTS`. The caller closes it. */
export async function openFileSource(place: RootedPath, name: string): Promise<ByteSource> {
  const realPath = await resolveBelow(place, 'REFUSE');
  const shown = place.components.join('/');
  let handle: FileHandle;
  try {
    // Not through a link in the last component, and without waiting for the writer of a pipe.
    handle = await open(realPath, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ELOOP') throw outside(shown);
    throw notFound(shown, code === 'EACCES' || code === 'EPERM' ? 'it may not be read' : 'it cannot be opened');
  }
  try {
    const opened = await handle.stat({ bigint: true });
    if (!opened.isFile()) throw notFound(shown, 'it is not a regular file');
    await assertStillThere({ place, realPath, opened });
    return new FileSource({ handle, name, opened });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The path must lead to the file that was opened: a folder on the way may have become a link meanwhile. */
async function assertStillThere(file: { place: RootedPath; realPath: string; opened: BigIntStats }): Promise<void> {
  const again = await resolveBelow(file.place, 'REFUSE');
  const there = await lstat(again, { bigint: true });
  if (again !== file.realPath || there.ino !== file.opened.ino || there.dev !== file.opened.dev)
    throw outside(file.place.components.join('/'));
}

class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #modified: bigint;

  constructor(file: { handle: FileHandle; name: string; opened: BigIntStats }) {
    this.name = file.name;
    this.size = Number(file.opened.size);
    this.#handle = file.handle;
    this.#modified = file.opened.mtimeNs;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset < 0 || length < 0 || offset + length > this.size) {
      throw new RangeError(`Bytes ${offset} to ${offset + length} are outside "${this.name}" of ${this.size} bytes`);
    }
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw this.#changed();
      done += bytesRead;
    }
    // Synchronous: the inode is in memory, and a trip through the thread pool would cost as much as the read.
    const now = fstatSync(this.#handle.fd, { bigint: true });
    if (now.mtimeNs !== this.#modified || Number(now.size) !== this.size) throw this.#changed();
    return bytes;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #changed(): ReseedError {
    return new ReseedError(
      'SOURCE_CHANGED',
      `Cannot read "${clip(this.name)}": it changed while it was read; expected a file at rest`,
      {
        hint: 'Import it again when nothing writes to it.',
      },
    );
  }
}
