/**
 * The options that decide the weights, with a seed and the batches: each is one entry here, and what the trainer does with it. Defaults are those
 * of the paper (arXiv 2501.16615) and of sparsify, its trainer.
 */
import type * as v from 'valibot';
import {
  decay,
  initialRows,
  LARGEST_SIZE,
  oneOf,
  optional,
  positive,
  type PlanSizes,
  schemaOf,
  type TrainingOption,
  trainedArchitectures,
  unasked,
  whole,
  withDefault,
} from './training-option.ts';

/** Tokens per step where nobody says it. */
const BATCH_SIZE = 2_048;
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

const topK = ['TOPK', 'BATCH_TOPK'] as const;
/** Those whose L0 comes out of a coefficient. */
export const penalised = ['RELU_L1', 'GATED', 'JUMP_RELU'] as const;

const upToLatents = (value: number, { nLatents }: PlanSizes): string | null =>
  value > nLatents ? `expected a whole number from 1 to ${nLatents}` : null;

/** The paper's rule: 2e-4 at 2^14 latents, falling with the square root of their number. */
function paperLearningRate(nLatents: number): number {
  return 2e-4 / Math.sqrt(nLatents / 2 ** 14);
}

/** Of the auxiliary loss on dead latents (Gao et al. 2024, arXiv 2406.04093, appendix A.2). */
export const auxKOptions = {
  coefficient: {
    ...optional(positive),
    says: 'Its weight.',
    otherwise: '1/32',
    graphql: 'Float',
    fill: () => AUX_K_COEFFICIENT,
  },
  k: {
    ...optional(whole(1)),
    says: "Dead latents that rebuild a token's residual.",
    otherwise: 'half the width',
    graphql: 'Int',
    fill: ({ dIn, nLatents }) => Math.max(1, Math.min(dIn >> 1, nLatents)),
    fault: upToLatents,
  },
} as const satisfies Record<string, TrainingOption>;

