/** Job. */
import { explainWait } from '../../jobs/queue/explain-wait.ts';
import { readKind } from '../../jobs/queue/read-job.ts';
import type { JobResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { buildJobResult, findSubject } from '../job-result.ts';

export const jobResolvers: JobResolvers = {
  id: ({ id }) => formatGlobalId({ kind: 'Job', id }),
  kind: (job) => readKind(job),
  waitingFor: async (job, _args, { batches }) =>
    job.state === 'QUEUED' ? explainWait(job, await batches.workersOfKinds.load(job.kind)) : null,
  progress: (job) => (job.progressTotal === null && (job.startedAt === null || job.finishedAt === null) ? null : job),
  failure: (job) => (job.state === 'FAILED' ? job : null),
  subject: (job, _args, context) => findSubject(job, context),
  result: (job, _args, context) => (job.state === 'SUCCEEDED' ? buildJobResult(job, context) : null),
};
