/**
 * The environment -> which chat model may be asked. Part of `config.ts`; read once, in the command line.
 *
 * The key comes from a variable or from a file, and is in nothing that this says.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { ReseedError } from './errors.ts';
import type { ChatSettings } from './jobs/chat/chat-settings.ts';

const number = (max: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d+(\.\d+)?$/, 'expected a number'),
    v.transform(Number),
    v.maxValue(max, `expected at most ${max}`),
  );
const whole = (min: number, max: number) =>
  v.pipe(number(max), v.integer('expected a whole number'), v.minValue(min, `expected at least ${min}`));

const environment = v.object({
  RESEED_LLM_URL: v.optional(v.string()),
  RESEED_LLM_MODEL: v.optional(v.string()),
  RESEED_LLM_KEY: v.optional(v.string()),
  RESEED_LLM_KEY_FILE: v.optional(v.string()),
  RESEED_LLM_CONCURRENCY: v.optional(whole(1, 256), '4'),
  RESEED_LLM_TIMEOUT_S: v.optional(whole(1, 3600), '120'),
  RESEED_LLM_ATTEMPTS: v.optional(whole(1, 20), '5'),
  RESEED_LLM_BUDGET_TOKENS: v.optional(whole(0, 1e12), '2000000'),
  RESEED_LLM_BUDGET_COST: v.optional(number(1e9)),
  RESEED_LLM_PRICE_IN: v.optional(number(1e9)),
  RESEED_LLM_PRICE_OUT: v.optional(number(1e9)),
});

/** Names of the variables that are read here. */
export const chatVariables: readonly string[] = Object.keys(environment.entries);

/** Wait before the second sending of a question; doubled for each further one. */
const BACKOFF_MS = 1_000;
/** Longest key that is one: a file that is longer is another file. */
const MAX_KEY_LENGTH = 4_096;

/** The settings; null where no endpoint is named. Throws `BAD_CONFIG`. */
export function buildChatSettings(env: Record<string, string | undefined>, cwd: string): ChatSettings | null {
  const parsed = v.safeParse(environment, env);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw badConfig(v.getDotPath(issue) ?? 'environment', issue.message);
  }
  const e = parsed.output;
  if (!e.RESEED_LLM_URL) return null;
  if (!e.RESEED_LLM_MODEL) throw badConfig('RESEED_LLM_MODEL', 'it is not set; expected the name of a model');
  if ((e.RESEED_LLM_PRICE_IN === undefined) !== (e.RESEED_LLM_PRICE_OUT === undefined))
    throw badConfig('RESEED_LLM_PRICE_IN', 'one price is set; expected RESEED_LLM_PRICE_IN and RESEED_LLM_PRICE_OUT');
  if (e.RESEED_LLM_BUDGET_COST !== undefined && e.RESEED_LLM_PRICE_IN === undefined)
    throw badConfig(
      'RESEED_LLM_BUDGET_COST',
      'no prices are set; expected RESEED_LLM_PRICE_IN and RESEED_LLM_PRICE_OUT',
    );
  return Object.freeze({
    baseUrl: checkUrl(e.RESEED_LLM_URL),
    model: e.RESEED_LLM_MODEL,
    key: readKey({ key: e.RESEED_LLM_KEY, file: e.RESEED_LLM_KEY_FILE, cwd }),
    concurrency: e.RESEED_LLM_CONCURRENCY,
    timeoutMs: 1_000 * e.RESEED_LLM_TIMEOUT_S,
    attempts: e.RESEED_LLM_ATTEMPTS,
    backoffMs: BACKOFF_MS,
    prices:
      e.RESEED_LLM_PRICE_IN === undefined || e.RESEED_LLM_PRICE_OUT === undefined
        ? null
        : { prompt: e.RESEED_LLM_PRICE_IN, completion: e.RESEED_LLM_PRICE_OUT },
    budget: { tokens: e.RESEED_LLM_BUDGET_TOKENS, cost: e.RESEED_LLM_BUDGET_COST ?? null },
  });
}

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (isPlain && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href.replace(/\/+$/, '');
  throw badConfig('RESEED_LLM_URL', 'expected http:// or https:// without user, password, ? and #');
}

function readKey({ key, file, cwd }: { key?: string; file?: string; cwd: string }): string | null {
  if (key && file) throw badConfig('RESEED_LLM_KEY', 'RESEED_LLM_KEY_FILE is set, too; expected one of them');
  let text = key ?? '';
  if (file) {
    try {
      text = readFileSync(path.resolve(cwd, file), 'utf8');
    } catch {
      throw badConfig('RESEED_LLM_KEY_FILE', 'the file cannot be read');
    }
  }
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.length <= MAX_KEY_LENGTH && /^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw badConfig(file ? 'RESEED_LLM_KEY_FILE' : 'RESEED_LLM_KEY', 'expected one line of printable characters');
}

function badConfig(name: string, fault: string): ReseedError {
  return new ReseedError('BAD_CONFIG', `Cannot use ${name}: ${fault}`, {
    hint: `Correct ${name} in the environment, or unset it to use the default (docs/operate.md, "Configuration").`,
  });
}
