/** Worker. */
import type { WorkerResolvers } from '../generated/types.ts';
import { nameProvider } from '../provider-name.ts';

export const workerResolvers: WorkerResolvers = {
  provider: ({ provider }) => nameProvider(provider),
  job: ({ jobId }, _args, { batches }) => (jobId === null ? null : batches.jobs.load(jobId)),
};
