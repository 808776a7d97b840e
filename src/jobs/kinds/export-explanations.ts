/** EXPORT_EXPLANATIONS: what is known of a dictionary's latents -> files of Neuronpedia or delphi, below the export root. */
import * as v from 'valibot';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { checkExportFolder } from '../checkpoints/export-folder.ts';
import { statedCount } from '../queue/stated-fields.ts';
import { defineKind } from './kind.ts';
import { dictionaryFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

interface ExplanationExportRequest {
  dictionary: DictionaryRow;
  layout: 'NEURONPEDIA' | 'DELPHI';
  /** Below the export root. */
  folder: string;
  /** Whether a folder that exists gives way. */
  replace: boolean;
}

export const exportExplanationsKind = defineKind({
  kind: 'EXPORT_EXPLANATIONS',
  urgency: 'SECONDS',
  payload: storedForm(
    v.object({
      ...dictionaryFields,
      layout: v.picklist(['NEURONPEDIA', 'DELPHI']),
      folder: v.string(),
      replace: v.boolean(),
    }),
  ),
  result: storedForm(
    v.object({ explanations: statedCount, scores: statedCount, statistics: statedCount, contexts: statedCount }),
  ),
  /** Throws `EXPORT_OFF` or `BAD_INPUT`. */
  accept({ dictionary, layout, folder: asked, replace }: ExplanationExportRequest, { exportRoot }) {
    const folder = checkExportFolder({ root: exportRoot, asked });
    const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    return {
      key: `export explanations:${folder}`,
      title: `export the explanations of ${dictionary.name} to ${folder}`,
      payload: { ...about, layout, folder, replace },
      ...about,
    };
  },
  run: async (...given) => (await import('../explanations/export-explanations.ts')).exportExplanations(...given),
});
