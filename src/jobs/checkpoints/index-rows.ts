/** Builds or drops an approximate index over one side of one dictionary. */
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import { buildNearestIndex, dropNearestIndex } from '../../../db/stores/nearest.ts';
import { ReseedError } from '../../errors.ts';
import type { Payloads } from '../queue/enqueue-job.ts';
import type { Task } from '../worker/task.ts';

export const nearestIndex: Task = async (context) => {
  const { spaceId, dictionaryId, side, enabled } = context.job.payload as Payloads['INDEX'];
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
