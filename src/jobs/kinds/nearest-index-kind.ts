/** INDEX: builds or drops an approximate index over one side of one dictionary. */
import * as v from 'valibot';
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../errors.ts';
import { defineKind } from './kind.ts';
import { dictionaryFields, noFields, side } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

interface IndexRequest {
  dictionary: DictionaryRow;
  side: Side;
  /** False to drop it. */
  enabled: boolean;
}

export const nearestIndexKind = defineKind({
  kind: 'INDEX',
  urgency: 'SECONDS',
  payload: storedForm(v.object({ ...dictionaryFields, side, enabled: v.boolean() })),
  result: storedForm(noFields),
  /** Throws `NO_WEIGHTS` or `NO_ENCODER`. */
  accept({ dictionary, side, enabled }: IndexRequest) {
    assertWeights([dictionary], 'index rows');
    if (side === 'ENCODER' && !dictionary.hasEncoder) {
      throw new ReseedError('NO_ENCODER', `Cannot index encoder rows of "${dictionary.name}": it has none`, {
        hint: 'Index the decoder rows.',
      });
    }
    const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    return {
      key: `index:${about.spaceId}:${about.dictionaryId}:${side}:${enabled}`,
      title: `${enabled ? 'build' : 'drop'} the index over the ${side.toLowerCase()}s of ${dictionary.name}`,
      payload: { ...about, side, enabled },
      ...about,
    };
  },
  run: async (...given) => (await import('../checkpoints/index-rows.ts')).indexRows(...given),
});
