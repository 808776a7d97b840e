/** ExplanationScore. */
import { readScoreInterval } from '../../analysis/labels/score-interval.ts';
import type { ExplanationScoreResolvers } from '../generated/types.ts';

export const explanationScoreResolvers: ExplanationScoreResolvers = {
  interval: (score) => readScoreInterval(score),
};
