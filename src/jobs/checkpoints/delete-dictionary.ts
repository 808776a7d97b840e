/** Removes the rows of a dictionary that is already invisible. */
import { deleteDictionaryRows } from '../../../db/stores/removal.ts';
import type { Payloads } from '../queue/enqueue-job.ts';
import type { Task } from '../worker/task.ts';

export const deleteDictionary: Task = async (context) => {
  const { spaceId, dictionaryId } = context.job.payload as Payloads['DELETE'];
  return async (tx) => {
    await deleteDictionaryRows(tx, { spaceId, id: dictionaryId });
    return {};
  };
};
