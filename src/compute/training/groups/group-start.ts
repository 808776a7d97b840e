/**
 * Checkpoints of several seeds -> the step from which they go on as one group.
 *
 * Seeds of a group are written one after the other, so a training that was killed leaves some of them one checkpoint behind: the others then
 * go back to the one before. A seed that stopped long before (it diverged) is left for a group of its own.
 */
import { isReseedError } from '../../../errors.ts';
import type { CheckpointIdentity } from '../checkpoints/checkpoint-file.ts';
import { findCheckpoint, makeSeedFolder } from '../checkpoints/checkpoints.ts';
import type { TrainingState } from '../step/training-state.ts';

export interface GroupStart {
  /** Those that go on together. */
  readonly seeds: number[];
  /** Their states, all of one step; null where they begin. */
  readonly states: TrainingState[] | null;
  /** Seeds of other steps. */
  readonly apart: number[];
  /** Seeds whose checkpoints cannot be used or written, and why. */
  readonly refused: { seed: number; error: unknown }[];
  /** Checkpoints that are not whole, as sentences for the log. */
  readonly damaged: string[];
}

/** Looks below `checkpointFolder`, where it makes a folder for each seed. */
export function findStart(
  checkpointFolder: string,
  { seeds, identity }: { seeds: readonly number[]; identity: CheckpointIdentity },
): GroupStart {
  const damaged: string[] = [];
  const refused: GroupStart['refused'] = [];
  const newest = new Map<number, TrainingState | null>();
  for (const seed of seeds) {
    try {
      const found = findCheckpoint(makeSeedFolder(checkpointFolder, seed), identity);
      damaged.push(...found.damaged);
      newest.set(seed, found.state);
    } catch (error) {
      if (!isReseedError(error)) throw error;
      refused.push({ seed, error });
    }
  }
  const stepOf = (state: TrainingState | null) => state?.step ?? 0;
  const step = Math.min(...[...newest.values()].map(stepOf));
  const together: number[] = [];
  const apart: number[] = [];
  const states: TrainingState[] = [];
  for (const [seed, state] of newest) {
    const chosen = stepOf(state) === step ? { state } : findBefore(checkpointFolder, { seed, identity, state, step });
    if (chosen === null) apart.push(seed);
    else together.push(seed);
    if (chosen?.state) states.push(chosen.state);
  }
  return { seeds: together, states: states.length === 0 ? null : states, apart, refused, damaged };
}

/** The state of `seed` at `step`, if that is the one before its newest: its older file, or its first weights where there is none. */
function findBefore(
  checkpointFolder: string,
  of: { seed: number; identity: CheckpointIdentity; state: TrainingState | null; step: number },
): { state: TrainingState | null } | null {
  const { seed, identity, state, step } = of;
  const before = findCheckpoint(makeSeedFolder(checkpointFolder, seed), identity, { below: state?.step });
  if (before.state === null && before.damaged.length > 0) return null;
  return (before.state?.step ?? 0) === step ? { state: before.state } : null;
}
