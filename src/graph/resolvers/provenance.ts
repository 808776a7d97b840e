/** Provenance. */
import type { ProvenanceResolvers } from '../generated/types.ts';

export const provenanceResolvers: ProvenanceResolvers = {
  importedAt: ({ createdAt }) => createdAt,
};
