/**
 * Whether a training has ended: how much its loss still falls.
 *
 * In: losses of steps at the peak learning rate. Out: the part by which the loss falls when the steps are doubled, from a line through log loss over
 * log step (ordinary least squares) in the second half of those steps: warm-up is over by then, and the fall that decay of the rate brings is left out.
 */
import type { TrainingPlan } from './options/training-plan.ts';

export interface LossFall {
  /** 1 - loss after twice the steps / loss; below 0 where it rises. */
  readonly perDoubling: number;
  /** Of it, from the scatter about the line. */
  readonly standardError: number;
}

/** Fewer points do not show a slope through the scatter of batches. */
const LEAST_POINTS = 16;

/** The fall of one seed; null where too few of `points` lie in the second half of the steps at the peak rate, or a loss is not above 0. */
export function measureLossFall(
  { steps, decaySteps }: Pick<TrainingPlan, 'steps' | 'decaySteps'>,
  points: readonly { step: number; loss: number | null }[],
): LossFall | null {
  const end = steps - decaySteps;
  const inside = points.filter(({ step }) => step > end / 2 && step <= end);
  if (inside.length < LEAST_POINTS || inside.some(({ loss }) => loss === null || !(loss > 0))) return null;
  const x = inside.map(({ step }) => Math.log2(step));
  const y = inside.map(({ loss }) => Math.log2(loss ?? Number.NaN));
  const [meanX, meanY] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  let [xx, xy] = [0, 0];
  for (const [i, value] of x.entries()) {
    xx += (value - meanX) ** 2;
    xy += (value - meanX) * (y[i] - meanY);
  }
  const slope = xy / xx;
  const scatter = x.reduce((sum, value, i) => sum + (y[i] - meanY - slope * (value - meanX)) ** 2, 0) / (x.length - 2);
  return { perDoubling: 1 - 2 ** slope, standardError: 2 ** slope * Math.LN2 * Math.sqrt(scatter / xx) };
}
