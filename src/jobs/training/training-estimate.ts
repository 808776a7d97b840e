/** What a training run takes, said before anything is allocated, and refused where it is more than there is. */
import type { TrainingEstimate, TrainingSettings } from '../../../db/training-settings.ts';
import { countElements, listState } from '../../compute/training/state-shape.ts';
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
    diskMb: Math.ceil((settings.seeds.length * CHECKPOINTS * 4 * floats) / MEGABYTE),
  };
}

/** Throws `TOO_LARGE_TO_TRAIN` where the run needs more memory than `memoryMb`. */
export function checkMemory(settings: TrainingSettings, memoryMb: number): void {
  const plan = planOn(settings, settings.provider ?? 'cpu');
  checkTrainingMemory(plan, { seeds: settings.seeds.length, memoryMb });
}

/** Throws `TOO_LARGE_TO_TRAIN` where the checkpoints of the run need more than `freeMb` of disk. */
export function checkDisk(settings: TrainingSettings, freeMb: number): void {
  const { diskMb } = estimateTraining(settings);
  if (diskMb <= freeMb) return;
  throw new ReseedError(
    'TOO_LARGE_TO_TRAIN',
    `Cannot train "${settings.name}": its checkpoints take up to ${diskMb} MB; expected at most ${Math.floor(freeMb)} MB, what is free on the disk`,
    { hint: 'Free some room, or set RESEED_TRAINING_DIR to a folder on a larger disk.' },
  );
}
