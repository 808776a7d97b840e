/** What a person may state about a published matching, checked the same way for the API and the command line. */
import * as v from 'valibot';
import { ReseedError } from '../../errors.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { statedCount, statedName, wholeNumber } from './stated-fields.ts';

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

/** pgvector's widest `vector`. */
const MAX_WIDTH = 16_000;

const stated = v.object({
  path: v.string(),
  encoderPath: v.optional(v.string()),
  layer: v.optional(statedName),
  publishedBy: v.optional(statedName),
  model: v.optional(statedName),
  revision: v.optional(statedName),
  hookpoint: v.optional(statedName),
  normalisation: v.optional(statedName),
  dIn: v.optional(wholeNumber(1, MAX_WIDTH)),
  runGroup: v.optional(statedName),
  initSeedA: v.optional(statedCount),
  initSeedB: v.optional(statedCount),
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
