/** What a person may state about a dictionary, checked the same way for the API and the command line. */
import * as v from 'valibot';
import { ReseedError } from '../../errors.ts';
import type { ImportRequest } from './job-queue.ts';
import { statedCount, statedName } from './stated-fields.ts';

const stated = v.object({
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
  decoderOrientation: v.optional(v.picklist(['LATENTS_BY_WIDTH', 'WIDTH_BY_LATENTS'])),
});

/** `request` with its names trimmed. Throws `BAD_INPUT` that names the field. */
export function checkImportRequest(request: ImportRequest): ImportRequest {
  const parsed = v.safeParse(stated, request);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? 'request';
  throw new ReseedError('BAD_INPUT', `Cannot import with this ${field}: ${issue.message}`, {
    hint: `Correct ${field}, or leave it out to let the files say it.`,
  });
}
