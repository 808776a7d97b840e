/** What a catalogue says of a dictionary -> what an import of it is told: facts that its files do not state. */
import type { CatalogueEntry } from '../../../loaders/catalogues/catalogue-entry.ts';
import { findMultiSeed, isMultiSeed } from '../../../loaders/catalogues/multi-seed.ts';
import type { Identity } from '../../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../errors.ts';
import type { ImportRequest } from '../checkpoints/import-request.ts';

const CENTRED = 'center_writing_weights';

/** Portal id, and of the rest what `identity`, as the files give it, leaves open. */
export function listCatalogueFacts(entry: CatalogueEntry, identity: Identity): Partial<ImportRequest> {
  const { portalId, model, stated } = entry;
  const normalisation = completeNormalisation(identity.normalisation, stated);
  return {
    ...(portalId !== null && { portalId }),
    ...(model !== null && identity.model === null && { model }),
    ...(stated.hookpoint !== undefined && identity.hookpoint === null && { hookpoint: stated.hookpoint }),
    ...(stated.dataset !== undefined && identity.dataset === null && { dataset: stated.dataset }),
    ...(normalisation !== identity.normalisation && { normalisation }),
  };
}

/** Parts joined by ` + `: the dictionary's own first, then what was done to the model. */
function completeNormalisation(known: string, stated: CatalogueEntry['stated']): string {
  const [own, ...processing] = known.split(' + ');
  const isOpen = own === 'none' && stated.normalisation !== undefined;
  const isMissing = stated.centresWeights === true && !known.includes(CENTRED);
  return [isOpen ? stated.normalisation : own, ...(isMissing ? [CENTRED] : []), ...processing].join(' + ');
}

/** The request with the place and portal id of the one dictionary that `multi-seed:<set>/<id>` means; any other as it is. Throws `NOT_FOUND`, `BAD_INPUT`. */
export function placeMultiSeed(request: ImportRequest): ImportRequest {
  if (!isMultiSeed(request.path)) return request;
  const [entry, ...more] = findMultiSeed(request.path);
  if (more.length > 0)
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot import "${request.path}" as one dictionary: it names ${more.length + 1}`,
      {
        hint: `Name one of them: ${request.path}/${entry.id}. The query catalogue lists them, and the command line imports all.`,
      },
    );
  return { ...(entry.portalId !== null && { portalId: entry.portalId }), ...request, path: entry.place };
}
