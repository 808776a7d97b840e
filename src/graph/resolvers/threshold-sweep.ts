/** ThresholdSweep. */
import { readSweepNulls } from '../../analysis/pair/pair-figures.ts';
import type { ThresholdSweepResolvers } from '../generated/types.ts';

export const thresholdSweepResolvers: ThresholdSweepResolvers = {
  nulls: (sweep, _args, context) => readSweepNulls(context, sweep),
};
