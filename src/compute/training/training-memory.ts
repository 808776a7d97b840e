/**
 * How much memory a training takes, known before anything is allocated.
 */
import { ReseedError } from '../../errors.ts';
import { BATCH_SLOTS, chooseStepsPerRun } from './batch-slots.ts';
import { countElements, listState } from './step/state-shape.ts';
import { chooseVariant } from './passes/step-variant.ts';
import type { TrainedArchitecture, TrainingPlan } from './options/training-plan.ts';

const megabyte = 2 ** 20;
const floatBytes = 4;
/** Node itself and the runtime's library, once. */
const processBytes = 150 * megabyte;
/** A thread with its own heap and a session. */
const threadBytes = 40 * megabyte;
/** Copies of the state held at once: before and after a run on our side, before and after a step inside the runtime. */
const stateCopies = 4;
/** Matrices [B, n] in a step without sparse operators: measured, the runtime's arena keeps more than are alive at once. */
const denseMatrices: Record<TrainedArchitecture, number> = {
  TOPK: 8,
  BATCH_TOPK: 9,
  RELU_L1: 8,
  GATED: 15,
  JUMP_RELU: 15,
};
/** The same with sparse operators: pre-activations before and after the ReLU, and their order. */
const sparseMatrices = 3;
/** Matrices [n, d] of a step that are not state: gradients and their projection. Measured, too. */
const gradientMatrices = 8;
/** What a step with AuxK adds. */
const auxMatrices = 4;
/** On a GPU: the state before and after a step. */
const deviceStateCopies = 2;
/** On a GPU: the provider's own, with its kernels, once. */
const deviceBytes = 100 * megabyte;

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
  const perSeed = onGpu ? stateCopies * countState(plan) : countSeed(plan, stateCopies);
  const batches = (BATCH_SLOTS + 1) * chooseStepsPerRun(plan) * batchSize * dIn;
  const threads = threadBytes * (onGpu ? 2 : seeds); // the group's and the device's
  const total = processBytes + threads + floatBytes * (batches + seeds * perSeed);
  return {
    perSeedMb: Math.ceil((floatBytes * perSeed + (onGpu ? 0 : threadBytes)) / megabyte),
    totalMb: Math.ceil(total / megabyte),
  };
}

/** Megabytes of a GPU's memory that training `seeds` dictionaries as one graph takes at its peak. */
export function estimateDeviceMemory(plan: TrainingPlan, seeds: number): number {
  const copies = plan.provider === 'cuda' ? deviceStateCopies + 1 : deviceStateCopies; // a Loop keeps what it began with
  const steps = plan.provider === 'cuda' ? chooseStepsPerRun(plan) : 1;
  const batches = steps * plan.batchSize * plan.dIn;
  return Math.ceil((deviceBytes + floatBytes * (batches + seeds * countSeed(plan, copies))) / megabyte);
}

/** Floats of one seed's state. */
function countState(plan: TrainingPlan): number {
  return [...listState(plan).values()].reduce((sum, shape) => sum + countElements(shape), 0);
}

/** Floats that one seed takes in a step, with so many copies of its state. */
function countSeed(plan: TrainingPlan, copies: number): number {
  const { architecture, nLatents: n, dIn: d, batchSize } = plan;
  const sparse = chooseVariant(plan).weightGradients === 'SPARSE';
  const matrices = (sparse ? sparseMatrices : denseMatrices[architecture]) + (plan.auxK === null ? 0 : auxMatrices);
  const products = sparse ? 2 * batchSize * (plan.k ?? 0) * d : 0; // rows of both gradients before they are added up
  const step = matrices * batchSize * n + products + gradientMatrices * n * d + 6 * batchSize * d;
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
