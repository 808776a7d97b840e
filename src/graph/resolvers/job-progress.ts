/** JobProgress. */
import type { JobProgressResolvers } from '../generated/types.ts';

export const jobProgressResolvers: JobProgressResolvers = {
  done: ({ progressDone }) => progressDone ?? 0,
  total: ({ progressTotal }) => progressTotal ?? 0,
  fraction: ({ progressDone, progressTotal }) => (progressTotal ? Math.min(1, (progressDone ?? 0) / progressTotal) : 0),
  unit: ({ progressUnit }) => progressUnit ?? '',
  step: ({ progressStep }) => progressStep ?? '',
};
