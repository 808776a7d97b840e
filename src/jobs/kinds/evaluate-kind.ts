/** EVALUATE: dictionaries on tokens -> how well they rebuild activations, and what the model predicts with their reconstructions. */
import * as v from 'valibot';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { checkAsked } from '../firing/asked-dictionaries.ts';
import { checkTokenSource, tokenSourceFields, type TokenSourceOptions } from '../firing/token-source-request.ts';
import { checkRequest } from '../queue/checked-request.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { statedCount } from '../queue/stated-fields.ts';
import { defineKind } from './kind.ts';
import { rowNumber } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

const options = v.object(tokenSourceFields);

const payload = v.object({
  spaceId: rowNumber,
  dictionaryIds: v.pipe(v.array(rowNumber), v.minLength(1)),
  ...options.entries,
});
export type EvaluatePayload = v.InferOutput<typeof payload>;

const result = v.object({
  /** Tokens that were evaluated on; null where all was there. */
  tokens: v.nullable(statedCount),
  /** What tells these tokens from others. */
  sourceKey: v.string(),
});
export type EvaluateResult = v.InferOutput<typeof result>;

export const evaluateKind = defineKind({
  kind: 'EVALUATE',
  urgency: 'MINUTES',
  payload: storedForm(payload),
  result: storedForm(result),
  /** One to 64 dictionaries of one space. Throws as MATCH_ACTIVATIONS. */
  async accept(
    { dictionaries, ...request }: TokenSourceOptions & { dictionaries: readonly DictionaryRow[] },
    { importRoots, db },
  ) {
    const checked = checkRequest(options, request);
    const dictionaryIds = await checkAsked(db, dictionaries, { least: 1, action: 'evaluate' });
    const name = await checkTokenSource(checked, importRoots);
    const [{ spaceId, id, name: first }] = dictionaries;
    const asked = { spaceId, dictionaryIds, ...checked };
    const names = dictionaryIds.length === 1 ? first : `${dictionaryIds.length} dictionaries`;
    return {
      key: `evaluate:${fingerprint([asked])}`,
      title: `evaluate ${names} on ${name}`,
      payload: asked,
      spaceId,
      ...(dictionaryIds.length === 1 && { dictionaryId: id }),
    };
  },
  run: async (...given) => (await import('../evaluation/evaluate-dictionaries.ts')).evaluateDictionaries(...given),
});
