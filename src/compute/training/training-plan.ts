/**
 * A request for training -> a plan: every number that, with a seed and the batches, determines the trained dictionary.
 *
 * In: what somebody asked for, with gaps. Out: a checked plan without gaps. Defaults are those of the paper (arXiv 2501.16615) and of
 * sparsify, its trainer.
 */
import { ReseedError } from '../../errors.ts';
import type { ExecutionProvider } from '../execution-provider.ts';

export const trainedArchitectures = ['TOPK', 'BATCH_TOPK', 'RELU_L1', 'GATED', 'JUMP_RELU'] as const;

export type TrainedArchitecture = (typeof trainedArchitectures)[number];

/** The auxiliary loss on dead latents (Gao et al. 2024, arXiv 2406.04093, appendix A.2). */
export interface AuxK {
  /** Weight of the auxiliary loss: 1/32 in the paper. */
  readonly coefficient: number;
  /** Dead latents that rebuild a token's residual: a power of two near d / 2 in the paper, d / 2 in sparsify. */
  readonly k: number;
}

export interface TrainingPlan {
  readonly architecture: TrainedArchitecture;
  readonly nLatents: number;
  readonly dIn: number;
  /** Latents kept per token: TOPK and BATCH_TOPK only. */
  readonly k: number | null;
  /** Weight of the sparsity penalty: RELU_L1, GATED and JUMP_RELU only. It depends on the scale of the activations. */
  readonly sparsityCoefficient: number | null;
  /** Tokens per step. */
  readonly batchSize: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Steps over which the learning rate rises linearly from 0. */
  readonly warmupSteps: number;
  /** Last steps, over which the learning rate falls linearly towards 0. */
  readonly decaySteps: number;
  /** Steps over which the sparsity coefficient rises linearly from 0. */
  readonly sparsityWarmupSteps: number;
  readonly auxK: AuxK | null;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** A latent is dead once it has not fired for more tokens than this. */
  readonly deadAfterTokens: number;
  /** Activations are multiplied by this before training; the dictionary is given in the units of the activations. */
  readonly inputScale: number;
  /** Width of the straight-through kernel of JUMP_RELU, in scaled units. */
  readonly jumpBandwidth: number;
  /** Threshold that each latent of JUMP_RELU starts with, in scaled units. */
  readonly jumpThreshold: number;
  /** Where steps are computed; see `execution-provider.ts`. Results differ in the last bits from one to another. */
  readonly provider: ExecutionProvider;
}

/** What may be asked: sizes are required, the rest has defaults. `null` means the default, too. */
export type TrainingRequest = Pick<TrainingPlan, 'architecture' | 'nLatents' | 'dIn' | 'batchSize' | 'steps'> & {
  readonly [K in Exclude<keyof TrainingPlan, 'auxK'>]?: TrainingPlan[K] | null;
} & { readonly auxK?: { coefficient?: number | null; k?: number | null } | null };

/** sparsify's threshold: a latent silent for ten million tokens is dead. */
const DEAD_AFTER_TOKENS = 10_000_000;
/** Bandwidth and first threshold of Rajamanoharan et al. 2024 (arXiv 2407.14435), for activations of mean square norm 1. */
const JUMP_WIDTH = 0.001;
/**
 * The rate falls over the last fifth: on real activations that took 3 to 11% off the unexplained variance, and falling from the
 * beginning, as sparsify's does, took less.
 */
const DECAY_SHARE = 0.2;
/** Gao et al. 2024, section 2.4. */
const AUX_K_COEFFICIENT = 1 / 32;
/** Counters of steps are float32, exact up to here. */
const MOST_STEPS = 2 ** 24;
/** Indexes into a batch's latents are 32-bit in some kernels. */
const LARGEST_SIZE = 2 ** 31 - 1;

/** The paper's rule: 2e-4 at 2^14 latents, falling with the square root of their number. */
export function paperLearningRate(nLatents: number): number {
  return 2e-4 / Math.sqrt(nLatents / 2 ** 14);
}

