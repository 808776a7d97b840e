/**
 * What may be asked about explanations -> jobs. Everything that can be known beforehand is checked here, with the name of the field that is wrong.
 */
import * as v from 'valibot';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import { findRootedPath } from '../../../loaders/files/import-roots.ts';
import { type ContextSettings, defaultContextSettings } from '../../compute/contexts/context-settings.ts';
import { ReseedError } from '../../errors.ts';
import type { ChatLimit, ChatSettings } from '../chat/chat-settings.ts';
import { notConfigured } from '../chat/open-chat.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { noEmbedder } from './embedding-scorer.ts';
import type {
  ContextsRequest,
  ExplainRequest,
  ExplanationTools,
  JobQueue,
  Explainer,
  Scorer,
  ScoreRequest,
} from '../queue/job-queue.ts';
import { statedName, wholeNumber } from '../queue/stated-fields.ts';

export interface ContextsPayload {
  spaceId: number;
  dictionaryIds: number[];
  model: string;
  corpus: string;
  hookpoint: string | null;
  tokens: number | null;
  context: number | null;
  settings: ContextSettings;
}

interface AboutLatents {
  spaceId: number;
  dictionaryId: number;
  /** Null for all. */
  latents: number[] | null;
  examples: number;
  budget: ChatLimit | null;
}

export interface ExplainPayload extends AboutLatents {
  explainer: Explainer;
}

export interface ScorePayload extends AboutLatents {
  scorer: Scorer;
  method: string | null;
  onlyBest: boolean;
  examplesPerQuestion: number;
}

/** Dictionaries of one pass: their weights and windows are held at once. */
const MAX_DICTIONARIES = 64;
/** Latents that may be named one by one. */
const MAX_NAMED_LATENTS = 10_000;
/** Contexts shown by default: about delphi's, and what one reads of a list of tokens. */
export const DEFAULT_EXAMPLES = { explain: 30, score: 15 };
/** Examples in one question: delphi's advice, more leak into each other. */
export const DEFAULT_EXAMPLES_PER_QUESTION = 5;
const MAX_EXAMPLES = 200;

/** Bounds keep one latent's contexts below what a page reads, and windows below what models read. */
const settings = v.object({
  windowLength: v.optional(wholeNumber(4, 512), defaultContextSettings.windowLength),
  top: v.optional(wholeNumber(0, MAX_EXAMPLES), defaultContextSettings.top),
  quantiles: v.optional(wholeNumber(1, 20), defaultContextSettings.quantiles),
  perQuantile: v.optional(wholeNumber(0, 20), defaultContextSettings.perQuantile),
  nonActivating: v.optional(wholeNumber(0, MAX_EXAMPLES), defaultContextSettings.nonActivating),
  neighbours: v.optional(wholeNumber(0, MAX_EXAMPLES), defaultContextSettings.neighbours),
  seed: v.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER), defaultContextSettings.seed),
});
const contexts = v.object({
  model: v.string(),
  corpus: v.string(),
  hookpoint: v.optional(v.nullable(statedName), null),
  tokens: v.optional(v.nullable(wholeNumber(1, Number.MAX_SAFE_INTEGER)), null),
  context: v.optional(v.nullable(wholeNumber(2, 1_048_576)), null),
  settings: v.optional(settings, {}),
});
const budget = v.optional(
  v.nullable(
    v.object({
      tokens: v.optional(v.nullable(wholeNumber(0, Number.MAX_SAFE_INTEGER)), null),
      cost: v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0, 'expected zero or more'))), null),
    }),
  ),
  null,
);
const latents = (nLatents: number) =>
  v.optional(
    v.nullable(
      v.pipe(
        v.array(wholeNumber(0, nLatents - 1)),
        v.minLength(1, 'expected at least one latent'),
        v.maxLength(MAX_NAMED_LATENTS, `expected at most ${MAX_NAMED_LATENTS} latents`),
        v.transform((list) => [...new Set(list)].sort((a, b) => a - b)),
      ),
    ),
    null,
  );

type ExplainingJob = { key: string; title: string; spaceId: number; dictionaryId?: number } & (
  | { kind: 'CONTEXTS'; payload: ContextsPayload }
  | { kind: 'EXPLAIN'; payload: ExplainPayload }
  | { kind: 'SCORE'; payload: ScorePayload }
);

