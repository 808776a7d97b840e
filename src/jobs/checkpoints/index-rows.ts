/** Builds or drops an approximate index over one side of one dictionary. */
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import { buildNearestIndex, dropNearestIndex } from '../../../db/stores/find-nearest.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../errors.ts';
import type { Task } from '../worker/task.ts';

export const indexRows: Task<{ spaceId: number; dictionaryId: number; side: Side; enabled: boolean }> = async (
  context,
  { spaceId, dictionaryId, side, enabled },
) => {
  const key = { spaceId, id: dictionaryId };
  const [dictionary] = await findDictionaries(context.db, [key]);
  if (!dictionary) {
    throw new ReseedError('NOT_FOUND', 'Cannot index: the dictionary has been deleted.', {
      hint: 'Import it again first.',
    });
  }
  return async (tx) => {
    await (enabled ? buildNearestIndex(tx, { dictionary, side }) : dropNearestIndex(tx, { dictionary, side }));
    return { dictionary: key };
  };
};
