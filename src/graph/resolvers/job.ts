/** Job. */
import { explainWait } from '../../jobs/queue/explain-wait.ts';
import type { JobResolvers, ResolversTypes } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import type { CollectedContextsValue } from '../object-values.ts';

export const jobResolvers: JobResolvers = {
  id: ({ id }) => formatGlobalId({ kind: 'Job', id }),
  waitingFor: async (job, _args, { batches }) =>
    job.state === 'QUEUED' ? explainWait(job, await batches.workersOfKinds.load(job.kind)) : null,
  progress: (job) => (job.progressTotal === null ? null : job),
  failure: (job) => (job.state === 'FAILED' ? job : null),
  exportedTo: ({ kind, state, payload }) =>
    ['EXPORT', 'EXPORT_FEATURES', 'EXPORT_EXPLANATIONS'].includes(kind) && state === 'SUCCEEDED'
      ? (payload as { folder: string }).folder
      : null,
  dictionary: ({ spaceId, dictionaryId }, _args, { batches }) =>
    spaceId === null || dictionaryId === null ? null : batches.dictionaries.load({ spaceId, id: dictionaryId }),
  explanationImport: ({ kind, result }) =>
    kind === 'EXPLANATIONS' ? (result as ResolversTypes['ExplanationImport'] | null) : null,
  collectedContexts: ({ kind, result, spaceId }) =>
    kind === 'CONTEXTS' && result && spaceId !== null
      ? (result as { collected: Omit<CollectedContextsValue, 'spaceId'>[] }).collected.map((one) => ({
          ...one,
          spaceId,
        }))
      : [],
  explaining: ({ kind, result }) =>
    kind === 'EXPLAIN' || kind === 'SCORE' ? (result as ResolversTypes['ExplainingReport'] | null) : null,
  spending: ({ kind, id }, _args, { batches }) =>
    kind === 'EXPLAIN' || kind === 'SCORE' ? batches.spendingOfJobs.load(id) : null,
  matching: ({ spaceId, matchingId }, _args, { batches }) =>
    spaceId === null || matchingId === null ? null : batches.matchings.load({ spaceId, id: matchingId }),
  trainingRun: ({ kind, payload }, _args, { batches }) => {
    if (kind !== 'TRAIN') return null;
    const { spaceId, runId } = payload as { spaceId: number; runId: number };
    return batches.trainingRuns.load({ spaceId, id: runId });
  },
};