/** The part of the queue that is about explanations. */
export function buildExplainingQueue(of: {
  enqueue: (job: ExplainingJob) => Promise<JobRow>;
  importRoots: readonly string[];
  chat: ChatSettings | null;
  /** Whether workers have an embedding model. */
  embeds: boolean;
}): Pick<JobQueue, 'enqueueContexts' | 'enqueueExplaining' | 'enqueueScoring' | 'tools'> {
  const { enqueue, importRoots, chat, embeds } = of;
  return {
    tools: { embeds, chat: describeChat(chat) },

    async enqueueContexts({ dictionaries, ...request }: ContextsRequest) {
      const checked = check(contexts, request);
      const ids = [...new Set(dictionaries.map(({ id }) => id))].sort((a, b) => a - b);
      const [first] = dictionaries;
      if (ids.length < 1 || ids.length > MAX_DICTIONARIES)
        throw badInput('dictionaries', `expected 1 to ${MAX_DICTIONARIES} dictionaries`);
      const stranger = dictionaries.find(({ spaceId }) => spaceId !== first.spaceId);
      if (stranger) {
        throw new ReseedError(
          'SPACE_MISMATCH',
          `Cannot collect contexts of "${first.name}" and "${stranger.name}" at once: they are of different spaces`,
          { hint: 'Ask for each space by itself.' },
        );
      }
      const corpus = await findRootedPath(checked.corpus, importRoots);
      await findRootedPath(checked.model, importRoots);
      const payload = { spaceId: first.spaceId, dictionaryIds: ids, ...checked };
      const names = ids.length === 1 ? first.name : `${ids.length} dictionaries`;
      return enqueue({
        kind: 'CONTEXTS',
        key: `contexts:${fingerprint([payload])}`,
        title: `collect contexts of ${names} from ${corpus.components.at(-1) ?? 'a text'}`,
        payload,
        spaceId: first.spaceId,
        ...(ids.length === 1 && { dictionaryId: first.id }),
      });
    },

    async enqueueExplaining({ dictionary, explainer, ...request }: ExplainRequest) {
      if (explainer === 'LLM' && chat === null) throw notConfigured();
      const checked = check(
        v.object({
          latents: latents(dictionary.nLatents),
          examples: v.optional(wholeNumber(1, MAX_EXAMPLES), DEFAULT_EXAMPLES.explain),
          budget,
        }),
        request,
      );
      checkCost(checked.budget, chat);
      const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
      const payload = { ...about, explainer, ...checked };
      return enqueue({
        kind: 'EXPLAIN',
        key: `explain:${fingerprint([payload])}`,
        title: `explain latents of ${dictionary.name} by ${explainer === 'LLM' ? (chat?.model ?? 'LLM') : 'tokens'}`,
        payload,
        ...about,
      });
    },

    async enqueueScoring({ dictionary, scorer, ...request }: ScoreRequest) {
      if ((scorer === 'DETECTION' || scorer === 'FUZZ') && chat === null) throw notConfigured();
      if (scorer === 'EMBEDDING' && !embeds) throw noEmbedder();
      const checked = check(
        v.object({
          method: v.optional(v.nullable(statedName), null),
          onlyBest: v.optional(v.boolean(), false),
          latents: latents(dictionary.nLatents),
          examples: v.optional(wholeNumber(1, MAX_EXAMPLES), DEFAULT_EXAMPLES.score),
          examplesPerQuestion: v.optional(wholeNumber(1, 50), DEFAULT_EXAMPLES_PER_QUESTION),
          budget,
        }),
        request,
      );
      checkCost(checked.budget, chat);
      const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
      const payload = { ...about, scorer, ...checked };
      return enqueue({
        kind: 'SCORE',
        key: `score:${fingerprint([payload])}`,
        title: `score explanations of ${dictionary.name} by ${scorer.toLowerCase().replace('_', ' ')}`,
        payload,
        ...about,
      });
    },
  };
}

function describeChat(chat: ChatSettings | null): ExplanationTools['chat'] {
  if (chat === null) return null;
  const { model, baseUrl, concurrency, budget: allowed, prices } = chat;
  return {
    model,
    host: new URL(baseUrl).host,
    concurrency,
    budgetTokens: allowed.tokens,
    budgetCost: allowed.cost,
    promptPrice: prices?.prompt ?? null,
    completionPrice: prices?.completion ?? null,
  };
}

/** A limit of cost means nothing where nothing has a price. */
function checkCost(asked: BudgetRequestChecked, chat: ChatSettings | null): void {
  if (asked?.cost != null && chat !== null && chat.prices === null)
    throw badInput('budget.cost', 'no prices are configured here; expected a limit of tokens');
}

type BudgetRequestChecked = { tokens: number | null; cost: number | null } | null;

function check<Schema extends v.GenericSchema>(schema: Schema, request: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, request);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw badInput(v.getDotPath(issue) ?? 'request', issue.message);
}

function badInput(field: string, fault: string): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot do this with ${field}: ${fault}`, {
    hint: `Correct ${field}, or leave it out for its default.`,
  });
}
