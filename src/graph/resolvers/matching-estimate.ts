/** MatchingEstimate. */
import type { MatchingEstimateResolvers } from '../generated/types.ts';

export const matchingEstimateResolvers: MatchingEstimateResolvers = {
  allowedMb: ({ allowedMb }) => (Number.isFinite(allowedMb) ? allowedMb : null),
};
