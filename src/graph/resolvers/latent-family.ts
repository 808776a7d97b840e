/** LatentFamily. */
import { familySize, listMembers } from '../../compute/group/families.ts';
import { isConsistent } from '../../analysis/group/family-list.ts';
import type { LatentFamilyResolvers } from '../generated/types.ts';
import { MAX_MEMBERS } from '../limits.ts';
import { checkFirst } from '../paging/paging.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const latentFamilyResolvers: LatentFamilyResolvers = {
  size: ({ families, f }) => familySize(families, f),
  dictionaries: ({ families, f }) => families.dictionaries[f],
  consistent: ({ families, f }) => isConsistent(families, f),
  links: ({ families, f }) => families.links[f],
  meanCosine: ({ families, f }) => knownOrNull(families.meanCosine[f]),
  minCosine: ({ families, f }) => knownOrNull(families.minCosine[f]),
  members: ({ families, f, among }, { first }, context) =>
    Promise.all(
      listMembers(families, { f, first: checkFirst(first, MAX_MEMBERS) }).map(({ dictionary, index }) => {
        const { spaceId, id: dictionaryId } = among[dictionary];
        return getLatent(context, { spaceId, dictionaryId, index });
      }),
    ),
};

function knownOrNull(cosine: number): number | null {
  return Number.isNaN(cosine) ? null : cosine;
}
