/** The two dictionaries of a matching, which must both still be there. */
import type { Session } from '../../../db/connect/connect.ts';
import { type DictionaryRow, findDictionaries } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import { findMatchings, type MatchingRow } from '../../../db/stores/matchings.ts';
import { ReseedError } from '../../errors.ts';

/** Throws `NOT_FOUND` if the matching or a dictionary of it was deleted. */
export async function getMatchedDictionaries(
  s: Session,
  key: Key,
): Promise<{ matching: MatchingRow; a: DictionaryRow; b: DictionaryRow }> {
  const [matching] = await findMatchings(s, [key]);
  if (matching) {
    const [a, b] = await findDictionaries(s, [
      { spaceId: key.spaceId, id: matching.a },
      { spaceId: key.spaceId, id: matching.b },
    ]);
    if (a && b) return { matching, a, b };
  }
  throw new ReseedError('NOT_FOUND', 'Cannot match: a dictionary of this pair has been deleted.', {
    hint: 'Import it again, then ask for the matching again.',
  });
}
