/** EXPORT_EXPLANATIONS: what is known of a dictionary's latents -> files of Neuronpedia or delphi, below the export root. */
import * as v from 'valibot';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { checkExportFolder } from '../checkpoints/export-folder.ts';
import { checkRequest } from '../queue/checked-request.ts';
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
  /** Users of the portal, for NEURONPEDIA. */
  creatorId?: string;
  authorId?: string;
}

const firstPayload = v.object({
  ...dictionaryFields,
  layout: v.picklist(['NEURONPEDIA', 'DELPHI']),
  folder: v.string(),
  replace: v.boolean(),
});
const userId = v.optional(
  v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'expected the id of a user: letters, digits, minus')),
);
const users = v.object({ creatorId: userId, authorId: userId });
const firstResult = v.object({
  explanations: statedCount,
  scores: statedCount,
  statistics: statedCount,
  contexts: statedCount,
});

export const exportExplanationsKind = defineKind({
  kind: 'EXPORT_EXPLANATIONS',
  urgency: 'SECONDS',
  payload: storedForm(firstPayload, v.object({ ...firstPayload.entries, ...users.entries })),
  result: storedForm(
    v.pipe(
      firstResult,
      v.transform((result) => ({ ...result, scoresLeftOut: 0 })),
    ),
    v.object({ ...firstResult.entries, scoresLeftOut: statedCount }),
  ),
  /** Throws `EXPORT_OFF` or `BAD_INPUT`. */
  accept({ dictionary, layout, folder: asked, replace, ...rest }: ExplanationExportRequest, { exportRoot }) {
    const folder = checkExportFolder({ root: exportRoot, asked });
    const named = checkRequest(users, rest);
    const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    return {
      key: `export explanations:${folder}`,
      title: `export the explanations of ${dictionary.name} to ${folder}`,
      payload: { ...about, layout, folder, replace, ...named },
      ...about,
    };
  },
  run: async (...given) => (await import('../explanations/export-explanations.ts')).exportExplanations(...given),
});
