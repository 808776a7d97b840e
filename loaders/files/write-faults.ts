/** Faults of the file system while writing -> `WRITE_REFUSED`; what else was thrown passes. */
import path from 'node:path';
import { ReseedError } from '../../src/errors.ts';
import { clip } from './clip.ts';
import { systemCode } from './import-roots.ts';

/** Runs `write`; `target` is the file or folder that it makes. Throws `WRITE_REFUSED`, and what `write` throws besides. */
export async function refuseWriteFaults<T>(target: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const code = systemCode(error);
    throw new ReseedError(
      'WRITE_REFUSED',
      `Cannot write "${clip(path.basename(target))}": the system says ${code}; expected a place with room`,
      {
        hint:
          code === 'ENOSPC' || code === 'EDQUOT'
            ? 'Make room on the disk, or name another place.'
            : 'Name a place where this user may write.',
        cause: error,
      },
    );
  }
}
