/** What may be asked of explaining and scoring alike: which latents, how many examples, for how much; and what such a job has done. */
import * as v from 'valibot';
import type { ChatLimit, ChatSettings } from '../chat/chat-settings.ts';
import { dictionaryFields } from '../kinds/payload-fields.ts';
import { refuseField } from '../queue/checked-request.ts';
import { statedCount, wholeNumber } from '../queue/stated-fields.ts';

/** Latents that may be named one by one. */
const MAX_NAMED_LATENTS = 10_000;
/** More contexts than are ever stored of one latent and kind. */
const MAX_EXAMPLES = 200;
/** Contexts shown by default: about delphi's, and what one reads of a list of tokens. */
export const DEFAULT_EXAMPLES = { explain: 30, score: 15 };

const budget = v.optional(
  v.nullable(
    v.object({
      tokens: v.optional(v.nullable(statedCount), null),
      cost: v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0, 'expected zero or more'))), null),
    }),
  ),
  null,
);

/** Fields of a request about a dictionary of `nLatents`; every latent with contexts by default. */
export const askedLatents = (nLatents: number, examples: number) => ({
  latents: v.optional(
    v.nullable(
      v.pipe(
        v.array(wholeNumber(0, nLatents - 1)),
        v.minLength(1, 'expected at least one latent'),
        v.maxLength(MAX_NAMED_LATENTS, `expected at most ${MAX_NAMED_LATENTS} latents`),
        v.transform((list) => [...new Set(list)].sort((a, b) => a - b)),
      ),
    ),
    null,
  ),
  /** Contexts shown of each latent at most; in scoring, of either kind. */
  examples: v.optional(wholeNumber(1, MAX_EXAMPLES), examples),
  /** What the job may spend on a chat model at most, below what the operator allows. */
  budget,
});

/** The same as a payload holds them. */
export const latentsPayload = {
  ...dictionaryFields,
  latents: v.nullable(v.array(statedCount)),
  examples: wholeNumber(1, MAX_EXAMPLES),
  budget,
};

/** The same, as the job is told. */
export interface AboutLatents {
  spaceId: number;
  dictionaryId: number;
  /** Null for all. */
  latents: number[] | null;
  examples: number;
  budget: ChatLimit | null;
}

/** What a job of explaining or scoring has done. */
export const explainingReport = v.object({
  /** Explanations or scores that are new. */
  written: statedCount,
  /** Made before by the same means with the same settings. */
  present: statedCount,
  /** Latents without activation in their contexts; explanations that the scorer cannot judge. */
  unsuitable: statedCount,
  /** Latents or examples for which no usable reply came, and whose reply could not be read. */
  failed: statedCount,
  unparsable: statedCount,
  /** Latents or explanations that were left because the budget was spent. */
  leftByBudget: statedCount,
});
export type ExplainingReport = v.InferOutput<typeof explainingReport>;

/** A limit of cost means nothing where nothing has a price. Throws `BAD_INPUT`. */
export function checkCost(asked: { cost: number | null } | null, chat: ChatSettings | null): void {
  if (asked?.cost != null && chat !== null && chat.prices === null)
    throw refuseField('budget.cost', 'no prices are configured here; expected a limit of tokens');
}
