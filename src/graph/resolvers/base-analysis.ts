/** BaseAnalysis. */
import { readBaseOnlyInBase, readBaseUniversality } from '../../analysis/group/group-figures.ts';
import { describeAliveness } from '../../analysis/latents/aliveness.ts';
import { findOfBase, readSharedByFrequency, readSharedByScore } from '../../analysis/latents/sharing-covariates.ts';
import { describeNotes } from '../../analysis/pair/publication-note.ts';
import { readBaseOrphanPage } from '../base-orphan-page.ts';
import type { BaseAnalysisResolvers } from '../generated/types.ts';

export const baseAnalysisResolvers: BaseAnalysisResolvers = {
  matchings: ({ pairs }) => pairs.map(({ matching }) => matching),
  note: ({ pairs }) => describeNotes(pairs),
  missing: ({ missingPairs }) => missingPairs.length,
  aliveness: ({ base, others }) => [base, ...others].map(describeAliveness),
  universality: (base) => readBaseUniversality(base),
  onlyInBase: (base) => readBaseOnlyInBase(base),
  sharedByScore: async (base, asked, context) => readSharedByScore(context, await findOfBase(base), asked),
  sharedByFrequency: async (base, asked, context) => readSharedByFrequency(context, await findOfBase(base), asked),
  orphans: (base, asked, context) => readBaseOrphanPage(context, base, asked),
};
