/** NULL_BASELINE: one pair of dictionaries -> what random vectors give. */
import * as v from 'valibot';
import { findNulls } from '../../../db/stores/matchings.ts';
import { describePair, type PairRequest } from '../matching/pair-request.ts';
import { defineKind, type Enqueuing } from './kind.ts';
import { matchingFields, measure, noFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

/** The job for the nulls of a pair; null where they are stored, or a dictionary lacks the rows. */
export function acceptNulls({ matching, a, b }: PairRequest) {
  return async ({ tx }: Pick<Enqueuing, 'tx'>) => {
    if (!a.hasWeights || !b.hasWeights) return null;
    const [nulls] = await findNulls(tx, [matching]);
    if (nulls.length > 0) return null;
    const { content, pair, place } = describePair({ matching, a, b });
    return {
      key: `null:${place.spaceId}:${content}`,
      title: `null of ${pair}`,
      payload: { ...place, measure: matching.measure },
      ...place,
    };
  };
}

export const nullBaselineKind = defineKind({
  kind: 'NULL_BASELINE',
  urgency: 'MINUTES',
  payload: storedForm(v.object({ ...matchingFields, measure })),
  result: storedForm(noFields),
  accept: acceptNulls,
  run: async (...given) => (await import('../matching/draw-nulls.ts')).drawNulls(...given),
});
