/**
 * The controller that moves the sparsity coefficient towards a target L0: an integral controller of its logarithm, a part of the step's graph.
 *
 * State: log coefficient and a running average of L0. Each step trains with exp(log coefficient) times the warm-up, then moves the logarithm by
 * gain * log(average L0 / target), the logarithm of the ratio limited to {@link STEEPEST}. So it is checkpointed, continued and computed where
 * the weights are. The gain of each step is in `step-schedule.ts`.
 */
import type { GraphBuilder, Value } from '../../onnx/graph-builder.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

/** Names and shapes of its state. */
export const searchState = { logSparsity: [], averageL0: [] } as const;

/** The coefficient is never moved faster than by a ratio of e: after the first steps nearly every latent fires. */
const STEEPEST = 1;
/** Steps over which L0 is averaged: some hundred tokens at least, and fewer than the weights take to follow. */
const AVERAGED_STEPS = 32;
/** Keeps the logarithm finite where nothing fires. */
const LEAST_L0 = 1e-6;

/** exp(log coefficient), a scalar. */
export function buildSearchedCoefficient(g: GraphBuilder, logSparsity: Value): Value {
  return g.op('Exp', [logSparsity]);
}

/** The search's state after a step. `fired` [n] tokens of the batch, `averaging` the weight 1 / t of a mean over all steps. */
export function buildSearchStep(
  g: GraphBuilder,
  of: {
    plan: TrainingPlan;
    before: { logSparsity: Value; averageL0: Value };
    fired: Value;
    averaging: Value;
    gain: Value;
  },
): Map<keyof typeof searchState, Value> {
  const { plan, before, fired, averaging, gain } = of;
  const l0 = g.multiply(g.total(fired), g.scalar(1 / plan.batchSize));
  const weight = g.op('Max', [averaging, g.scalar(1 / AVERAGED_STEPS)]);
  const averageL0 = g.add(before.averageL0, g.multiply(weight, g.subtract(l0, before.averageL0)));
  const ratio = g.op('Max', [g.multiply(averageL0, g.scalar(1 / (plan.targetL0 ?? 1))), g.scalar(LEAST_L0)]);
  const pull = g.op('Max', [g.op('Min', [g.op('Log', [ratio]), g.scalar(STEEPEST)]), g.scalar(-STEEPEST)]);
  const logSparsity = g.add(before.logSparsity, g.multiply(gain, pull));
  return new Map([
    ['logSparsity', logSparsity],
    ['averageL0', averageL0],
  ]);
}

/** Latents that too great a coefficient has switched off may never fire again, so the search comes from below. */
const FIRST_SHARE = 0.02;

/**
 * The logarithm of the coefficient that a search begins with, from the variance per token: a share of the one that would switch off latents of the
 * mean strength, were those that fire equally strong and orthogonal.
 */
export function chooseFirstSparsity({ architecture, targetL0 }: TrainingPlan, variance: number): number {
  const square = variance / (targetL0 ?? 1); // of one latent's activation
  const coefficient = architecture === 'JUMP_RELU' ? square : Math.sqrt(square);
  return Math.log(FIRST_SHARE * Math.max(coefficient, Number.MIN_VALUE));
}

/** The coefficient that the controller has come to; null where the plan has none. */
export function readEndSparsity(plan: TrainingPlan, state: ReadonlyMap<string, Float32Array>): number | null {
  const logSparsity = state.get('logSparsity');
  return plan.targetL0 === null || logSparsity === undefined ? null : Math.exp(logSparsity[0]);
}
