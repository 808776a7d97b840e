/** How long a seed of a training run still takes. */
import type { GraphContext } from './context.ts';
import type { TrainingSeedValue } from './object-values.ts';

/** Seconds left at the rate of the latest point; null unless the run is being worked on and has a point. */
export async function estimateSecondsLeft(
  { batches }: GraphContext,
  { run, seed }: TrainingSeedValue,
): Promise<number | null> {
  const [job, points] = await Promise.all([
    batches.jobs.load(run.jobId),
    batches.trainingCurves.load({ run, maxPoints: 1 }),
  ]);
  const latest = points.find((point) => point.seed === seed);
  if (job?.state !== 'RUNNING' || !latest?.tokensPerSecond) return null;
  return (run.settings.tokens - latest.tokens) / latest.tokensPerSecond;
}
