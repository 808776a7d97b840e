/** `encode`: checks the question, has it encoded, joins what fires to features. */
import { listDictionariesOfRunGroups } from '../../db/stores/dictionaries.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { buildCriterion } from '../analysis/build-criterion.ts';
import { checkRange } from '../analysis/check-range.ts';
import { joinFeatures } from '../analysis/encoding/encoded-features.ts';
import type { EncodingInput } from '../analysis/encoding/encoding-request.ts';
import { found } from '../analysis/stored-rows.ts';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import type { EncodeInput } from './generated/types.ts';
import { MAX_DICTIONARIES_ENCODED } from './limits.ts';
import type { EncodedTextValue } from './object-values.ts';
import { getDictionary, getRunGroup } from './references.ts';

/** The answer. Throws `BAD_INPUT`, `SPACE_MISMATCH`, `NOT_FOUND`, `CANNOT_ENCODE`, `NO_WEIGHTS`, and as `EncodeTokens`. */
export async function encodeAsked(context: GraphContext, asked: EncodeInput): Promise<EncodedTextValue> {
  const criterion = buildCriterion(asked.criterion);
  const input = readInput(asked);
  const dictionaries = await listAskedDictionaries(context, asked);
  const [{ spaceId }] = dictionaries;
  const space = found(await context.batches.spaces.load(spaceId), 'space');
  const encoded = await context.encodeTokens({ space, dictionaries, input }, context.signal);
  const joined = await joinFeatures(context, { encoded, dictionaries, criterion });
  return { dictionaries, criterion, encoded, joined };
}

/** The dictionaries that are asked for: of one space, at least one. Throws as {@link encodeAsked}. */
export async function listAskedDictionaries(
  context: GraphContext,
  asked: Pick<EncodeInput, 'dictionaries' | 'runGroup'>,
): Promise<DictionaryRow[]> {
  const names = asked.dictionaries ?? null;
  if ((names === null) === (asked.runGroup == null))
    throw refuse('dictionaries', 'expected either `runGroup` or `dictionaries`');
  const dictionaries =
    names === null
      ? await listDictionariesOfRunGroups(context.db, [await getRunGroup(context, asked.runGroup ?? '')])
      : await Promise.all([...new Set(names)].map((name) => getDictionary(context, name)));
  checkRange('number of dictionaries', dictionaries.length, { min: 1, max: MAX_DICTIONARIES_ENCODED });
  const stranger = dictionaries.find(({ spaceId }) => spaceId !== dictionaries[0].spaceId);
  if (stranger === undefined) return dictionaries;
  throw new ReseedError(
    'SPACE_MISMATCH',
    `Cannot encode with "${dictionaries[0].name}" and "${stranger.name}" at once: they are of different spaces`,
    { hint: 'Ask for each space by itself.' },
  );
}

function readInput({ text, activations, model, hookpoint, context }: EncodeInput): EncodingInput {
  if ((text == null) === (activations == null)) throw refuse('text', 'expected either `text` or `activations`');
  if (activations == null)
    return { documents: [text ?? ''], model: model ?? null, hookpoint: hookpoint ?? null, context: context ?? null };
  const d = activations[0]?.length ?? 0;
  if (activations.some((row) => row.length !== d))
    throw refuse('activations', 'its rows are not all of one length; expected one number per dimension');
  const x = Float32Array.from(activations.flat());
  if (!x.every((value) => Number.isFinite(value)))
    throw refuse('activations', 'a number is too large for float32; expected finite numbers');
  return { activations: x, d };
}

function refuse(what: string, fault: string): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot encode with these \`${what}\`: ${fault}`, { hint: 'Correct the input.' });
}
