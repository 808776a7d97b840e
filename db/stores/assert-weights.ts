/** Work on rows needs rows: a dictionary that is known from a published matching only has none. */
import { ReseedError } from '../../src/errors.ts';
import type { DictionaryRow } from './dictionaries.ts';

/** Throws `NO_WEIGHTS` if one of them has no rows here; `action` is what was to be done with them. */
export function assertWeights(dictionaries: readonly DictionaryRow[], action: string): void {
  const bare = dictionaries.find(({ hasWeights }) => !hasWeights);
  if (!bare) return;
  throw new ReseedError('NO_WEIGHTS', `Cannot ${action}: "${bare.name}" is known from a published matching only`, {
    hint: 'Import its weights into another run group, or name dictionaries whose `hasWeights` is true.',
  });
}
