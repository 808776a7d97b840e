/** TrainedDictionary. */
import type { TrainedDictionaryResolvers } from '../generated/types.ts';
import { found, getDictionaryOf } from '../../analysis/stored-rows.ts';

export const trainedDictionaryResolvers: TrainedDictionaryResolvers = {
  dictionary: ({ spaceId, dictionaryId }, _args, context) => getDictionaryOf(context, { spaceId, id: dictionaryId }),
  initSeed: ({ seed }) => seed,
  trainingRun: async ({ spaceId, runId }, _args, { batches }) =>
    found(await batches.trainingRuns.load({ spaceId, id: runId }), 'training run'),
};
