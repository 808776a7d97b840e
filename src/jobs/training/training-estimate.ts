/** What a training run takes, said before anything is allocated, and refused where it is more than there is. */
import type { TrainingEstimate, TrainingSettings } from '../../../db/stores/training-settings.ts';
import { countElements, listState } from '../../compute/training/step/state-shape.ts';
import { checkTrainingMemory, estimateTrainingMemory } from '../../compute/training/training-memory.ts';
import { ReseedError } from '../../errors.ts';
import { planOn } from './training-request.ts';

const MEGABYTE = 2 ** 20;
/** Checkpoints of a seed on disk at once: the last two, and the one that is being written. */
const CHECKPOINTS = 3;

/** Memory and disk of the run, by its settings alone. */
export function estimateTraining(settings: TrainingSettings): TrainingEstimate {
  const plan = planOn(settings, settings.provider ?? 'cpu');
  const floats = [...listState(plan).values()].reduce((sum, shape) => sum + countElements(shape), 0);
  return {
    memoryMb: estimateTrainingMemory(plan, settings.seeds.length).totalMb,
    diskMb: Math.ceil((settings.seeds.length * CHECKPOINTS * 4 * floats) / MEGABYTE + estimateShardsMb(settings)),
  };
}

/** Throws `TOO_LARGE_TO_TRAIN` where the run needs more memory than `memoryMb`. */
export function checkMemory(settings: TrainingSettings, memoryMb: number): void {
  const plan = planOn(settings, settings.provider ?? 'cpu');
  checkTrainingMemory(plan, { seeds: settings.seeds.length, memoryMb });
}

/** Room for the activations that the run harvests itself, float32. */
function estimateShardsMb({ activations, space }: TrainingSettings): number {
  return activations.kind === 'MODEL' ? (activations.tokens * space.dIn * 4) / MEGABYTE : 0;
}

/**
 * Throws `TOO_LARGE_TO_TRAIN` where the checkpoints of the run and the activations that it harvests need more disk than `freeMb`, and `usedMb`
 * that it has already. What an external trainer writes is not known.
 */
export function checkDisk(settings: TrainingSettings, { freeMb, usedMb }: { freeMb: number; usedMb: number }): void {
  const diskMb = Math.ceil(settings.trainer === null ? estimateTraining(settings).diskMb : estimateShardsMb(settings));
  if (diskMb <= freeMb + usedMb) return;
  throw new ReseedError(
    'TOO_LARGE_TO_TRAIN',
    `Cannot train "${settings.name}": its files take up to ${diskMb} MB; expected at most ${Math.floor(freeMb + usedMb)} MB, what is free on the disk`,
    { hint: 'Free some room, or set RESEED_TRAINING_DIR to a folder on a larger disk.' },
  );
}
