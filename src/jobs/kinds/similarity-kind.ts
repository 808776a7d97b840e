/** SIMILARITY: the decoder rows of one matched pair -> their SVCCA, and the spans of the latents without a partner. */
import * as v from 'valibot';
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import { findOrphanSpans, findSimilarities } from '../../../db/stores/similarities.ts';
import { checkCorrelatedWidth } from '../../compute/similarity/correlated-width.ts';
import { describePair, type PairRequest } from '../matching/pair-request.ts';
import { defineKind } from './kind.ts';
import { matchingFields, noFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

export const similarityKind = defineKind({
  kind: 'SIMILARITY',
  urgency: 'MINUTES',
  payload: storedForm(v.object(matchingFields)),
  result: storedForm(noFields),
  /** Nothing is left to do where it is stored. Throws `NO_WEIGHTS` or `SIMILARITY_TOO_COSTLY`. */
  accept({ matching, a, b }: PairRequest) {
    assertWeights([a, b], 'compare rows');
    checkCorrelatedWidth(a.dIn);
    return async ({ tx }) => {
      const stored = [...(await findSimilarities(tx, [matching])), ...(await findOrphanSpans(tx, [matching]))];
      if (stored.every((row) => row !== null)) return null;
      const { content, place } = describePair({ matching, a, b });
      return {
        key: `similarity:${place.spaceId}:${content}`,
        title: `SVCCA of ${a.name} and ${b.name}`,
        payload: place,
        ...place,
      };
    };
  },
  run: async (...given) => (await import('../matching/compare-spans.ts')).compareSpans(...given),
});
