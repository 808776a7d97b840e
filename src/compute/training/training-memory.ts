/**
 * How much memory a training takes, known before anything is allocated.
 */
import { ReseedError } from '../../errors.ts';
import { BATCH_SLOTS, chooseStepsPerRun } from './batch-slots.ts';
import { countElements, listState } from './step/state-shape.ts';
import { chooseVariant } from './passes/step-variant.ts';
import type { TrainedArchitecture, TrainingPlan } from './options/training-plan.ts';

const MEGABYTE = 2 ** 20;
const FLOAT_BYTES = 4;
/** Node itself and the runtime's library, once. */
const PROCESS_BYTES = 150 * MEGABYTE;
/** A thread with its own heap and a session. */
const THREAD_BYTES = 40 * MEGABYTE;
/** Copies of the state held at once: before and after a run on our side, before and after a step inside the runtime. */
const STATE_COPIES = 4;
/** Matrices [B, n] in a step without sparse operators: measured, the runtime's arena keeps more than are alive at once. */
const denseMatrices: Record<TrainedArchitecture, number> = {
  TOPK: 8,
  BATCH_TOPK: 9,
  RELU_L1: 8,
  GATED: 15,
  JUMP_RELU: 15,
};
/** The same with sparse operators: pre-activations before and after the ReLU, and their order. */
const SPARSE_MATRICES = 3;
/** Matrices [n, d] of a step that are not state: gradients and their projection. Measured, too. */
const GRADIENT_MATRICES = 8;
/** What a step with AuxK adds. */
const AUX_MATRICES = 4;
/** On a GPU: the state before and after a step. */
const DEVICE_STATE_COPIES = 2;
/** On a GPU: the provider's own, with its kernels, once. */
const DEVICE_BYTES = 100 * MEGABYTE;

export interface TrainingMemory {
  /** Megabytes for one more seed. */
  perSeedMb: number;
  /** Megabytes for all seeds together, with what they share. */
  totalMb: number;
}

/**
 * Megabytes of the processor's memory that training `seeds` dictionaries at once takes at its peak; on a GPU those through which the state comes
 * and goes, and {@link estimateDeviceMemory} has the device's own. Allocates nothing.
 */
export function estimateTrainingMemory(plan: TrainingPlan, seeds = 1): TrainingMemory {
  const { batchSize, dIn, provider } = plan;
  const onGpu = provider !== 'cpu';
  const perSeed = onGpu ? STATE_COPIES * countState(plan) : countSeed(plan, STATE_COPIES);
  const batches = (BATCH_SLOTS + 1) * chooseStepsPerRun(plan) * batchSize * dIn;
  const threads = THREAD_BYTES * (onGpu ? 2 : seeds); // the group's and the device's
  const total = PROCESS_BYTES + threads + FLOAT_BYTES * (batches + seeds * perSeed);
  return {
    perSeedMb: Math.ceil((FLOAT_BYTES * perSeed + (onGpu ? 0 : THREAD_BYTES)) / MEGABYTE),
    totalMb: Math.ceil(total / MEGABYTE),
  };
}

/** Megabytes of a GPU's memory that training `seeds` dictionaries as one graph takes at its peak. */
export function estimateDeviceMemory(plan: TrainingPlan, seeds: number): number {
  const copies = plan.provider === 'cuda' ? DEVICE_STATE_COPIES + 1 : DEVICE_STATE_COPIES; // a Loop keeps what it began with
  const steps = plan.provider === 'cuda' ? chooseStepsPerRun(plan) : 1;
  const batches = steps * plan.batchSize * plan.dIn;
  return Math.ceil((DEVICE_BYTES + FLOAT_BYTES * (batches + seeds * countSeed(plan, copies))) / MEGABYTE);
}

/** Floats of one seed's state. */
function countState(plan: TrainingPlan): number {
  return [...listState(plan).values()].reduce((sum, shape) => sum + countElements(shape), 0);
}

/** Floats that one seed takes in a step, with so many copies of its state. */
function countSeed(plan: TrainingPlan, copies: number): number {
  const { architecture, nLatents: n, dIn: d, batchSize } = plan;
  const sparse = chooseVariant(plan).weightGradients === 'SPARSE';
  const matrices = (sparse ? SPARSE_MATRICES : denseMatrices[architecture]) + (plan.auxK === null ? 0 : AUX_MATRICES);
  const products = sparse ? 2 * batchSize * (plan.k ?? 0) * d : 0; // rows of both gradients before they are added up
  const step = matrices * batchSize * n + products + GRADIENT_MATRICES * n * d + 6 * batchSize * d;
  return copies * countState(plan) + step;
}

/** Throws `TOO_LARGE_TO_TRAIN` where the estimate exceeds `memoryMb`. */
export function checkTrainingMemory(plan: TrainingPlan, limits: { seeds: number; memoryMb: number }): void {
  const { seeds, memoryMb } = limits;
  const { totalMb, perSeedMb } = estimateTrainingMemory(plan, seeds);
  if (totalMb <= memoryMb) return;
  const subject = `${seeds} x ${plan.nLatents} latents of width ${plan.dIn}`;
  throw new ReseedError(
    'TOO_LARGE_TO_TRAIN',
    `Cannot train "${subject}": it needs about ${totalMb} MB (${perSeedMb} MB per seed); expected at most ${memoryMb} MB`,
    {
      hint: `Train fewer seeds at once, lower batchSize, or set RESEED_MEMORY_MB to ${totalMb} on a machine that has it.`,
    },
  );
}
