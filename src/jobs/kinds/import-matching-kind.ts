/** IMPORT_MATCHING: the files of one published matching -> one matching. */
import { findRootedPath } from '../../../loaders/files/import-roots.ts';
import {
  checkMatchingImport,
  type MatchingImportRequest,
  matchingImportRequest,
} from '../matching/matching-import-request.ts';
import { fingerprint, sortFields } from '../queue/fingerprint.ts';
import { defineKind } from './kind.ts';
import { noFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

export const importMatchingKind = defineKind({
  kind: 'IMPORT_MATCHING',
  urgency: 'SECONDS',
  payload: storedForm(matchingImportRequest),
  result: storedForm(noFields),
  /** Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND` or `BAD_INPUT`. */
  async accept(request: MatchingImportRequest, { importRoots }) {
    const payload = checkMatchingImport(request);
    const { components } = await findRootedPath(payload.path, importRoots);
    if (payload.encoderPath !== undefined) await findRootedPath(payload.encoderPath, importRoots);
    const layer = payload.layer === undefined ? '' : `, layer ${payload.layer}`;
    return {
      key: `import matching:${fingerprint(sortFields(payload))}`,
      title: `import the matching ${components.join('/')}${layer}`,
      payload,
    };
  },
  run: async (...given) => (await import('../matching/import-matching.ts')).importMatching(...given),
});
