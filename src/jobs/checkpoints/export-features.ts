/** Writes the core or the union of a run group as a checkpoint of another library, below the export root: whole or absent. */
import { writeCheckpoint, type WrittenFormat } from '../../../loaders/checkpoints/checkpoint-writer.ts';
import type { FeaturePart } from '../../compute/group/representatives.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { readExportedContent, resolveExport } from './export-folder.ts';
import { openFeatureDictionary } from './feature-dictionary.ts';
import type { Task } from '../worker/task.ts';

export const exportFeatures: Task<{
  spaceId: number;
  runGroupId: number;
  part: FeaturePart;
  criterion: Criterion;
  format: WrittenFormat;
  folder: string;
}> = async (context, { spaceId, runGroupId, part, criterion, format, folder }) => {
  const target = resolveExport(context.settings.exportRoot ?? null, folder);
  context.progress({ step: 'finding features', done: 0, total: 1, unit: 'rows' });
  const runGroup = { spaceId, id: runGroupId };
  const dictionary = await openFeatureDictionary(context.db, { runGroup, part, criterion, signal: context.signal });
  const total = 2 * dictionary.facts.nLatents;
  let done = 0;
  await writeCheckpoint(dictionary, {
    format,
    folder: target,
    // An earlier attempt, or the same request once more, may have been there.
    replace: (await readExportedContent(target)) === dictionary.contentSha256,
    onRows: (rows) => {
      context.signal.throwIfAborted();
      done += rows;
      context.progress({ step: 'writing', done, total, unit: 'rows' });
    },
  });
  return async () => ({});
};
