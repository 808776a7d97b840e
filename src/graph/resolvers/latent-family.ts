/** LatentFamily. */
import { getLatent } from '../../analysis/stored-rows.ts';
import type { LatentFamilyResolvers } from '../generated/types.ts';
import { MAX_MEMBERS } from '../limits.ts';
import { checkFirst } from '../paging/paging.ts';

export const latentFamilyResolvers: LatentFamilyResolvers = {
  latents: (family, { first }, context) =>
    Promise.all(family.listMembers(checkFirst(first, MAX_MEMBERS)).map((key) => getLatent(context, key))),
};
