/** JobFailure. */
import type { JobFailureResolvers } from '../generated/types.ts';

export const jobFailureResolvers: JobFailureResolvers = {
  code: ({ errorCode }) => errorCode ?? 'JOB_FAILED',
  message: ({ errorMessage }) => errorMessage ?? 'The job failed for a reason that is in the log.',
  hint: ({ errorHint }) => errorHint,
};
