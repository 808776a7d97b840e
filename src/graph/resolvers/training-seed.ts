/** TrainingSeed. */
import type { TrainingDictionaryRow } from '../../../db/stores/training-dictionaries.ts';
import type { GraphContext } from '../context.ts';
import type { TrainingSeedResolvers } from '../generated/types.ts';
import { MAX_CURVE_POINTS } from '../limits.ts';
import { checkRange } from '../../analysis/check-range.ts';
import type { TrainingSeedValue } from '../object-values.ts';
import { estimateSecondsLeft } from '../training-time.ts';

export const trainingSeedResolvers: TrainingSeedResolvers = {
  initSeed: ({ seed }) => seed,
  latest: async ({ run, seed }, _args, { batches }) =>
    (await batches.trainingCurves.load({ run, maxPoints: 1 })).find((point) => point.seed === seed) ?? null,
  secondsLeft: (parent, _args, context) => estimateSecondsLeft(context, parent),
  curve: async ({ run, seed }, { maxPoints }, { batches }) => {
    checkRange('maxPoints', maxPoints, { min: 1, max: MAX_CURVE_POINTS });
    return (await batches.trainingCurves.load({ run, maxPoints })).filter((point) => point.seed === seed);
  },
  dictionary: async (parent, _args, context) => {
    const row = await findFinal(context, parent);
    return row && context.batches.dictionaries.load({ spaceId: row.spaceId, id: row.dictionaryId });
  },
  heldOut: async (parent, _args, context) => (await findFinal(context, parent))?.heldOut ?? null,
};

async function findFinal(
  { batches }: GraphContext,
  { run, seed }: TrainingSeedValue,
): Promise<TrainingDictionaryRow | null> {
  const rows = await batches.dictionariesOfTrainingRuns.load(run);
  return rows.find((row) => row.seed === seed && row.tokens === run.settings.tokens) ?? null;
}
