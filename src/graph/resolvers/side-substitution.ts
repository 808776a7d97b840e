/** SideSubstitution. */
import type { SideSubstitutionResolvers } from '../generated/types.ts';

export const sideSubstitutionResolvers: SideSubstitutionResolvers = {
  tokens: ({ row }) => row.source.tokens,
  text: ({ row }) => row.source.name,
  provenance: ({ row }) => row.source.provenance,
};
