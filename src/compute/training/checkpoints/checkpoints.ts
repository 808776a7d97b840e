/**
 * The checkpoints of one seed: one folder, a file per step, the last two kept.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type CheckpointIdentity, readCheckpointFile, refuseWriting, writeCheckpointFile } from './checkpoint-file.ts';
import type { TrainingState } from '../step/training-state.ts';

/** One to continue from, and one before it should that one turn out damaged. */
const KEPT = 2;
/** Digits of a step in a file's name, so that names sort as steps do. */
const STEP_DIGITS = 9;
const NAME = /^step-(\d+)\.safetensors$/;

export interface FoundCheckpoint {
  /** The newest state that is whole, or null. */
  state: TrainingState | null;
  /** Newer files that were not, as sentences for the log. */
  damaged: string[];
}

/** Where the checkpoints of `seed` are. */
export function seedFolder(folder: string, seed: number): string {
  return path.join(folder, `seed-${seed}`);
}

/** Makes the folder of `seed` where it is not there. `folder` itself must be: see {@link writeCheckpointFile}. Throws `WRITE_REFUSED`. */
export function makeSeedFolder(folder: string, seed: number): string {
  const own = seedFolder(folder, seed);
  try {
    fs.mkdirSync(own);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw refuseWriting(own, error);
  }
  return own;
}

/** Writes `state` into `folder` and removes all but the last two. Throws `WRITE_REFUSED`; older ones then stay. */
export function writeCheckpoint(folder: string, content: CheckpointIdentity & { state: TrainingState }): void {
  const name = `step-${String(content.state.step).padStart(STEP_DIGITS, '0')}.safetensors`;
  writeCheckpointFile(path.join(folder, name), content);
  for (const old of listCheckpoints(folder).slice(KEPT)) fs.rmSync(path.join(folder, old), { force: true });
}

/**
 * The newest whole checkpoint in `folder`, of a step below `below` where that is given. Throws `CHECKPOINT_MISMATCH` if that is of another
 * training.
 */
export function findCheckpoint(
  folder: string,
  identity: CheckpointIdentity,
  { below = Number.POSITIVE_INFINITY }: { below?: number } = {},
): FoundCheckpoint {
  const damaged: string[] = [];
  for (const name of listCheckpoints(folder)) {
    if (Number(NAME.exec(name)?.[1]) >= below) continue;
    const found = readCheckpointFile(path.join(folder, name), identity);
    if (typeof found !== 'string') return { state: found, damaged };
    damaged.push(`checkpoint ${path.basename(folder)}/${name} is skipped: ${found}`);
  }
  return { state: null, damaged };
}

/** Names of the whole files, newest first. A file that was being written has another name. */
function listCheckpoints(folder: string): string[] {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .toReversed();
}
