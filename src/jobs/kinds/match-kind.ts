/** MATCH: one side of one pair of dictionaries -> the optimal matching with its proof. */
import * as v from 'valibot';
import { findSides } from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { describePair, type PairRequest } from '../matching/pair-request.ts';
import { defineKind, type Enqueuing } from './kind.ts';
import { matchingFields, measure, noFields, side } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

/** The job for a side; null where it is matched, or a dictionary lacks the rows: it may be known from a published matching only. */
export function acceptSide({ matching, a, b, side }: PairRequest & { side: Side }) {
  return async ({ tx }: Pick<Enqueuing, 'tx'>) => {
    if (!a.hasWeights || !b.hasWeights) return null;
    if (side === 'ENCODER' && !(a.hasEncoder && b.hasEncoder)) return null;
    const [done] = await findSides(tx, [matching]);
    if (done.some((row) => row.side === side && row.publication === null)) return null;
    const { content, pair, place } = describePair({ matching, a, b });
    return {
      key: `match:${place.spaceId}:${content}:${side}`,
      title: `match the ${side.toLowerCase()}s of ${pair}`,
      payload: { ...place, side, measure: matching.measure },
      ...place,
    };
  };
}

export const matchKind = defineKind({
  kind: 'MATCH',
  urgency: 'MINUTES',
  payload: storedForm(v.object({ ...matchingFields, side, measure })),
  result: storedForm(noFields),
  accept: acceptSide,
  run: async (...given) => (await import('../matching/match-side.ts')).matchSide(...given),
});
