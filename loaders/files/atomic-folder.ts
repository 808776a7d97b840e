/**
 * A folder that is there whole or not at all: filled under another name, forced to disk, then renamed into it.
 *
 * A process that dies leaves a folder `.<name>.<id>.part`, which nothing reads.
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../../src/errors.ts';
import { temporaryName } from './atomic-file.ts';
import { clip } from './clip.ts';
import { systemCode } from './import-roots.ts';
import { refuseWriteFaults } from './write-faults.ts';

/**
 * Makes the folder `target` from what `fill` writes into the empty folder that it is given, making the folders above it if need be. Files of
 * `fill` are forced to disk here. `replace`: a folder that is there already gives way at the end; otherwise it is refused with `PLACE_TAKEN`
 * before anything is written. Throws `WRITE_REFUSED` and what `fill` throws; then nothing is left.
 */
export async function writeFolderAtomically(
  target: string,
  { replace, fill }: { replace: boolean; fill: (folder: string) => Promise<void> },
): Promise<void> {
  if (!replace && (await exists(target))) throw taken(target);
  const part = temporaryName(target, 'part');
  await refuseWriteFaults(target, async () => {
    await mkdir(part, { recursive: true });
    try {
      await fill(part);
      for (const name of await readdir(part)) await syncAt(path.join(part, name));
      await syncAt(part);
      const old = replace && (await exists(target)) ? temporaryName(target, 'old') : null;
      if (old !== null) await rename(target, old);
      try {
        await moveInto(part, target);
      } catch (error) {
        if (old !== null) await rename(old, target).catch(() => {}); // what was there comes back, unless something else has come
        throw error;
      }
      if (old !== null) await rm(old, { recursive: true, force: true });
      await syncAt(path.dirname(target));
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      throw error;
    }
  });
}

async function moveInto(part: string, target: string): Promise<void> {
  try {
    await rename(part, target);
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error))) throw taken(target);
    throw error;
  }
}

async function syncAt(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(target: string): Promise<boolean> {
  return stat(target).then(
    () => true,
    () => false,
  );
}

function taken(target: string): ReseedError {
  return new ReseedError(
    'PLACE_TAKEN',
    `Cannot write "${clip(path.basename(target))}": something else is there already; expected a free place`,
    { hint: 'Remove or rename what is there, or name another place.' },
  );
}
