/** MATCH_ACTIVATIONS: several dictionaries on the same tokens -> every pair of them matched by what fires together. */
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

const options = v.object({
  ...tokenSourceFields,
  /** Whether to compute what codes at other tokens give. */
  nulls: v.optional(v.boolean(), true),
});
export type MatchActivationsOptions = TokenSourceOptions & { nulls?: boolean };

const payload = v.object({
  spaceId: rowNumber,
  dictionaryIds: v.pipe(v.array(rowNumber), v.minLength(2)),
  ...options.entries,
});
export type MatchActivationsPayload = v.InferOutput<typeof payload>;

const result = v.object({
  /** Of every pair, in the order of the dictionaries. */
  matchingIds: v.array(rowNumber),
  /** Tokens that all dictionaries encoded; null where nothing was computed. */
  tokens: v.nullable(statedCount),
});
export type MatchActivationsResult = v.InferOutput<typeof result>;

export const matchActivationsKind = defineKind({
  kind: 'MATCH_ACTIVATIONS',
  urgency: 'MINUTES',
  payload: storedForm(payload),
  result: storedForm(result),
  /** Two to 64 dictionaries of one space. Throws `BAD_INPUT`, `SPACE_MISMATCH`, `CANNOT_ENCODE`, `NO_WEIGHTS`, `PATH_OUTSIDE_ROOTS` or `SOURCE_NOT_FOUND`. */
  async accept(
    { dictionaries, ...request }: MatchActivationsOptions & { dictionaries: readonly DictionaryRow[] },
    { importRoots, db },
  ) {
    const checked = checkRequest(options, request);
    const dictionaryIds = await checkAsked(db, dictionaries, { least: 2, action: 'match by activation' });
    const name = await checkTokenSource(checked, importRoots);
    const { spaceId } = dictionaries[0];
    const asked = { spaceId, dictionaryIds, ...checked };
    const names =
      dictionaryIds.length === 2
        ? dictionaries.map((one) => one.name).join(' and ')
        : `${dictionaryIds.length} dictionaries`;
    return {
      key: `match-activations:${fingerprint([asked])}`,
      title: `match ${names} by activation on ${name}`,
      payload: asked,
      spaceId,
    };
  },
  run: async (...given) => (await import('../firing/match-activations.ts')).matchActivations(...given),
});
