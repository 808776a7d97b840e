/** One hookpoint of one model has one width: a dictionary of another width belongs to another hookpoint. */
import { findOtherWidth } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import { ReseedError } from '../../errors.ts';

/** Throws `SPACE_MISMATCH` if the database holds dictionaries of another width at this hookpoint. */
export async function assertHookpointWidth(
  s: Session,
  place: { model: string; revision: string; hookpoint: string; dIn: number },
): Promise<void> {
  const width = await findOtherWidth(s, place);
  if (width === null) return;
  throw new ReseedError(
    'SPACE_MISMATCH',
    `Cannot place a dictionary of width ${place.dIn} at "${place.hookpoint}" of "${place.model}": the dictionaries there have width ${width}; expected the same`,
    { hint: 'Name the hookpoint or model that the dictionary was trained on (command line: --hookpoint, --model).' },
  );
}
