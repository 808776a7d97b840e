/** What a person may state about a dictionary, checked the same way for the API and the command line. */
import * as v from 'valibot';

import { checkRequest } from '../queue/checked-request.ts';
import { seedField, statedCount, statedName, statedPortalId } from '../queue/stated-fields.ts';

/** Which checkpoint, and what to take as given instead of guessing. */
export const importRequest = v.object({
  /** A folder or file below one of the import roots, absolute or relative to a root. */
  path: v.string(),
  format: v.optional(statedName),
  model: v.optional(statedName),
  revision: v.optional(statedName),
  hookpoint: v.optional(statedName),
  normalisation: v.optional(statedName),
  runGroup: v.optional(statedName),
  initSeed: v.optional(seedField),
  dataSeed: v.optional(seedField),
  dataset: v.optional(statedName),
  tokens: v.optional(statedCount),
  portalId: v.optional(statedPortalId),
  /** What to do where its rows are those of a dictionary that is here and its configuration is another: refuse, unless one of these is said. */
  sameWeights: v.optional(v.picklist(['UPDATE', 'ANOTHER'])),
  /** Needed only where n = d and the format leaves the orientation open. */
  decoderOrientation: v.optional(v.picklist(['LATENTS_BY_WIDTH', 'WIDTH_BY_LATENTS'])),
  /** Of cross-layer transcoders and crosscoders: which decoder, from 0. */
  decoderPart: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

export type ImportRequest = v.InferOutput<typeof importRequest>;

const change = v.object({ field: v.string(), before: v.nullable(v.string()), after: v.nullable(v.string()) });

/** What an import did to a dictionary that was there. */
export const importReport = v.object({
  changes: v.optional(v.array(change), []),
  notes: v.optional(v.array(v.string()), []),
});
export type ImportReport = v.InferOutput<typeof importReport>;

/** `request` with its names trimmed. Throws `BAD_INPUT` that names the field. */
export function checkImportRequest(request: ImportRequest): ImportRequest {
  return checkRequest(importRequest, request, {
    action: 'import with this',
    otherwise: 'to let the files say it',
  });
}
