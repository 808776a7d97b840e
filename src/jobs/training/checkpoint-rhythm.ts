/** How often a training writes checkpoints, and when an attempt has got further for good. */
import type { SeedProgress } from '../../compute/training/train-seeds.ts';
import type { TrainingPlan } from '../../compute/training/training-plan.ts';

/** Multiplications per second of one core in a dense step, roughly: sparse steps are faster. */
const CORE_WORK = 1e11;
/** What a killed run may lose. */
const SECONDS_BETWEEN = 30;
/** A short run has this many checkpoints. */
const AT_LEAST = 10;

/** Steps between checkpoints. It depends on the plan alone. */
export function chooseCheckpointEvery({ batchSize, nLatents, dIn, steps }: TrainingPlan): number {
  const secondsPerStep = (5 * batchSize * nLatents * dIn) / CORE_WORK;
  return Math.max(1, Math.min(Math.ceil(SECONDS_BETWEEN / secondsPerStep), Math.ceil(steps / AT_LEAST)));
}

/** A function that says true once: when every seed has written a checkpoint beyond the step at which it went on. */
export function findAdvance(of: {
  resumed: ReadonlyMap<number, number>;
  checkpointEvery: number;
  steps: number;
}): (progress: SeedProgress) => boolean {
  const { resumed, checkpointEvery, steps } = of;
  const written = new Set<number>();
  let told = false;
  return ({ seed, step, metrics }) => {
    const from = resumed.get(seed) ?? 0;
    const passed = Math.floor(step / checkpointEvery) > Math.floor(from / checkpointEvery) || step === steps;
    if (metrics.length > 0 && passed) written.add(seed);
    if (told || written.size < resumed.size) return false;
    told = true;
    return true;
  };
}
