/** What a person may state about a published matching, checked the same way for the API and the command line. */
import * as v from 'valibot';

import { measure } from '../kinds/payload-fields.ts';
import { checkRequest } from '../queue/checked-request.ts';
import { seedField, statedName, wholeNumber } from '../queue/stated-fields.ts';

/** pgvector's widest `vector`. */
const MAX_WIDTH = 16_000;

/** Which files, and what to take as given instead of what they say. */
export const matchingImportRequest = v.object({
  /** A file below one of the import roots: a pickle with the decoders, or one that Reseed exported. */
  path: v.string(),
  /** The pickle with the encoders. */
  encoderPath: v.optional(v.string()),
  /** Layer of the pickles. */
  layer: v.optional(statedName),
  publishedBy: v.optional(statedName),
  model: v.optional(statedName),
  revision: v.optional(statedName),
  /** `{layer}` in it stands for the layer. */
  hookpoint: v.optional(statedName),
  normalisation: v.optional(statedName),
  dIn: v.optional(wholeNumber(1, MAX_WIDTH)),
  runGroup: v.optional(statedName),
  initSeedA: v.optional(seedField),
  initSeedB: v.optional(seedField),
  measure: v.optional(measure),
});

export type MatchingImportRequest = v.InferOutput<typeof matchingImportRequest>;

/** `request` with its names trimmed. Throws `BAD_INPUT` that names the field. */
export function checkMatchingImport(request: MatchingImportRequest): MatchingImportRequest {
  return checkRequest(matchingImportRequest, request, {
    action: 'import a matching with this',
    otherwise: 'to let the files say it',
  });
}
