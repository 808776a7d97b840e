/**
 * Batches on their way to the seeds' threads: a ring of slots in shared memory, each holding the batches of one run.
 *
 * In: batches in order. Out: slots that every thread reads in place. A slot is filled again only when every seed has used it, which is
 * what holds the source back.
 */
import { ReseedError } from '../../errors.ts';
import type { TrainingPlan } from './options/training-plan.ts';
import { unlessAborted } from './unless-aborted.ts';

/** One slot being filled, one or two being used: seeds need not go in step. */
export const BATCH_SLOTS = 3;
/** Multiplications in one run: about half a second of one core, so that a cancelled run ends soon. */
const RUN_WORK = 5e10;
/** The same for CUDA, where every run moves the state to the device and back: about half a second of a card, which hides that journey. */
const CUDA_RUN_WORK = 5e12;
/** Floats of one run's batches at most: 256 MB in each slot. */
const CUDA_RUN_FLOATS = 2 ** 26;
/** Steps in one run: more would no longer make the calls cheaper. */
const MOST_STEPS_PER_RUN = 64;

/** Steps that one call of the runtime computes. The result does not depend on it. */
export function chooseStepsPerRun(plan: TrainingPlan): number {
  const batch = plan.batchSize * plan.dIn;
  const work = 5 * batch * plan.nLatents; // five dense products, the most that a step takes
  const [runWork, most] =
    plan.provider === 'cuda' ? [CUDA_RUN_WORK, Math.floor(CUDA_RUN_FLOATS / batch)] : [RUN_WORK, MOST_STEPS_PER_RUN];
  return Math.max(1, Math.min(MOST_STEPS_PER_RUN, most, plan.steps, Math.floor(runWork / work)));
}

/** Batches of steps first + 1 to first + count. */
export interface BatchRun {
  first: number;
  count: number;
}

/**
 * The runs that lead from step `first` to the plan's last, each ending at or before the next multiple of `checkpointEvery` and the next of
 * `snapshotsAt`.
 */
export function* listRuns(
  plan: TrainingPlan,
  from: { first: number; checkpointEvery: number; snapshotsAt: readonly number[] },
): Generator<BatchRun> {
  const most = chooseStepsPerRun(plan);
  for (let first = from.first; first < plan.steps; ) {
    const checkpoint = (Math.floor(first / from.checkpointEvery) + 1) * from.checkpointEvery;
    const snapshot = Math.min(plan.steps, ...from.snapshotsAt.filter((step) => step > first));
    const count = Math.min(most, checkpoint - first, snapshot - first);
    yield { first, count };
    first += count;
  }
}

/** One slot: [stepsPerRun, B, d] in shared memory. */
export function allocateSlots(plan: TrainingPlan): SharedArrayBuffer[] {
  const bytes = chooseStepsPerRun(plan) * plan.batchSize * plan.dIn * Float32Array.BYTES_PER_ELEMENT;
  return Array.from({ length: BATCH_SLOTS }, () => new SharedArrayBuffer(bytes));
}

/** Copies the next batches of `source` into `slot`. Throws `TRAINING_DATA_SHORT` where the source ends before; rejects on abort. */
export async function fillSlot(
  slot: SharedArrayBuffer,
  from: { source: AsyncIterator<Float32Array>; run: BatchRun; plan: TrainingPlan; signal?: AbortSignal },
): Promise<void> {
  const { source, run, plan, signal } = from;
  const floats = plan.batchSize * plan.dIn;
  const values = new Float32Array(slot);
  for (let i = 0; i < run.count; i++) {
    const next = await unlessAborted(source.next(), signal);
    if (next.done === true) throw endedEarly(run.first + i, plan);
    if (next.value.length !== floats)
      throw new RangeError(`expected a batch of ${floats} floats, got ${next.value.length}`);
    values.set(next.value, i * floats);
  }
}

function endedEarly(steps: number, plan: TrainingPlan): ReseedError {
  const tokens = (count: number) => count * plan.batchSize;
  return new ReseedError(
    'TRAINING_DATA_SHORT',
    `Cannot train "${plan.steps} steps": the activations end after ${tokens(steps)} tokens; expected ${tokens(plan.steps)}`,
    { hint: `Train for ${steps} steps, repeat the activations, or harvest more.` },
  );
}
