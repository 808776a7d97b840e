/** SUBSTITUTE: a matching on tokens -> what the reconstruction of A loses with partners in the place of its latents. */
import * as v from 'valibot';
import { checkAsked } from '../firing/asked-dictionaries.ts';
import { checkTokenSource, tokenSourceFields, type TokenSourceOptions } from '../firing/token-source-request.ts';
import { describePair, type PairRequest } from '../matching/pair-request.ts';
import { checkRequest } from '../queue/checked-request.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { statedCount } from '../queue/stated-fields.ts';
import { defineKind } from './kind.ts';
import { matchingFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

const options = v.object(tokenSourceFields);

const payload = v.object({ ...matchingFields, ...options.entries });
export type SubstitutePayload = v.InferOutput<typeof payload>;

/** Tokens that were looked at; null where all was there. */
const result = v.object({ tokens: v.nullable(statedCount) });
export type SubstituteResult = v.InferOutput<typeof result>;

export const substituteKind = defineKind({
  kind: 'SUBSTITUTE',
  urgency: 'MINUTES',
  payload: storedForm(payload),
  result: storedForm(result),
  /** Throws as MATCH_ACTIVATIONS. */
  async accept({ matching, a, b, ...request }: TokenSourceOptions & PairRequest, { importRoots, db }) {
    const checked = checkRequest(options, request);
    await checkAsked(db, [a, b], { least: 2, action: 'compare the contributions of' });
    const name = await checkTokenSource(checked, importRoots);
    const { place, pair } = describePair({ matching, a, b });
    return {
      key: `substitute:${fingerprint([place, checked])}`,
      title: `substitute partners of ${pair} on ${name}`,
      payload: { ...place, ...checked },
      ...place,
    };
  },
  run: async (...given) => (await import('../substitution/substitute-partners.ts')).substitutePartners(...given),
});
