/** A file that is there whole or not at all: written under another name in its folder, forced to disk, then renamed. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { refuseWriteFaults } from './write-faults.ts';

/** A name in the folder of `target` that nobody reads and no two writers share: `.<name>.<id>.<kind>`. */
export function temporaryName(target: string, kind: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.${kind}`);
}

/**
 * Writes the chunks, text as UTF-8; a file that was there is replaced at the end. `makeFolder`: the folders above it are made if need be. `part`:
 * what it is called until then, if what a process that died leaves is to be found by its name. Throws `WRITE_REFUSED` and what `chunks` throws;
 * then nothing is left.
 */
export async function writeFileAtomically(
  file: string,
  chunks: Iterable<string | Uint8Array>,
  options: { makeFolder?: boolean; part?: string; mode?: number } = {},
): Promise<void> {
  const part = options.part ?? temporaryName(file, 'part');
  await refuseWriteFaults(file, async () => {
    if (options.makeFolder) await mkdir(path.dirname(file), { recursive: true });
    try {
      const handle = await open(part, 'w', options.mode);
      try {
        await handle.writeFile(chunks);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true }).catch(() => {}); // the folder may be what is missing
      throw error;
    }
  });
}
