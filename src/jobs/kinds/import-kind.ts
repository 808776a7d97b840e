/** IMPORT: one checkpoint -> one dictionary. */
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { isHubPath } from '../../../loaders/hub/hub-place.ts';
import { checkImportRequest, importReport, type ImportRequest, importRequest } from '../checkpoints/import-request.ts';
import { fingerprint, sortFields } from '../queue/fingerprint.ts';
import { placeMultiSeed } from '../catalogues/catalogue-facts.ts';
import { getHub } from '../checkpoints/open-place.ts';
import { type Desk, defineKind } from './kind.ts';
import { storedForm } from './stored-form.ts';

export const importKind = defineKind({
  kind: 'IMPORT',
  urgency: 'SECONDS',
  payload: storedForm(importRequest),
  result: storedForm(importReport),
  /** A place of the hub is pinned to a commit. Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`, `BAD_INPUT` or `HUB_*`. */
  async accept(request: ImportRequest, { importRoots, hub }) {
    const payload = placeMultiSeed(checkImportRequest(request));
    const { path, title } = await checkPlace(payload.path, { importRoots, hub });
    const placed = { ...payload, path };
    return { key: `import:${fingerprint(sortFields(placed))}`, title: `import ${title}`, payload: placed };
  },
  run: async (...given) => (await import('../checkpoints/import-dictionary.ts')).importDictionary(...given),
});

/** The path that the job keeps, and how people read it. */
async function checkPlace(path: string, { importRoots, hub }: Pick<Desk, 'importRoots' | 'hub'>) {
  if (!isHubPath(path)) {
    const folder = await openSourceFolder({ path, roots: importRoots });
    return { path, title: folder.pathComponents.join('/') };
  }
  const { pinHubPlace } = await import('../../../loaders/hub/open-hub.ts');
  return { path: await pinHubPlace(path, { settings: getHub(hub) }), title: path };
}
