/** How often a training writes checkpoints, and when an attempt has got further for good. */
import type { TrainingPlan } from '../../compute/training/options/training-plan.ts';

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

/**
 * A function that takes the seed of each checkpoint that was written, and says true once: when every seed is beyond the step at which it continued,
 * or had ended there.
 */
export function findAdvance(of: {
  /** Steps done by seed; complete when the first checkpoint is written. */
  resumed: ReadonlyMap<number, number>;
  steps: number;
}): (seed: number) => boolean {
  const { resumed, steps } = of;
  const written = new Set<number>();
  let told = false;
  return (seed) => {
    written.add(seed);
    if (told || [...resumed].some(([one, step]) => step < steps && !written.has(one))) return false;
    told = true;
    return true;
  };
}
