/**
 * A plan -> the names and shapes of everything that a step reads and writes: parameters, Adam's moments, counters.
 */
import { searchState } from './sparsity-controller.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

/** A parameter, trained by gradients. */
export type ParameterName =
  | 'encoder' // [n, d]
  | 'encoderBias' // [n]; of the gate for GATED
  | 'decoder' // [n, d], unit rows
  | 'decoderBias' // [d]
  | 'logThreshold' // [n], JUMP_RELU
  | 'logMagnitude' // [n], GATED: r_mag
  | 'magnitudeBias'; // [n], GATED: b_mag

export type StateShape = ReadonlyMap<string, readonly number[]>;

/** The parameters of `plan`'s architecture, in the order of all lists of them. */
export function listParameters(plan: TrainingPlan): ReadonlyMap<ParameterName, readonly number[]> {
  const { architecture, nLatents: n, dIn: d } = plan;
  const shapes = new Map<ParameterName, readonly number[]>([
    ['encoder', [n, d]],
    ['encoderBias', [n]],
    ['decoder', [n, d]],
    ['decoderBias', [d]],
  ]);
  if (architecture === 'JUMP_RELU') shapes.set('logThreshold', [n]);
  if (architecture === 'GATED') shapes.set('logMagnitude', [n]).set('magnitudeBias', [n]);
  return shapes;
}

/**
 * Every tensor that is carried from step to step. `x.moment1` and `x.moment2` are Adam's moments of parameter x, unscaled (see
 * `step-schedule.ts`).
 */
export function listState(plan: TrainingPlan): StateShape {
  const shapes = new Map<string, readonly number[]>();
  for (const [name, shape] of listParameters(plan))
    shapes.set(name, shape).set(`${name}.moment1`, shape).set(`${name}.moment2`, shape);
  shapes.set('stepsSinceFired', [plan.nLatents]);
  shapes.set('frequency', [plan.nLatents]); // running average of the fraction of tokens that a latent fires on
  if (plan.architecture === 'BATCH_TOPK') shapes.set('batchThreshold', []); // running average of the smallest kept activation
  if (plan.targetL0 !== null) for (const [name, shape] of Object.entries(searchState)) shapes.set(name, shape);
  return shapes;
}

/** The product of the lengths. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
