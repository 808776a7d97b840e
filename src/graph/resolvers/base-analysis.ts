/** BaseAnalysis. */
import { baseHistogram, universalityStatement } from '../../compute/group/base-universality.ts';
import { onlyInBase, onlyInBaseStatement } from '../../compute/group/only-in-base.ts';
import { powerLawStatement } from '../../compute/group/power-law.ts';
import { sumFlags } from '../../compute/group/seed-group.ts';
import type { BaseAnalysisResolvers } from '../generated/types.ts';
import { describePublications, qualify } from '../publication-note.ts';

export const baseAnalysisResolvers: BaseAnalysisResolvers = {
  matchings: ({ pairs }) => pairs.map(({ matching }) => matching),
  note: ({ pairs }) => describePublications(pairs),
  universality: async ({ base, pairs, load }) => {
    const view = await load();
    return view && { ...baseHistogram(view), dictionary: base, statement: qualify(universalityStatement, { pairs }) };
  },
  onlyInBase: async ({ pairs, load }) => {
    const view = await load();
    if (view === null) return null;
    const latents = sumFlags(view.counted);
    return {
      ...onlyInBase(view),
      latents,
      statement: qualify(onlyInBaseStatement, { pairs }),
      fitStatement: powerLawStatement,
    };
  },
};
