/** Publication: of a side that others published, which is what it is handed. */
import type { Publication, SideRow } from '../../../db/stores/matchings.ts';
import type { PublicationResolvers } from '../generated/types.ts';
import { describePublication } from '../../analysis/pair/publication-note.ts';

export const publicationResolvers: PublicationResolvers = {
  by: (side) => publicationOf(side).by,
  format: (side) => publicationOf(side).format,
  files: (side) => publicationOf(side).files,
  cosines: (side) => publicationOf(side).cosines,
  statedCertificate: (side) => publicationOf(side).statedCertificate,
  statement: (side) => describePublication(side) ?? '',
};

function publicationOf({ publication }: SideRow): Publication {
  if (publication === null) throw new TypeError('expected a side that others published');
  return publication;
}
