/** Writes what is known of a dictionary's latents below the export root: whole or absent. */
import { findSpaces } from '../../../db/stores/catalogue.ts';
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import { ReseedError } from '../../errors.ts';
import { type ExplanationLayout, type ExportCounts, exportExplanations as writeExport } from './explanation-export.ts';
import { resolveExport } from '../checkpoints/export-folder.ts';
import type { Task } from '../worker/task.ts';

export const exportExplanations: Task<
  {
    spaceId: number;
    dictionaryId: number;
    layout: ExplanationLayout;
    folder: string;
    replace: boolean;
    creatorId?: string;
    authorId?: string;
  },
  ExportCounts
> = async (context, { spaceId, dictionaryId, layout, folder, replace, creatorId, authorId }) => {
  const key = { spaceId, id: dictionaryId };
  const [[dictionary], [space]] = await Promise.all([
    findDictionaries(context.db, [key]),
    findSpaces(context.db, [spaceId]),
  ]);
  if (!dictionary || !space) {
    throw new ReseedError('NOT_FOUND', 'Cannot export: the dictionary has been deleted.', {
      hint: 'Import it again first.',
    });
  }
  const counts = await writeExport({
    db: context.db,
    dictionary,
    hookpoint: space.hookpoint,
    model: space.modelName,
    creatorId,
    authorId,
    layout,
    folder: resolveExport(context.settings.exportRoot ?? null, folder),
    replace,
    signal: context.signal,
    onLatents: (done) => context.progress({ step: 'writing', done, total: dictionary.nLatents, unit: 'latents' }),
  });
  return async () => ({ dictionary: key, result: counts });
};
