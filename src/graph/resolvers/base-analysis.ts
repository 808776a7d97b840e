/** BaseAnalysis. */
import { baseHistogram, universalityStatement } from '../../compute/group/base-universality.ts';
import { onlyInBase, onlyInBaseStatement } from '../../compute/group/only-in-base.ts';
import { powerLawStatement } from '../../compute/group/power-law.ts';
import { sumFlags } from '../../compute/group/seed-group.ts';
import type { BaseAnalysisResolvers } from '../generated/types.ts';
import { listBaseOrphans } from '../../analysis/latents/base-orphans.ts';
import { chanceOfBase } from '../../analysis/group/group-chance.ts';
import { findOfBase, readSharedByFrequency, readSharedByScore } from '../../analysis/latents/sharing-covariates.ts';
import { describePublications, qualify } from '../../analysis/pair/publication-note.ts';

export const baseAnalysisResolvers: BaseAnalysisResolvers = {
  matchings: ({ pairs }) => pairs.map(({ matching }) => matching),
  note: ({ pairs }) => describePublications(pairs),
  universality: async (analysis) => {
    const view = await analysis.load();
    if (view === null) return null;
    const statement = qualify(universalityStatement, analysis);
    return { ...baseHistogram(view), dictionary: analysis.base, statement, chance: chanceOfBase(analysis) };
  },
  onlyInBase: async (analysis) => {
    const view = await analysis.load();
    if (view === null) return null;
    return {
      ...onlyInBase(view),
      latents: sumFlags(view.counted),
      statement: qualify(onlyInBaseStatement, analysis),
      fitStatement: powerLawStatement,
      chance: chanceOfBase(analysis),
    };
  },
  sharedByScore: async (analysis, asked, context) => readSharedByScore(context, await findOfBase(analysis), asked),
  sharedByFrequency: async (analysis, asked, context) =>
    readSharedByFrequency(context, await findOfBase(analysis), asked),
  orphans: (analysis, asked, context) => listBaseOrphans(context, analysis, asked),
};
