/** Trains the seeds of one run, here or by an external trainer, and makes dictionaries of them. */
import { findTrainingRuns } from '../../../db/stores/training-runs.ts';
import { ReseedError } from '../../errors.ts';
import type { Task } from '../worker/task.ts';
import { trainHere } from './train-here.ts';
import { trainOutside } from './train-outside.ts';

export const trainRun: Task<{ spaceId: number; runId: number }> = async (context, { spaceId, runId }) => {
  const [run] = await findTrainingRuns(context.db, [{ spaceId, id: runId }]);
  if (!run) {
    throw new ReseedError('NOT_FOUND', 'Cannot train: the run is gone', { hint: 'Start it again.' });
  }
  return run.settings.trainer === null ? trainHere(context, run) : trainOutside(context, run);
};
