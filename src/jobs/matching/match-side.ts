/** Matches one side of one pair: rows -> unit rows -> matching with its proof -> rows. */
import { findSides, insertSide } from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { checkMatchingMemory } from '../../compute/matching/memory-estimate.ts';
import { sideStatistics } from '../../compute/statistics/statistics.ts';
import type { Progress } from '../../compute/turns.ts';
import { matchStoredRows } from './match-on-worker.ts';
import { getMatchedDictionaries } from './matched-dictionaries.ts';
import { rankMatching } from './rank-matching.ts';
import { readUnitRows } from './read-unit-rows.ts';
import type { Task } from '../worker/task.ts';

export const matchSide: Task<{ spaceId: number; matchingId: number; side: Side; measure: Measure }> = async (
  context,
  { spaceId, matchingId, side, measure },
) => {
  const key = { spaceId, id: matchingId };
  const { a, b } = await getMatchedDictionaries(context.db, key);
  const [sides] = await findSides(context.db, [key]);
  if (sides.some((row) => row.side === side && row.publication === null))
    return async () => ({ matching: key, alreadyPresent: true });
  const { memoryMb } = context.settings;
  // What no way of computing products has room for is said before rows are read; that of the way that is taken, by matchRows.
  checkMatchingMemory({ nA: a.nLatents, nB: b.nLatents, d: a.dIn }, { precisions: ['FLOAT32'], memoryMb });
  context.progress({ step: 'reading rows', done: 0, total: 1, unit: 'sides' });
  const unitA = await readUnitRows(context, { dictionary: a, side });
  const unitB = await readUnitRows(context, { dictionary: b, side });
  const rows = { a: unitA, b: unitB };
  const onProgress = (progress: Progress) => context.progress({ ...progress, unit: 'parts' });
  const result = await matchStoredRows(context, rows, { measure, margins: true, onProgress });
  return async (tx) => {
    await getMatchedDictionaries(tx, key); // neither was deleted meanwhile
    await insertSide(tx, { matching: key, side, result, ...sideStatistics(result), jobId: context.job.id });
    await rankMatching(tx, key);
    return { matching: key };
  };
};
