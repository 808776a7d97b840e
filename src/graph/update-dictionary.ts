/** The mutation `updateDictionary`: facts of one dictionary, changed at once. */
import { changeFacts } from '../../db/stores/dictionary-facts.ts';
import { findDictionaries } from '../../db/stores/dictionaries.ts';
import { found } from '../analysis/stored-rows.ts';
import { checkFactsRequest } from '../jobs/queue/facts-request.ts';
import type { GraphContext } from './context.ts';
import type { UpdateDictionaryInput } from './generated/types.ts';
import type { UpdateDictionaryPayloadValue } from './object-values.ts';
import { getDictionary } from './references.ts';

/** Throws `BAD_INPUT`, `NOT_FOUND`, `PORTAL_ID_TAKEN`. */
export async function updateDictionary(
  context: GraphContext,
  { dictionary: reference, ...asked }: UpdateDictionaryInput,
): Promise<UpdateDictionaryPayloadValue> {
  const facts = checkFactsRequest(asked);
  const dictionary = await getDictionary(context, reference);
  const changes = await changeFacts(context.db, { dictionary, facts, source: 'REQUEST' });
  const [now] = await findDictionaries(context.db, [dictionary]);
  return { dictionary: found(now, 'dictionary'), changes };
}
