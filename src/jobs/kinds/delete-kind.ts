/** DELETE: removes the rows of a dictionary, which is hidden as soon as it is asked for. */
import * as v from 'valibot';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { markDeleting } from '../../../db/stores/removal.ts';
import { ReseedError } from '../../errors.ts';
import { defineKind } from './kind.ts';
import { dictionaryFields, noFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

export const deleteKind = defineKind({
  kind: 'DELETE',
  urgency: 'SECONDS',
  payload: storedForm(v.object(dictionaryFields)),
  result: storedForm(noFields),
  /** Hides the dictionary in the transaction that queues the removal. Throws `NOT_FOUND` if it is gone already. */
  accept:
    ({ spaceId, id, name }: DictionaryRow) =>
    async ({ tx }) => {
      if (!(await markDeleting(tx, { spaceId, id }))) {
        throw new ReseedError('NOT_FOUND', `Cannot delete "${name}": it is gone already.`, {
          hint: 'Nothing needs to be done.',
        });
      }
      return { key: `delete:${spaceId}:${id}`, title: `delete ${name}`, payload: { spaceId, dictionaryId: id } };
    },
  run: async (...given) => (await import('../checkpoints/delete-dictionary.ts')).deleteDictionary(...given),
});
