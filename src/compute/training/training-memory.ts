/**
 * How much memory a training takes, known before anything is allocated.
 */
import { ReseedError } from '../../errors.ts';
import { BATCH_SLOTS, chooseStepsPerRun } from './batch-slots.ts';
import { countElements, listState } from './state-shape.ts';
import { chooseVariant } from './step-variant.ts';
import type { TrainedArchitecture, TrainingPlan } from './training-plan.ts';

const megabyte = 2 ** 20;
const floatBytes = 4;
/** Node itself and the runtime's library, once. */
const processBytes = 150 * megabyte;
/** A thread with its own heap and a session, per seed. */
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

export interface TrainingMemory {
  /** Megabytes for one more seed. */
  perSeedMb: number;
  /** Megabytes for all seeds together, with what they share. */
  totalMb: number;
}

/** Megabytes that training `seeds` dictionaries at once takes at its peak. Allocates nothing. */
export function estimateTrainingMemory(plan: TrainingPlan, seeds = 1): TrainingMemory {
  const { architecture, nLatents: n, dIn: d, batchSize } = plan;
  const state = [...listState(plan).values()].reduce((sum, shape) => sum + countElements(shape), 0);
  const variant = chooseVariant(plan);
  const sparse = variant.weightGradients === 'SPARSE';
  const matrices = (sparse ? sparseMatrices : denseMatrices[architecture]) + (plan.auxK === null ? 0 : auxMatrices);
  const products = sparse ? 2 * batchSize * (plan.k ?? 0) * d : 0; // rows of both gradients before they are added up
  const step = matrices * batchSize * n + products + gradientMatrices * n * d + 6 * batchSize * d;
  const perSeed = threadBytes + floatBytes * (stateCopies * state + step);
  const batches = floatBytes * (BATCH_SLOTS + 1) * chooseStepsPerRun(plan) * batchSize * d;
  return {
    perSeedMb: Math.ceil(perSeed / megabyte),
    totalMb: Math.ceil((processBytes + batches + seeds * perSeed) / megabyte),
  };
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
