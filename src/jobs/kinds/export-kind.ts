/** EXPORT: one dictionary -> a checkpoint of another library, below the export root. */
import * as v from 'valibot';
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { WrittenFormat } from '../../../loaders/checkpoints/checkpoint-writer.ts';
import { decideExportFolder } from '../checkpoints/export-folder.ts';
import { readIdentity } from '../checkpoints/stored-dictionary.ts';
import { defineKind } from './kind.ts';
import { dictionaryFields, noFields, writtenFormat } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

interface ExportRequest {
  dictionary: DictionaryRow;
  format: WrittenFormat;
  /** Names below the export root joined by `/`; null for the usual place. */
  folder: string | null;
}

export const exportKind = defineKind({
  kind: 'EXPORT',
  urgency: 'SECONDS',
  payload: storedForm(v.object({ ...dictionaryFields, format: writtenFormat, folder: v.string() })),
  result: storedForm(noFields),
  /** Throws `NO_WEIGHTS`, `EXPORT_OFF` or `BAD_INPUT`; what the format cannot express ends up on the job. */
  async accept({ dictionary, format, folder: asked }: ExportRequest, { db, exportRoot }) {
    assertWeights([dictionary], 'export weights');
    const identity = await readIdentity(db, dictionary);
    const folder = decideExportFolder({ root: exportRoot, asked, format, identity });
    const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    return {
      key: `export:${folder}`,
      title: `export ${dictionary.name} as ${format} to ${folder}`,
      payload: { ...about, format, folder },
      ...about,
    };
  },
  run: async (...given) => (await import('../checkpoints/export-dictionary.ts')).exportDictionary(...given),
});
