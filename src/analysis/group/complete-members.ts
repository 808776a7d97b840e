/** Which dictionaries of a run group a question is about, and the largest set of these of which every pair is matched. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { findCompleteSubset } from '../../compute/group/complete-subset.ts';
import { ReseedError } from '../../errors.ts';
import { keyText } from '../batches/key-text.ts';
import type { CompletePair } from '../held/matched-pair.ts';

/** Two dictionaries that are not matched completely. */
export interface MissingPair {
  a: DictionaryRow;
  b: DictionaryRow;
}

/** `among` in the order of the group; all where none are named. Throws `BAD_INPUT` for one of another group, and for fewer than two. */
export function pickMembers(
  members: readonly DictionaryRow[],
  among: readonly DictionaryRow[] | null,
): DictionaryRow[] {
  if (among === null) return [...members];
  const named = new Set(among.map(({ spaceId, id }) => keyText({ spaceId, id })));
  const picked = members.filter(({ spaceId, id }) => named.has(keyText({ spaceId, id })));
  if (picked.length === named.size && picked.length >= 2) return picked;
  const outside = among.find((row) => !members.some((member) => keyText(member) === keyText(row)));
  throw new ReseedError(
    'BAD_INPUT',
    outside
      ? `Cannot ask the run group about "${outside.name}": it is not in it`
      : 'Cannot ask a run group about fewer than two of its dictionaries',
    { hint: 'Name two or more dictionaries of the run group, or none for all.' },
  );
}

/** The largest set of which every pair is there; all of them, and no figure, where nothing is matched. */
export function takeComplete(wanted: readonly DictionaryRow[], complete: readonly CompletePair[]) {
  const position = new Map(wanted.map(({ id }, at) => [id, at]));
  const there = complete.flatMap((pair) => {
    const [a, b] = [position.get(pair.matching.a), position.get(pair.matching.b)];
    return a === undefined || b === undefined ? [] : [{ pair, a, b }];
  });
  const found = findCompleteSubset(
    wanted.length,
    there.map(({ a, b }) => [a, b]),
  );
  const kept = new Set(found.length < 2 ? wanted.keys() : found);
  const matched = new Set(there.map(({ a, b }) => `${Math.min(a, b)}:${Math.max(a, b)}`));
  const missingPairs = wanted.flatMap((a, i) =>
    wanted.flatMap((b, j) => (i < j && !matched.has(`${i}:${j}`) ? [{ a, b }] : [])),
  );
  return {
    dictionaries: wanted.filter((_, at) => kept.has(at)),
    leftOut: wanted.filter((_, at) => !kept.has(at)),
    missingPairs,
    pairs: there.filter(({ a, b }) => kept.has(a) && kept.has(b)).map(({ pair }) => pair),
  };
}
