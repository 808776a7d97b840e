/** What may be asked of a pass over a text, what its job is told, and what the job has done. */
import * as v from 'valibot';
import { defaultContextSettings } from '../../compute/contexts/context-settings.ts';
import { rowNumber } from '../kinds/payload-fields.ts';
import { statedCount, statedName, wholeNumber } from '../queue/stated-fields.ts';

/** Bounds keep one latent's contexts below what a page reads, and windows below what models read. */
const MAX_EXAMPLES = 200;
/**
 * In the order in which PostgreSQL returns the fields of a stored object, shortest first: a collection is known by a hash over them, and those
 * that are stored have it over this order.
 */
const settings = v.object({
  top: v.optional(wholeNumber(0, MAX_EXAMPLES), defaultContextSettings.top),
  seed: v.optional(statedCount, defaultContextSettings.seed),
  quantiles: v.optional(wholeNumber(1, 20), defaultContextSettings.quantiles),
  neighbours: v.optional(wholeNumber(0, MAX_EXAMPLES), defaultContextSettings.neighbours),
  perQuantile: v.optional(wholeNumber(0, 20), defaultContextSettings.perQuantile),
  windowLength: v.optional(wholeNumber(4, 512), defaultContextSettings.windowLength),
  nonActivating: v.optional(wholeNumber(0, MAX_EXAMPLES), defaultContextSettings.nonActivating),
});

/** Folder of the language model, text file, and how to read. What is absent takes its default. */
export const contextsOptions = v.object({
  /** Below one of the import roots, absolute or relative to a root, like the corpus. */
  model: v.string(),
  corpus: v.string(),
  /** The space's, if the model calls it the same. */
  hookpoint: v.optional(v.nullable(statedName), null),
  /** Tokens to read at most; the whole text by default. */
  tokens: v.optional(v.nullable(wholeNumber(1, Number.MAX_SAFE_INTEGER)), null),
  /** Tokens that the model sees at once. */
  context: v.optional(v.nullable(wholeNumber(2, 1_048_576)), null),
  settings: v.optional(settings, {}),
});
export type ContextsOptions = v.InferInput<typeof contextsOptions>;

/** The dictionaries are of this space. */
export const contextsPayload = v.object({
  spaceId: rowNumber,
  dictionaryIds: v.pipe(v.array(rowNumber), v.minLength(1)),
  ...contextsOptions.entries,
});
export type ContextsPayload = v.InferOutput<typeof contextsPayload>;

/** What became of each dictionary; numbers are null where its collection was stored before. */
export const collectedContexts = v.object({
  collected: v.array(
    v.object({
      dictionaryId: rowNumber,
      collection: rowNumber,
      alreadyPresent: v.boolean(),
      tokens: v.nullable(statedCount),
      l0: v.nullable(v.number()),
      fvu: v.nullable(v.number()),
    }),
  ),
  /** Tokens that an earlier attempt had read. */
  resumedAt: v.optional(statedCount, 0),
});
export type CollectedContexts = v.InferOutput<typeof collectedContexts>['collected'][number];
