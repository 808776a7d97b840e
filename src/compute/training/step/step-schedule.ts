/**
 * The plan and a step's number -> the scalars that enter the step's graph.
 *
 * Adam (Kingma and Ba, arXiv 1412.6980) keeps m' = b1 m + (1 - b1) g and v' = b2 v + (1 - b2) g^2. The graph keeps M = m / (1 - b1) and
 * V = v / (1 - b2), which saves two multiplications per weight, and its update lr * (m / c1) / (sqrt(v / c2) + eps), with the bias
 * corrections c = 1 - b^t, becomes rate * M / (sqrt(V) + epsilon) with the two scalars below.
 */
import type { TrainingPlan } from '../options/training-plan.ts';

/**
 * The sum of a search's gains: the coefficient can be moved by this power of e at the most. They fall towards the end, so that noise does not
 * move what has been reached.
 */
const SEARCH_GAIN = 20;

/** Running averages (firing frequency, inference threshold) forget over this many steps, once there have been as many. */
const AVERAGED_STEPS = 1000;

export interface StepScalars {
  /** As asked: after warm-up and decay. */
  learningRate: number;
  rate: number;
  epsilon: number;
  /** The sparsity coefficient; of a search what its own is multiplied by. */
  sparsity: number;
  /** Weight of this step in the running averages. */
  averaging: number;
  /** By which a search moves the logarithm of the sparsity coefficient, for each e-fold of L0 above its target. */
  gain: number;
}

/** The scalars of step `t`, counted from 1. */
export function listStepScalars(plan: TrainingPlan, t: number): StepScalars {
  const { beta1, beta2, steps, warmupSteps, decaySteps, sparsityWarmupSteps, targetL0 } = plan;
  const warmup = Math.min(1, t / Math.max(1, warmupSteps));
  const decay = Math.min(1, (steps - t + 1) / Math.max(1, decaySteps));
  const learningRate = plan.learningRate * warmup * decay;
  const scale = Math.sqrt((1 - beta2 ** t) / (1 - beta2));
  return {
    learningRate,
    rate: ((learningRate * (1 - beta1)) / (1 - beta1 ** t)) * scale,
    epsilon: plan.epsilon * scale,
    sparsity:
      (targetL0 === null ? (plan.sparsityCoefficient ?? 0) : 1) * Math.min(1, t / Math.max(1, sparsityWarmupSteps)),
    averaging: 1 / Math.min(t, AVERAGED_STEPS),
    gain: targetL0 === null || t <= warmupSteps ? 0 : (2 * SEARCH_GAIN * (steps - t)) / steps ** 2,
  };
}
