/** EXPLANATIONS: files of Neuronpedia, SAEDashboard or delphi -> explanations, scores, contexts and statistics of latents. */
import * as v from 'valibot';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { findRootedPath } from '../../../loaders/files/import-roots.ts';
import { importReport } from '../explanations/import-report.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { defineKind } from './kind.ts';
import { rowNumber } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

interface ExplanationsRequest {
  /** A folder or file below one of the import roots, absolute or relative to a root. */
  path: string;
  /** The dictionary that they are about; null where the files say it by portal ids. */
  dictionary: DictionaryRow | null;
  /** Take what fits of files that belong to another dictionary. */
  partial?: boolean;
}

export const explanationsKind = defineKind({
  kind: 'EXPLANATIONS',
  urgency: 'SECONDS',
  payload: storedForm(
    v.object({
      path: v.string(),
      spaceId: v.optional(rowNumber),
      dictionaryId: v.optional(rowNumber),
      partial: v.optional(v.boolean()),
    }),
  ),
  result: storedForm(importReport),
  /** Throws `PATH_OUTSIDE_ROOTS` or `SOURCE_NOT_FOUND`. */
  async accept({ path, dictionary, partial }: ExplanationsRequest, { importRoots }) {
    const place = await findRootedPath(path, importRoots);
    const about = dictionary === null ? {} : { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    return {
      key: `explanations:${fingerprint([path, about, ...(partial ? ['partial'] : [])])}`,
      title: `import explanations from ${place.components.join('/')}`,
      payload: { path, ...about, ...(partial && { partial }) },
      ...about,
    };
  },
  run: async (...given) => (await import('../explanations/import-explanations.ts')).importExplanations(...given),
});
