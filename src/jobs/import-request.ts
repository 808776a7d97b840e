/** What a person may state about a dictionary, checked the same way for the API and the command line. */
import * as v from 'valibot';
import { ReseedError } from '../errors.ts';
import type { ImportRequest } from './queue.ts';

/** Longer than any name in the field, short enough for an index. */
const MAX_NAME = 300;

const name = v.pipe(
  v.string('expected text'),
  v.trim(),
  v.minLength(1, 'expected a name that is not empty'),
  v.maxLength(MAX_NAME, `expected at most ${MAX_NAME} characters`),
);
const count = v.pipe(
  v.number('expected a number'),
  v.safeInteger('expected a whole number below 2^53'),
  v.minValue(0, 'expected zero or more'),
);
const stated = v.object({
  path: v.string(),
  format: v.optional(name),
  model: v.optional(name),
  revision: v.optional(name),
  hookpoint: v.optional(name),
  normalisation: v.optional(name),
  runGroup: v.optional(name),
  initSeed: v.optional(count),
  dataSeed: v.optional(count),
  dataset: v.optional(name),
  tokens: v.optional(count),
  portalId: v.optional(v.pipe(name, v.regex(/^[^/\s]+\/[^/\s]+$/, 'expected <model>/<source>'))),
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
