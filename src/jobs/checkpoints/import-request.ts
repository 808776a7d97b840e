/** What a person may state about a dictionary, checked the same way for the API and the command line. */
import * as v from 'valibot';
import { checkRequest } from '../queue/checked-request.ts';
import { statedCount, statedName } from '../queue/stated-fields.ts';

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
  initSeed: v.optional(statedCount),
  dataSeed: v.optional(statedCount),
  dataset: v.optional(statedName),
  tokens: v.optional(statedCount),
  portalId: v.optional(v.pipe(statedName, v.regex(/^[^/\s]+\/[^/\s]+$/, 'expected <model>/<source>'))),
  /** Needed only where n = d and the format leaves the orientation open. */
  decoderOrientation: v.optional(v.picklist(['LATENTS_BY_WIDTH', 'WIDTH_BY_LATENTS'])),
});

export type ImportRequest = v.InferOutput<typeof importRequest>;

/** `request` with its names trimmed. Throws `BAD_INPUT` that names the field. */
export function checkImportRequest(request: ImportRequest): ImportRequest {
  return checkRequest(importRequest, request, {
    action: 'import with this',
    otherwise: 'to let the files say it',
  });
}
