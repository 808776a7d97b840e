/** IMPORT: one checkpoint -> one dictionary. */
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { checkImportRequest, type ImportRequest, importRequest } from '../checkpoints/import-request.ts';
import { fingerprint, sortFields } from '../queue/fingerprint.ts';
import { defineKind } from './kind.ts';
import { noFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

export const importKind = defineKind({
  kind: 'IMPORT',
  urgency: 'SECONDS',
  payload: storedForm(importRequest),
  result: storedForm(noFields),
  /** Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND` or `BAD_INPUT`. */
  async accept(request: ImportRequest, { importRoots }) {
    const payload = checkImportRequest(request);
    const folder = await openSourceFolder({ path: payload.path, roots: importRoots });
    return {
      key: `import:${fingerprint(sortFields(payload))}`,
      title: `import ${folder.pathComponents.join('/')}`,
      payload,
    };
  },
  run: async (...given) => (await import('../checkpoints/import-dictionary.ts')).importDictionary(...given),
});
