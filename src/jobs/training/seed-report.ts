/** What the trainer says of its steps -> points of curves, and the job's progress. */
import type { TrainingPointRow } from '../../../db/stores/training-points.ts';
import { listStepScalars } from '../../compute/training/step/step-schedule.ts';
import type { SeedProgress } from '../../compute/training/seed-training.ts';
import type { StepMetrics } from '../../compute/training/step/step-metrics.ts';
import type { TrainingPlan } from '../../compute/training/options/training-plan.ts';
import type { TrainedRun } from './trained-run.ts';

/** A function that takes the trainer's reports: every step becomes a point for `onPoint`. */
export function buildSeedReport(
  { context, run, plan }: Pick<TrainedRun, 'context' | 'run' | 'plan'>,
  onPoint: (point: TrainingPointRow) => void,
): (progress: SeedProgress) => void {
  const { settings } = run;
  const started = performance.now();
  const seen = new Map(settings.seeds.map((seed) => [seed, { at: started, step: 0 }]));
  return ({ seed, step, metrics }) => {
    const before = seen.get(seed);
    const now = performance.now();
    const tokens = metrics.length * plan.batchSize;
    const tokensPerSecond = before === undefined ? null : (tokens * 1000) / Math.max(1, now - before.at);
    seen.set(seed, { at: now, step });
    for (const metric of metrics) onPoint(buildPoint(plan, { seed, metric, tokensPerSecond }));
    const steps = [...seen.values()].reduce((sum, one) => sum + one.step, 0) / seen.size;
    context.progress({ step: 'training', done: steps * plan.batchSize, total: settings.tokens, unit: 'tokens' });
  };
}

function buildPoint(
  plan: TrainingPlan,
  of: { seed: number; metric: StepMetrics; tokensPerSecond: number | null },
): TrainingPointRow {
  const { seed, metric, tokensPerSecond } = of;
  const { step, fvu, l0, deadFraction, learningRate } = metric;
  const tokens = step * plan.batchSize;
  return { seed, step, tokens, fvu, loss: lossOf(plan, metric), l0, deadFraction, learningRate, tokensPerSecond };
}

/** The loss that is minimised; for GATED without its second reconstruction, which is not reported. */
function lossOf(plan: TrainingPlan, { step, fvu, mse, extraLoss, squaredWeights }: StepMetrics): number {
  const penalty = (plan.weightPenalty ?? 0) * squaredWeights;
  if (plan.architecture === 'TOPK' || plan.architecture === 'BATCH_TOPK')
    return fvu + (plan.auxK?.coefficient ?? 0) * extraLoss + penalty;
  return mse + listStepScalars(plan, step).sparsity * extraLoss + penalty;
}
