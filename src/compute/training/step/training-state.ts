/** What a training is between two steps, and how one is told that has gone astray. */
import { ReseedError } from '../../../errors.ts';
import type { StepMetrics } from './step-metrics.ts';

/** Everything that, with the plan and the coming batches, determines the coming steps. */
export interface TrainingState {
  seed: number;
  /** Steps done. */
  step: number;
  /** The tensors of `listState`. */
  tensors: ReadonlyMap<string, Float32Array>;
}

/** The failure `TRAINING_DIVERGED` of the first step whose loss is not finite, or null. */
export function findDivergence(seed: number, metrics: readonly StepMetrics[]): ReseedError | null {
  const bad = metrics.find(({ fvu }) => !Number.isFinite(fvu));
  return bad === undefined ? null : diverged({ seed, step: bad.step, what: 'the loss', value: bad.fvu });
}

/** Throws `TRAINING_DIVERGED` if a number of `state` is not finite: the last update's damage, which no loss has shown yet. */
export function assertFinite({ seed, step, tensors }: TrainingState): void {
  for (const [name, values] of tensors) {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw diverged({ seed, step, what: `"${name}"`, value: bad });
  }
}

function diverged(at: { seed: number; step: number; what: string; value: number }): ReseedError {
  return new ReseedError(
    'TRAINING_DIVERGED',
    `Cannot train "seed ${at.seed}": after step ${at.step} ${at.what} is ${at.value}; expected finite numbers`,
    {
      hint: 'Lower the learning rate or lengthen its warm-up, and look for activations that are all equal or not finite.',
    },
  );
}
