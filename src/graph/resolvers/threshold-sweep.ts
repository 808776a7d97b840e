/** ThresholdSweep. */
import { nullAt } from '../../compute/nulls/null-statistics.ts';
import type { ThresholdSweepResolvers } from '../generated/types.ts';

export const thresholdSweepResolvers: ThresholdSweepResolvers = {
  nulls: async ({ basis, of, points, ...rule }, _args, { batches }) => {
    const rows = await batches.nulls.load(basis);
    return rows.map(({ kind, statistics }) => ({
      kind,
      draws: statistics.draws,
      seed: statistics.seed,
      points: points.map(({ threshold }) => {
        const { sharedFraction } = nullAt(statistics, { end: of, criterion: { ...rule, threshold } });
        return { threshold, sharedFraction };
      }),
    }));
  },
};
