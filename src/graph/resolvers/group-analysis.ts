/** GroupAnalysis. */
import { listFamilies } from '../../analysis/group/family-list.ts';
import {
  readCoreAndUnion,
  readCycleConsistency,
  readGroupOnlyInBase,
  readGroupUniversality,
} from '../../analysis/group/group-figures.ts';
import { readSharingMatrix } from '../../analysis/group/sharing-matrix.ts';
import { describeAliveness } from '../../analysis/latents/aliveness.ts';
import { findOfGroup, readSharedByFrequency, readSharedByScore } from '../../analysis/latents/sharing-covariates.ts';
import { readGroupSubspaces } from '../../analysis/pair/orphan-subspaces.ts';
import { describeNotes } from '../../analysis/pair/publication-note.ts';
import type { GroupAnalysisResolvers } from '../generated/types.ts';
import { MAX_PAGE_OF_ROWS } from '../limits.ts';
import { connectRows } from '../paging/index-page.ts';

export const groupAnalysisResolvers: GroupAnalysisResolvers = {
  matchings: ({ pairs }) => pairs.map(({ matching }) => matching),
  note: ({ pairs }) => describeNotes(pairs),
  missing: ({ missingPairs }) => missingPairs.length,
  aliveness: ({ dictionaries }) => dictionaries.map(describeAliveness),
  sharedMatrix: (group) => readSharingMatrix(group),
  universality: (group) => readGroupUniversality(group),
  onlyInBase: (group) => readGroupOnlyInBase(group),
  cycleConsistency: (group, rule, context) => readCycleConsistency(context, group, rule),
  families: async (group, { consistent, ...args }) => {
    const found = await listFamilies(group, consistent ?? null);
    return found && { ...connectRows(found.rows, { args, max: MAX_PAGE_OF_ROWS }), ...found };
  },
  union: (group) => readCoreAndUnion(group),
  orphanSpans: (group, _args, context) => readGroupSubspaces(context, group),
  sharedByScore: async (group, asked, context) => readSharedByScore(context, await findOfGroup(group), asked),
  sharedByFrequency: async (group, asked, context) => readSharedByFrequency(context, await findOfGroup(group), asked),
};
