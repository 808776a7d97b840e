/** What a person may state about a published matching, checked the same way for the API and the command line. */
import * as v from 'valibot';
import { ReseedError } from '../errors.ts';
import type { Measure } from '../compute/side-matching.ts';

/** Which files, and what to take as given instead of what they say. */
export interface MatchingImportRequest {
  /** A file below one of the import roots: a pickle with the decoders, or one that Reseed exported. */
  path: string;
  /** The pickle with the encoders. */
  encoderPath?: string;
  /** Layer of the pickles. */
  layer?: string;
  publishedBy?: string;
  model?: string;
  revision?: string;
  /** `{layer}` in it stands for the layer. */
  hookpoint?: string;
  normalisation?: string;
  dIn?: number;
  runGroup?: string;
  initSeedA?: number;
  initSeedB?: number;
  measure?: Measure;
}

/** Longer than any name in the field, short enough for an index. */
const MAX_NAME = 300;
/** pgvector's widest `vector`. */
const MAX_WIDTH = 16_000;

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
  encoderPath: v.optional(v.string()),
  layer: v.optional(name),
  publishedBy: v.optional(name),
  model: v.optional(name),
  revision: v.optional(name),
  hookpoint: v.optional(name),
  normalisation: v.optional(name),
  dIn: v.optional(
    v.pipe(count, v.minValue(1, 'expected at least 1'), v.maxValue(MAX_WIDTH, `expected at most ${MAX_WIDTH}`)),
  ),
  runGroup: v.optional(name),
  initSeedA: v.optional(count),
  initSeedB: v.optional(count),
  measure: v.optional(v.picklist(['COSINE', 'ABSOLUTE_COSINE'])),
});

/** `request` with its names trimmed. Throws `BAD_INPUT` that names the field. */
export function checkMatchingImport(request: MatchingImportRequest): MatchingImportRequest {
  const parsed = v.safeParse(stated, request);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? 'request';
  throw new ReseedError('BAD_INPUT', `Cannot import a matching with this ${field}: ${issue.message}`, {
    hint: `Correct ${field}, or leave it out to let the files say it.`,
  });
}
