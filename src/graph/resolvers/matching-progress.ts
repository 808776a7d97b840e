/** MatchingProgress. */
import type { MatchingProgressResolvers } from '../generated/types.ts';

export const matchingProgressResolvers: MatchingProgressResolvers = {
  fraction: ({ done, total, runningFraction }) => (total > 0 ? Math.min(1, (done + runningFraction) / total) : 1),
};
