/**
 * Where an attempt keeps its checkpoints: `<training folder>/<fingerprint>/<job>-<attempt>`, its own. What earlier attempts left is taken over by
 * links and their folders are removed: a worker that was paused and wakes cannot write, for nothing below is ever made again.
 */
import { copyFile, link, mkdir, readdir, rm, rmdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST, PARTIAL_MANIFEST } from '../../../loaders/activations/activation-manifest.ts';

/** Describe activations that the run has harvested; each is written whole. */
const MANIFESTS = [MANIFEST, PARTIAL_MANIFEST];

export interface RunFolder {
  /** This attempt's checkpoints, and what else it keeps. */
  readonly checkpoints: string;
  /** Removes everything of the attempt, which is all there is of the run unless another attempt has taken it over. */
  remove(): Promise<void>;
}

/**
 * Makes the folder of an attempt, with the whole checkpoints of all others, and removes theirs. Call it in a fenced transaction: an attempt that
 * has been taken over would take everything back.
 */
export async function openRunFolder(of: {
  trainingDir: string;
  fingerprint: string;
  jobId: string;
  attempt: number;
}): Promise<RunFolder> {
  const all = path.join(of.trainingDir, of.fingerprint);
  const own = `${of.jobId}-${of.attempt}`;
  const checkpoints = path.join(all, own);
  await mkdir(checkpoints, { recursive: true, mode: 0o700 });
  const others = (await readdir(all)).filter((name) => name !== own);
  for (const name of others) {
    await adopt(path.join(all, name), checkpoints);
    await rm(path.join(all, name), { recursive: true, force: true });
  }
  return {
    checkpoints,
    async remove() {
      await rm(checkpoints, { recursive: true, force: true });
      await rmdir(all).catch((error: unknown) => {
        if (!isCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
      });
    },
  };
}

/** Free room below `folder`, in MB. */
export async function findFreeMb(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / 2 ** 20;
}

/** Bytes of all files below `folder`, in MB. */
export async function findUsedMb(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
}

/** Links every whole checkpoint of `from` into `to`; what is there already, or goes away meanwhile, is skipped. */
async function adopt(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    if (!entry.name.endsWith('.safetensors') && !MANIFESTS.includes(entry.name)) continue; // a file that is being written has another name
    const source = path.join(entry.parentPath, entry.name);
    const target = path.join(to, path.relative(from, source));
    await mkdir(path.dirname(target), { recursive: true });
    try {
      await link(source, target).catch((error: unknown) => {
        // a file system without links
        if (isCode(error, 'EPERM', 'ENOTSUP', 'EXDEV', 'EMLINK')) return copyFile(source, target);
        throw error;
      });
    } catch (error) {
      if (!isCode(error, 'EEXIST', 'ENOENT')) throw error;
    }
  }
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
