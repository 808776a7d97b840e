/** The numbers that a step's graph reports -> those that people read. */
import { metricOutputs } from './step-graph.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

/** What one step reports; errors are those before its update. */
export interface StepMetrics {
  /** Counted from 1. */
  step: number;
  /** sum |x - xhat|^2 / sum |x - mean x|^2 over the batch. */
  fvu: number;
  /** Mean over tokens of |x - xhat|^2, in scaled units. */
  mse: number;
  /** Mean number of latents that fire on a token. */
  l0: number;
  /** Fraction of latents that have not fired for longer than the plan allows. */
  deadFraction: number;
  /** The loss of AuxK before its coefficient; for RELU_L1 and GATED the L1, for JUMP_RELU the L0 penalty before its. */
  extraLoss: number;
  /** The L2 penalty before its weight; 0 where the plan has none. */
  squaredWeights: number;
  learningRate: number;
}

/** The report of `step`. `raw` holds its numbers in the order of `metricOutputs`. */
export function buildStepMetrics(
  plan: TrainingPlan,
  { step, learningRate, raw }: { step: number; learningRate: number; raw: ArrayLike<number> },
): StepMetrics {
  const of = (name: (typeof metricOutputs)[number]) => raw[metricOutputs.indexOf(name)];
  return {
    step,
    fvu: of('squaredError') / of('variance'),
    mse: of('squaredError') / plan.batchSize,
    l0: of('active') / plan.batchSize,
    deadFraction: of('dead') / plan.nLatents,
    extraLoss: of('extraLoss'),
    squaredWeights: of('squaredWeights'),
    learningRate,
  };
}
