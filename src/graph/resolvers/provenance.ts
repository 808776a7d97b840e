/** Provenance. */
import type { ProvenanceResolvers } from '../generated/types.ts';

export const provenanceResolvers: ProvenanceResolvers = {
  importedAt: ({ createdAt }) => createdAt,
  changes: ({ spaceId, id }, _args, { batches }) => batches.changesOfDictionaries.load({ spaceId, id }),
};
