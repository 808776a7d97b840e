/** Writes one dictionary as a checkpoint of another library, below the export root: whole or absent. */
import path from 'node:path';
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import {
  placeCheckpoint,
  writeCheckpoint,
  type WrittenFormat,
} from '../../../loaders/checkpoints/checkpoint-writer.ts';
import { writeSparsifyRun } from '../../../loaders/checkpoints/sparsify-writer.ts';
import { ReseedError } from '../../errors.ts';
import { readExportedContent, resolveExport } from './export-folder.ts';
import { openStoredDictionary } from './stored-dictionary.ts';
import type { Task } from '../worker/task.ts';

export const exportDictionary: Task<{
  spaceId: number;
  dictionaryId: number;
  format: WrittenFormat;
  folder: string;
}> = async (context, { spaceId, dictionaryId, format, folder }) => {
  const key = { spaceId, id: dictionaryId };
  const target = resolveExport(context.settings.exportRoot ?? null, folder);
  const [row] = await findDictionaries(context.db, [key]);
  if (!row) {
    throw new ReseedError('NOT_FOUND', 'Cannot export: the dictionary has been deleted.', {
      hint: 'Import it again first.',
    });
  }
  const dictionary = await openStoredDictionary(context.db, row);
  const total = 2 * row.nLatents;
  let done = 0;
  await writeCheckpoint(dictionary, {
    format,
    folder: target,
    // An earlier attempt, or the same request once more, may have been there.
    replace: (await readExportedContent(target)) === row.contentSha256,
    onRows: (rows) => {
      context.signal.throwIfAborted();
      done += rows;
      context.progress({ step: 'writing', done, total, unit: 'rows' });
    },
  });
  const { components } = placeCheckpoint(dictionary.identity);
  if (format === 'sparsify' && folder.split('/').slice(-components.length).join('/') === components.join('/')) {
    await writeSparsifyRun(path.join(target, ...components.slice(1).map(() => '..')), dictionary.identity);
  }
  return async () => ({ dictionary: key });
};