export const planOptions = {
  architecture: {
    ...withDefault(oneOf(trainedArchitectures), 'TOPK'),
    says: 'Architecture.',
    asking: 'OTHER cannot be trained.',
    graphql: 'Architecture',
    flag: '--architecture <name>',
    flagAdds: trainedArchitectures.join(', '),
  },
  nLatents: {
    ...optional(whole(1, LARGEST_SIZE)),
    says: 'Number of latents, n.',
    asking: 'Give this or `expansionFactor`.',
    graphql: 'Int',
    flag: '--latents <n>',
    fault: (nLatents: number, { batchSize, dIn }) =>
      nLatents * batchSize > LARGEST_SIZE || nLatents * dIn > LARGEST_SIZE
        ? 'expected nLatents times batchSize, and times dIn, below 2^31'
        : null,
  },
  dIn: { ...unasked(whole(1, LARGEST_SIZE)), says: 'Width, d.' },
  k: {
    ...optional(whole(1)),
    says: 'Active latents per token.',
    graphql: 'Int',
    flag: '--k <number>',
    architectures: topK,
    needed: true,
    fill: null,
    fault: upToLatents,
  },
  sparsityCoefficient: {
    ...optional(positive),
    says: 'Weight of the sparsity term in the loss.',
    asking: 'Give this or `targetL0`.',
    graphql: 'Float',
    flag: '--sparsity <coefficient>',
    architectures: penalised,
    fill: null,
  },
  targetL0: {
    ...optional(positive),
    says: 'Active latents per token for which the sparsity coefficient is searched first, on dictionaries that are not kept; every seed then trains with the coefficient that was reached.',
    asking: 'Give this or `sparsityCoefficient`.',
    graphql: 'Float',
    flag: '--l0 <number>',
    architectures: penalised,
    fill: null,
    neutral: null,
    fault: (l0: number, { nLatents }) => (l0 < nLatents ? null : `expected a number below ${nLatents}`),
  },
  weightPenalty: {
    ...optional(positive),
    says: 'Weight of the L2 penalty in the loss: the sum of all squares of encoder and decoder weights. Decoder rows keep unit length, so it acts on the encoder.',
    otherwise: 'none',
    graphql: 'Float',
    flag: '--weight-penalty <number>',
    fill: null,
    neutral: null,
  },
  initialRows: {
    ...optional(oneOf(initialRows)),
    says: 'What decoder rows begin with.',
    otherwise: 'TIED',
    graphql: 'InitialRows',
    flag: '--initial-rows <name>',
    flagAdds:
      "tied (the seed's encoder rows), independent (rows of the seed's own) or shared (the same for every seed)",
    fill: () => 'TIED' as const,
    neutral: 'TIED',
  },
  batchSize: {
    // one token has no variance to explain
    ...withDefault(whole(2, LARGEST_SIZE), BATCH_SIZE),
    says: 'Tokens per optimiser step.',
    graphql: 'Int',
    flag: '--batch-size <tokens>',
  },
  steps: { ...unasked(whole(1, MOST_STEPS)), says: 'Optimiser steps.' },
  learningRate: {
    ...optional(positive),
    says: 'Peak learning rate.',
    otherwise: "the paper's rule, 2e-4 / sqrt(n / 2^14)",
    graphql: 'Float',
    flag: '--learning-rate <number>',
    fill: ({ nLatents }) => paperLearningRate(nLatents),
  },
  warmupSteps: {
    ...optional(whole(0, MOST_STEPS)),
    says: 'Steps over which the learning rate rises from 0 to its peak.',
    otherwise: 'a tenth of all, at most 1,000',
    graphql: 'Int',
    flag: '--warmup-steps <number>',
    fill: ({ steps }) => Math.min(1000, Math.floor(steps / 10)), // sparsify's 1,000, fewer in a short run
  },
  decaySteps: {
    ...optional(whole(0, MOST_STEPS)),
    says: 'Last steps, over which the learning rate falls towards 0.',
    otherwise: 'a fifth of all',
    graphql: 'Int',
    flag: '--decay-steps <number>',
    fill: ({ steps }) => Math.floor(steps * DECAY_SHARE),
  },
  sparsityWarmupSteps: {
    ...optional(whole(0, MOST_STEPS)),
    says: 'Steps over which the sparsity coefficient rises from 0.',
    otherwise: 'none',
    graphql: 'Int',
    flag: '--sparsity-warmup-steps <number>',
    architectures: penalised,
    fill: () => 0,
  },
  auxK: {
    ...optional(schemaOf(auxKOptions)),
    says: 'The auxiliary loss that revives dead latents.',
    otherwise: 'none',
    graphql: 'AuxKInput',
    flag: '--aux-k [weight]',
    architectures: topK,
    fill: null,
  },
  beta1: { ...unasked(decay), says: "Adam's decay of means.", fill: () => 0.9 }, // torch.optim.Adam
  beta2: { ...unasked(decay), says: "Adam's decay of squares.", fill: () => 0.999 }, // torch.optim.Adam
  epsilon: { ...unasked(positive), says: "Adam's smallest divisor.", fill: () => 1e-8 }, // torch.optim.Adam
  deadAfterTokens: {
    ...optional(whole(1)),
    says: 'Tokens without firing after which a latent is dead.',
    otherwise: 'ten million',
    graphql: 'BigInt',
    flag: '--dead-after-tokens <number>',
    fill: () => DEAD_AFTER_TOKENS,
  },
  inputScale: {
    ...optional(positive),
    says: 'Activations are multiplied by this before training; the dictionary is given in the units of the activations.',
    otherwise: '1',
    graphql: 'Float',
    flag: '--input-scale <number>',
    fill: () => 1,
  },
  jumpBandwidth: {
    ...unasked(positive),
    says: 'Width of the straight-through kernel of JUMP_RELU, in scaled units.',
    fill: () => JUMP_WIDTH,
  },
  jumpThreshold: {
    ...unasked(positive),
    says: 'Threshold that each latent of JUMP_RELU starts with, in scaled units.',
    fill: () => JUMP_WIDTH,
  },
} as const satisfies Record<string, TrainingOption>;

type Filled<Options extends Record<string, TrainingOption>> = {
  readonly [Name in keyof Options]:
    | v.InferOutput<Options[Name]['check']>
    | (Options[Name] extends { fill: null } ? null : never);
};

/** The auxiliary loss, complete. */
type AuxK = Filled<typeof auxKOptions>;

/** Every number of a plan, filled in. */
export type PlanNumbers = Omit<Filled<typeof planOptions>, 'auxK'> & { readonly auxK: AuxK | null };
