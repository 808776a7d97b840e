/** Removes the rows of a dictionary that is already invisible. */
import { deleteDictionaryRows } from '../../../db/stores/removal.ts';
import type { Task } from '../worker/task.ts';

export const deleteDictionary: Task<{ spaceId: number; dictionaryId: number }> = async (
  _context,
  { spaceId, dictionaryId },
) => {
  return async (tx) => {
    await deleteDictionaryRows(tx, { spaceId, id: dictionaryId });
    return {};
  };
};
