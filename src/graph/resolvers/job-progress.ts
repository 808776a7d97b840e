/** JobProgress. A job that ended before its worker's first report ended while it was starting. */
import type { JobProgressResolvers } from '../generated/types.ts';

export const jobProgressResolvers: JobProgressResolvers = {
  done: ({ progressDone }) => progressDone ?? 0,
  total: ({ progressTotal }) => progressTotal ?? 1,
  fraction: ({ progressDone, progressTotal }) => (progressTotal ? Math.min(1, (progressDone ?? 0) / progressTotal) : 0),
  unit: ({ progressUnit }) => progressUnit ?? 'steps',
  step: ({ progressStep }) => progressStep ?? 'starting',
  spending: ({ id }, _args, { batches }) => batches.spendingOfJobs.load(id),
};
