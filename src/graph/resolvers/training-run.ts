/** TrainingRun. */
import { buildCriterion } from '../../analysis/build-criterion.ts';
import { nameProvider } from '../provider-name.ts';
import type { TrainingRunResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { listCheckpoints, readSharedOverTokens } from '../../analysis/group/shared-over-tokens.ts';
import { found } from '../../analysis/stored-rows.ts';
import { estimateSecondsLeft } from '../training-time.ts';

export const trainingRunResolvers: TrainingRunResolvers = {
  id: ({ spaceId, id }) => formatGlobalId({ kind: 'TrainingRun', spaceId, id }),
  space: async ({ spaceId }, _args, { batches }) => found(await batches.spaces.load(spaceId), 'space'),
  job: async ({ jobId }, _args, { batches }) => found(await batches.jobs.load(jobId), 'job'),
  settings: ({ settings }) => ({ ...settings.plan, ...settings }),
  provider: ({ provider }) => nameProvider(provider),
  device: ({ versions }) => versions?.device ?? null,
  reachedSparsity: ({ reached }) => reached,
  sources: ({ sources }) => sources ?? [],
  secondsLeft: async (run, _args, context) => {
    const left = await Promise.all(run.seeds.map((seed) => estimateSecondsLeft(context, { run, seed })));
    const known = left.filter((seconds) => seconds !== null);
    return known.length === 0 ? null : Math.max(...known);
  },
  seeds: (run) => run.seeds.map((seed) => ({ run, seed })),
  runGroup: async (run, _args, { batches }) => {
    const rows = await batches.dictionariesOfTrainingRuns.load(run);
    const last = rows.find(({ tokens }) => tokens === run.settings.tokens);
    return last ? batches.runGroups.load({ spaceId: run.spaceId, id: last.runGroupId }) : null;
  },
  checkpoints: async (run, _args, context) =>
    (await listCheckpoints(context, run)).map((checkpoint) => ({ run, ...checkpoint })),
  distances: (run, _args, { batches }) => batches.trainingDistances.load(run),
  sharedOverTokens: (run, { criterion, measure }, context) =>
    readSharedOverTokens(context, run, { criterion: buildCriterion(criterion), measure }),
};
