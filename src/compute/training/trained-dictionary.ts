/**
 * A training state -> a dictionary to store, in the units of the activations it was trained on.
 *
 * Training sees s x instead of x. All architectures are homogeneous: dividing biases and thresholds by s gives the same dictionary for x.
 */
import { tensorOf } from './step/initial-state.ts';
import { readEndSparsity } from './step/sparsity-controller.ts';
import type { TrainedArchitecture, TrainingPlan } from './options/training-plan.ts';

export interface TrainedDictionary {
  readonly architecture: TrainedArchitecture;
  readonly nLatents: number;
  readonly dIn: number;
  readonly k: number | null;
  readonly encoder: Float32Array; // [n, d]
  /** Of the gate for GATED. */
  readonly encoderBias: Float32Array; // [n]
  /** Unit rows. */
  readonly decoder: Float32Array; // [n, d]
  readonly decoderBias: Float32Array; // [d]
  /** What an activation must exceed: [n] for JUMP_RELU, [1] for all latents of BATCH_TOPK, null for the others. */
  readonly threshold: Float32Array | null;
  /** GATED: f = 1[gate > 0] ReLU(exp(logScale) * E (x - b_dec) + bias). Each [n]. */
  readonly magnitude: { readonly logScale: Float32Array; readonly bias: Float32Array } | null;
  /** Log10 of the fraction of tokens on which each latent fired, over about the last thousand steps; -Infinity if it did not. [n] */
  readonly logFrequency: Float32Array;
  /** The sparsity coefficient to which a controller has come; null where there was none. */
  readonly endSparsity: number | null;
}

/** Copies of the parameters in `state`. */
export function buildTrainedDictionary(
  plan: TrainingPlan,
  state: ReadonlyMap<string, Float32Array>,
): TrainedDictionary {
  const { architecture, nLatents, dIn, k, inputScale } = plan;
  const unscale = (values: Float32Array) => values.map((value) => value / inputScale);
  return {
    architecture,
    nLatents,
    dIn,
    k,
    encoder: tensorOf(state, 'encoder').slice(),
    encoderBias: unscale(tensorOf(state, 'encoderBias')),
    decoder: tensorOf(state, 'decoder').slice(),
    decoderBias: unscale(tensorOf(state, 'decoderBias')),
    threshold: readThreshold(plan, state),
    magnitude:
      architecture === 'GATED'
        ? {
            logScale: tensorOf(state, 'logMagnitude').slice(),
            bias: unscale(tensorOf(state, 'magnitudeBias')),
          }
        : null,
    logFrequency: tensorOf(state, 'frequency').map((fraction) => Math.log10(fraction)),
    endSparsity: readEndSparsity(plan, state),
  };
}

function readThreshold(
  { architecture, inputScale }: TrainingPlan,
  state: ReadonlyMap<string, Float32Array>,
): Float32Array | null {
  if (architecture === 'JUMP_RELU') return tensorOf(state, 'logThreshold').map((log) => Math.exp(log) / inputScale);
  if (architecture === 'BATCH_TOPK') return tensorOf(state, 'batchThreshold').map((value) => value / inputScale);
  return null;
}
