/** TrainingCheckpoint. */
import type { TrainingCheckpointResolvers } from '../generated/types.ts';
import { found } from '../../analysis/stored-rows.ts';

export const trainingCheckpointResolvers: TrainingCheckpointResolvers = {
  final: ({ run, tokens }) => tokens === run.settings.tokens,
  runGroup: async ({ run, rows }, _args, { batches }) =>
    found(await batches.runGroups.load({ spaceId: run.spaceId, id: rows[0].runGroupId }), 'run group'),
  seeds: ({ rows }) => rows,
};
