/** RunGroup. */
import { readMatchingProgress } from '../../../db/stores/read-matching-progress.ts';
import { buildCriterion } from '../../analysis/build-criterion.ts';
import type { RunGroupResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { findMatchedGroup } from '../../analysis/group/matched-group.ts';
import { listSameSeedPairs } from '../../analysis/group/same-seed-pairs.ts';
import { describeDifferences } from '../../analysis/group/stated-differences.ts';
import { getDictionary } from '../references.ts';
import { found } from '../../analysis/stored-rows.ts';

export const runGroupResolvers: RunGroupResolvers = {
  id: ({ spaceId, id }) => formatGlobalId({ kind: 'RunGroup', spaceId, id }),
  space: async ({ spaceId }, _args, { batches }) => found(await batches.spaces.load(spaceId), 'space'),
  dictionaries: (group, _args, { batches }) => batches.dictionariesOfRunGroups.load(group),
  contradictions: async (group, _args, { batches }) =>
    describeDifferences(await batches.dictionariesOfRunGroups.load(group)),
  otherRevisions: (group, _args, { batches }) => batches.otherRevisionsOfRunGroups.load(group),
  matchings: (group, { measure }, { batches }) => batches.matchingsOfRunGroups.load({ key: group, measure }),
  matchingProgress: (group, { measure }, { db }) => readMatchingProgress(db, { group, measure }),
  sameSeedPairs: async (group, _args, { batches }) =>
    listSameSeedPairs(await batches.dictionariesOfRunGroups.load(group)),
  analysis: async (group, { criterion, measure, dictionaries }, context) => {
    const among = dictionaries && (await Promise.all(dictionaries.map((id) => getDictionary(context, id))));
    return findMatchedGroup(context, group, { criterion: buildCriterion(criterion), measure, among });
  },
};
