/** GroupAnalysis. */
import { baseHistogram, meanFractions, universalityStatement } from '../../compute/group/base-universality.ts';
import { cycleStatement, groupCycleConsistency } from '../../compute/group/cycle-consistency.ts';
import { countFeatures } from '../../compute/group/families.ts';
import { meanOnlyInBase, onlyInBase, onlyInBaseStatement } from '../../compute/group/only-in-base.ts';
import { powerLawStatement } from '../../compute/group/power-law.ts';
import { viewBase } from '../../compute/group/seed-group.ts';
import { outlierStatement, sharedMatrix } from '../../compute/group/shared-matrix.ts';
import { unionGrowth, unionStatement } from '../../compute/group/union-growth.ts';
import { listFamilies } from '../../analysis/group/family-list.ts';
import type { GroupAnalysisResolvers } from '../generated/types.ts';
import { chanceOfGroup, chanceOfOne } from '../../analysis/group/group-chance.ts';
import { assertAliveKnown } from '../../analysis/pair/alive-latents.ts';
import { listCells } from '../../analysis/group/matrix-cells.ts';
import { findOfGroup, readSharedByFrequency, readSharedByScore } from '../../analysis/latents/sharing-covariates.ts';
import { describePublications, qualify } from '../../analysis/pair/publication-note.ts';

export const groupAnalysisResolvers: GroupAnalysisResolvers = {
  matchings: ({ pairs }) => pairs.map(({ matching }) => matching),
  note: ({ pairs }) => describePublications(pairs),
  sharedMatrix: async (analysis) => {
    const group = await analysis.load();
    if (group === null) return null;
    const rows = sharedMatrix(group).map((row, base) => ({
      ...row,
      dictionary: analysis.dictionaries[base],
      cells: listCells(analysis, { base, cells: row.cells }),
    }));
    return { rows, outlierStatement: qualify(outlierStatement, analysis) };
  },
  universality: async (analysis) => {
    const { dictionaries } = analysis;
    const group = await analysis.load();
    if (group === null) return null;
    const statement = qualify(universalityStatement, analysis);
    const chance = chanceOfGroup(analysis);
    const histograms = dictionaries.map((_, base) => baseHistogram(viewBase(group, base)));
    const bases = histograms.map((histogram, base) => ({
      ...histogram,
      dictionary: dictionaries[base],
      statement,
      chance: chanceOfOne(chance, base),
    }));
    return { statement, fractions: meanFractions(histograms), bases, chance };
  },
  onlyInBase: async (analysis) => {
    const group = await analysis.load();
    if (group === null) return null;
    const curve = meanOnlyInBase(analysis.dictionaries.map((_, base) => onlyInBase(viewBase(group, base))));
    const statement = qualify(`${onlyInBaseStatement} Mean over base dictionaries, each with equal weight.`, analysis);
    const chance = chanceOfGroup(analysis);
    return { ...curve, latents: countLatents(group), statement, fitStatement: powerLawStatement, chance };
  },
  cycleConsistency: async ({ dictionaries, pairs, loadPartners }, rule, context) => {
    assertAliveKnown(dictionaries, rule);
    const table = await loadPartners();
    if (table === null) return null;
    const alive = rule.aliveOnly ? await Promise.all(dictionaries.map((one) => context.pairs.loadAlive(one))) : null;
    const found = groupCycleConsistency(table, alive);
    if (found === null) return null;
    const bases = found.byBase.map((decoder, base) => ({ dictionary: dictionaries[base], decoder }));
    return { ...found, ...rule, bases, statement: qualify(cycleStatement(rule), { pairs }) };
  },
  families: (analysis, { consistent, ...args }) => listFamilies(analysis, { consistent: consistent ?? null, args }),
  union: async (analysis) => {
    const group = await analysis.loadNamed();
    if (group === null) return null;
    const growth = unionGrowth(countFeatures(group));
    const statement = qualify(unionStatement, analysis);
    return { ...growth, latents: countLatents(group), statement, chance: chanceOfGroup(analysis) };
  },
  sharedByScore: async (analysis, asked, context) => readSharedByScore(context, await findOfGroup(analysis), asked),
  sharedByFrequency: async (analysis, asked, context) =>
    readSharedByFrequency(context, await findOfGroup(analysis), asked),
};

function countLatents({ latents }: { latents: readonly number[] }): number {
  return latents.reduce((total, count) => total + count, 0);
}