/** Fills the gaps of `request` and checks it. Throws `BAD_INPUT` that names the first wrong field. */
export function buildTrainingPlan(request: TrainingRequest): TrainingPlan {
  const { architecture, nLatents, dIn, batchSize, steps } = request;
  if (!trainedArchitectures.includes(architecture))
    refuse('architecture', architecture, `one of ${trainedArchitectures.join(', ')}`);
  const plan: TrainingPlan = {
    architecture,
    nLatents,
    dIn,
    k: request.k ?? null,
    sparsityCoefficient: request.sparsityCoefficient ?? null,
    batchSize,
    steps,
    learningRate: request.learningRate ?? paperLearningRate(nLatents),
    warmupSteps: request.warmupSteps ?? Math.min(1000, Math.floor(steps / 10)), // sparsify's 1,000, fewer in a short run
    decaySteps: request.decaySteps ?? Math.floor(steps * DECAY_SHARE),
    sparsityWarmupSteps: request.sparsityWarmupSteps ?? 0,
    auxK: request.auxK
      ? {
          coefficient: request.auxK.coefficient ?? AUX_K_COEFFICIENT,
          k: request.auxK.k ?? Math.max(1, Math.min(dIn >> 1, nLatents)),
        }
      : null,
    beta1: request.beta1 ?? 0.9, // torch.optim.Adam
    beta2: request.beta2 ?? 0.999, // torch.optim.Adam
    epsilon: request.epsilon ?? 1e-8, // torch.optim.Adam
    deadAfterTokens: request.deadAfterTokens ?? DEAD_AFTER_TOKENS,
    inputScale: request.inputScale ?? 1,
    jumpBandwidth: request.jumpBandwidth ?? JUMP_WIDTH,
    jumpThreshold: request.jumpThreshold ?? JUMP_WIDTH,
    provider: request.provider ?? 'cpu',
  };
  checkSizes(plan);
  checkSparsity(plan);
  checkRates(plan);
  return plan;
}

function checkSizes(plan: TrainingPlan): void {
  checkWhole(plan, 'nLatents', { least: 1, most: LARGEST_SIZE });
  checkWhole(plan, 'dIn', { least: 1, most: LARGEST_SIZE });
  checkWhole(plan, 'batchSize', { least: 2, most: LARGEST_SIZE }); // one token has no variance to explain
  checkWhole(plan, 'steps', { least: 1, most: MOST_STEPS });
  checkWhole(plan, 'warmupSteps', { least: 0, most: MOST_STEPS });
  checkWhole(plan, 'decaySteps', { least: 0, most: MOST_STEPS });
  checkWhole(plan, 'sparsityWarmupSteps', { least: 0, most: MOST_STEPS });
  if (plan.nLatents * plan.batchSize > LARGEST_SIZE || plan.nLatents * plan.dIn > LARGEST_SIZE)
    refuse('nLatents', plan.nLatents, 'nLatents times batchSize, and times dIn, below 2^31');
}

function checkSparsity(plan: TrainingPlan): void {
  const { architecture, nLatents, auxK } = plan;
  if (architecture === 'TOPK' || architecture === 'BATCH_TOPK') {
    checkWhole(plan, 'k', { least: 1, most: nLatents });
    if (plan.sparsityCoefficient !== null)
      refuse('sparsityCoefficient', plan.sparsityCoefficient, `none for ${architecture}: k sets the sparsity`);
    if (auxK === null) return;
    if (!(auxK.coefficient > 0 && Number.isFinite(auxK.coefficient)))
      refuse('auxK.coefficient', auxK.coefficient, 'a number above 0');
    if (!(Number.isInteger(auxK.k) && auxK.k >= 1 && auxK.k <= nLatents))
      refuse('auxK.k', auxK.k, `a whole number from 1 to ${nLatents}`);
    return;
  }
  checkNumber(plan, 'sparsityCoefficient', { above: 0 });
  if (plan.k !== null) refuse('k', plan.k, `none for ${architecture}: the sparsity coefficient sets the sparsity`);
  if (auxK !== null) refuse('auxK', 'set', `none for ${architecture}: it is defined for TOPK and BATCH_TOPK`);
}

function checkRates(plan: TrainingPlan): void {
  for (const field of ['learningRate', 'epsilon', 'inputScale', 'jumpBandwidth', 'jumpThreshold'] as const)
    checkNumber(plan, field, { above: 0 });
  checkNumber(plan, 'deadAfterTokens', { above: 0 });
  for (const field of ['beta1', 'beta2'] as const)
    if (!(plan[field] >= 0 && plan[field] < 1)) refuse(field, plan[field], 'a number from 0 to below 1');
}

function checkWhole(plan: TrainingPlan, field: keyof TrainingPlan, range: { least: number; most: number }): void {
  const value = plan[field];
  if (typeof value === 'number' && Number.isInteger(value) && value >= range.least && value <= range.most) return;
  refuse(field, value, `a whole number from ${range.least} to ${range.most}`);
}

function checkNumber(plan: TrainingPlan, field: keyof TrainingPlan, range: { above: number }): void {
  const value = plan[field];
  if (typeof value === 'number' && Number.isFinite(value) && value > range.above) return;
  refuse(field, value, `a number above ${range.above}`);
}

function refuse(field: string, value: unknown, expected: string): never {
  throw new ReseedError('BAD_INPUT', `Cannot train with ${field} "${String(value)}"; expected ${expected}`, {
    hint: `Change ${field}.`,
  });
}
