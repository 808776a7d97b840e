/** The dictionaries of a request that compares or judges what several of one space do on the same tokens. */
import { findSpaces, type SpaceRow } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/session.ts';
import { type DictionaryRow, findDictionaries } from '../../../db/stores/dictionaries.ts';
import { describeMismatch } from '../../../db/stores/space-mismatch.ts';
import { ReseedError } from '../../errors.ts';
import { checkCanEncode } from '../contexts/read-encoder.ts';
import { refuseField } from '../queue/checked-request.ts';

/** Dictionaries of one pass: their weights are held at once. */
const MAX_DICTIONARIES = 64;

/** Their numbers, ascending, each once. Throws `BAD_INPUT`, `SPACE_MISMATCH`, `CANNOT_ENCODE`, `NO_WEIGHTS`. */
export async function checkAsked(
  s: Session,
  dictionaries: readonly DictionaryRow[],
  { least, action }: { least: number; action: string },
): Promise<number[]> {
  const ids = [...new Set(dictionaries.map(({ id }) => id))].sort((a, b) => a - b);
  if (ids.length < least || ids.length > MAX_DICTIONARIES)
    throw refuseField('dictionaries', `expected ${least} to ${MAX_DICTIONARIES} of them`);
  const [first] = dictionaries;
  const stranger = dictionaries.find(({ spaceId }) => spaceId !== first.spaceId);
  if (stranger)
    throw await describeMismatch(s, {
      action: `${action} "${first.name}" and "${stranger.name}"`,
      a: first,
      b: stranger,
    });
  const [space] = await findSpaces(s, [first.spaceId]);
  if (space) for (const dictionary of dictionaries) checkCanEncode(dictionary, space);
  return ids;
}

/** The rows of a payload, in its order. Throws `NOT_FOUND`. */
export async function getAsked(
  s: Session,
  { spaceId, dictionaryIds }: { spaceId: number; dictionaryIds: readonly number[] },
): Promise<{ dictionaries: DictionaryRow[]; space: SpaceRow }> {
  const [space] = await findSpaces(s, [spaceId]);
  const found = await findDictionaries(
    s,
    dictionaryIds.map((id) => ({ spaceId, id })),
  );
  const dictionaries = found.filter((row) => row !== null);
  if (space && dictionaries.length === found.length) return { dictionaries, space };
  throw new ReseedError('NOT_FOUND', 'Cannot encode: a dictionary has been deleted', { hint: 'Ask again without it.' });
}
