/** NULL_BASELINE: one pair of dictionaries -> what chance gives. */
import * as v from 'valibot';
import { findNulls } from '../../../db/stores/matchings.ts';
import { drawingCost, DRAWING_COST_LIMIT, drawsOf } from '../../compute/nulls/drawing-cost.ts';
import type { NullKind } from '../../compute/nulls/null-statistics.ts';
import { describePair, type PairRequest } from '../matching/pair-request.ts';
import { defineKind, type Enqueuing } from './kind.ts';
import { matchingFields, measure, noFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

/** A kind that is drawn of such a pair whenever any is: where it is missing, or of an older form, there is something to draw. */
function lastDrawn({ a, b }: PairRequest): NullKind {
  if (!a.hasWeights || !b.hasWeights) return 'ISOTROPIC';
  const n = [a.nLatents, b.nLatents] as const;
  const cost = drawingCost({
    kind: 'ROTATION',
    n,
    d: a.dIn,
    draws: drawsOf(n),
    sides: a.hasEncoder && b.hasEncoder ? 2 : 1,
  });
  return cost > DRAWING_COST_LIMIT ? 'ISOTROPIC' : 'ROTATION';
}

/** The job for the nulls of a pair; null where they are stored. Without rows, sizes and width are enough for the isotropic one. */
export function acceptNulls({ matching, a, b }: PairRequest) {
  return async ({ tx }: Pick<Enqueuing, 'tx'>) => {
    const [nulls] = await findNulls(tx, [matching]);
    const last = nulls.find(({ kind }) => kind === lastDrawn({ matching, a, b }));
    if (last?.statistics.similarity !== undefined) return null;
    const { content, pair, place } = describePair({ matching, a, b });
    return {
      key: `null:${place.spaceId}:${a.hasWeights && b.hasWeights ? content : place.matchingId}`,
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
