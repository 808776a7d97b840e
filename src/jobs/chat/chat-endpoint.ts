/**
 * An OpenAI-compatible chat endpoint: questions out, answers back, with budget, retries and limits.
 *
 * In: questions. Out: answers, or why there is none. Nothing that a server sends reaches an error or a log, and the key goes nowhere but into the
 * Authorization header of requests to the configured address: redirects are refused.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatAnswer, ChatQuestion } from '../../compute/explaining/chat-message.ts';
import { isReseedError, ReseedError } from '../../errors.ts';
import type { ChatBudget, TokenUsage } from './chat-budget.ts';
import { parseChatReply } from './chat-reply.ts';
import type { ChatSettings } from './chat-settings.ts';

/** `FAILED`: no usable reply after all attempts. `NO_BUDGET`: nothing was sent (any more) because it might have cost too much. */
export type ChatOutcome = { kind: 'ANSWER'; answer: ChatAnswer } | { kind: 'FAILED' } | { kind: 'NO_BUDGET' };

export interface ChatEndpoint {
  /**
   * Asks one question. Throws `LLM_REFUSED` where asking anything else would be refused as well (key, address, redirect), `LLM_UNAVAILABLE`
   * after too many failures in a row, and the signal's reason.
   */
  ask(question: ChatQuestion): Promise<ChatOutcome>;
}

/** Bytes of a reply: log-probabilities of a few hundred tokens have about 100 KB. */
const MAX_REPLY_BYTES = 2 * 1024 * 1024;
/** Longest wait that a server may ask for. Above it the question has failed. */
const MAX_WAIT_MS = 120_000;
/** Alternatives asked for with each token: delphi's number. */
const TOP_LOG_PROBABILITIES = 5;
/** Questions that fail one after the other before the endpoint is given up: no server recovers by being asked thousands of times. */
const MAX_FAILURES_IN_A_ROW = 20;
/** Answers that another sending may mend: too early, busy, overloaded, in trouble. */
const PASSING = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);
/** Answers that say that no question will be answered. */
const FINAL: Record<number, string> = {
  401: 'it refuses the key',
  403: 'it refuses the key',
  404: 'it has no such address or model',
  405: 'it takes no chat completions at this address',
  407: 'a proxy asks for credentials',
};

/** What came of one sending. */
type Sent =
  | { kind: 'ANSWER'; answer: ChatAnswer; usage: TokenUsage | null }
  /** Worth another sending; `charged` if the server may have worked, `waitMs` if it said how long to wait. */
  | { kind: 'AGAIN'; charged: boolean; usage?: TokenUsage | null; waitMs?: number }
  | { kind: 'REJECTED' };

/** An endpoint for one job. `signal` ends waits and requests. */
export function buildChatEndpoint(
  settings: ChatSettings,
  of: { budget: ChatBudget; signal: AbortSignal },
): ChatEndpoint {
  const { budget, signal } = of;
  const url = `${settings.baseUrl}/chat/completions`;
  const address = new URL(url).host;
  let failuresInARow = 0;

  async function send(question: ChatQuestion): Promise<Sent> {
    const timeout = AbortSignal.timeout(settings.timeoutMs);
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(settings.key !== null && { authorization: `Bearer ${settings.key}` }),
        },
        body: JSON.stringify(buildBody(question, settings.model)),
        signal: AbortSignal.any([signal, timeout]),
      });
    } catch (error) {
      signal.throwIfAborted();
      // A request that never arrived costs nothing.
      return { kind: 'AGAIN', charged: !isConnectFailure(error) };
    }
    try {
      return await read(response);
    } catch (error) {
      signal.throwIfAborted();
      if (isReseedError(error)) throw error;
      return { kind: 'AGAIN', charged: true };
    }
  }

  async function read(response: Response): Promise<Sent> {
    const { status } = response;
    if (!response.ok) {
      await response.body?.cancel();
      const final = status >= 300 && status < 400 ? 'it redirects, which is not followed' : FINAL[status];
      if (final !== undefined) throw refused(address, { status, final });
      if (!PASSING.has(status)) return { kind: 'REJECTED' };
      return { kind: 'AGAIN', charged: false, waitMs: readRetryAfter(response.headers.get('retry-after')) };
    }
    if (!/^application\/([\w.-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '')) {
      await response.body?.cancel();
      return { kind: 'AGAIN', charged: true };
    }
    const body = await readBody(response);
    const reply = body === null ? null : parseChatReply(body);
    if (reply === null) return { kind: 'AGAIN', charged: true };
    return { kind: 'ANSWER', answer: reply.answer, usage: reply.usage };
  }

  return {
    async ask(question) {
      for (let attempt = 1; attempt <= settings.attempts; attempt++) {
        signal.throwIfAborted();
        const reservation = await budget.reserve(question);
        if (reservation === null) return { kind: 'NO_BUDGET' };
        let sent: Sent;
        try {
          sent = await send(question);
        } catch (error) {
          // A refusal costs nothing; a request that was left may have been answered.
          budget.settle(reservation, isReseedError(error, 'LLM_REFUSED') ? { prompt: 0, completion: 0 } : null);
          throw error;
        }
        if (sent.kind === 'ANSWER') {
          budget.settle(reservation, sent.usage);
          failuresInARow = 0;
          return { kind: 'ANSWER', answer: sent.answer };
        }
        const charged = sent.kind === 'AGAIN' && sent.charged;
        budget.settle(reservation, charged ? null : { prompt: 0, completion: 0 });
        if (sent.kind === 'REJECTED' || attempt === settings.attempts) break;
        const waitMs = Math.max(sent.waitMs ?? 0, settings.backoffMs * 2 ** (attempt - 1));
        if (waitMs > MAX_WAIT_MS) break;
        await wait(waitMs, signal);
      }
      if (++failuresInARow >= MAX_FAILURES_IN_A_ROW) throw unavailable(address);
      return { kind: 'FAILED' };
    },
  };
}

function buildBody(question: ChatQuestion, model: string): Record<string, unknown> {
  return {
    model,
    messages: question.messages,
    max_tokens: question.maxTokens,
    temperature: 0,
    stream: false,
    ...(question.logProbabilities && { logprobs: true, top_logprobs: TOP_LOG_PROBABILITIES }),
  };
}

/** The body as text; null where it is longer than allowed or not UTF-8. */
async function readBody(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_REPLY_BYTES) return null; // leaving the loop cancels the body
    parts.push(part);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    return null;
  }
}

/** Milliseconds that a Retry-After header asks for, in seconds or as a date; 0 for none or one that cannot be read. */
export function readRetryAfter(header: string | null, now = Date.now()): number {
  if (header === null) return 0;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.ceil(1000 * Number(header));
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}

async function wait(waitMs: number, signal: AbortSignal): Promise<void> {
  await delay(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Whether a fetch failed before anything was sent. */
function isConnectFailure(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    code,
  );
}

function refused(address: string, { status, final }: { status: number; final: string }): ReseedError {
  return new ReseedError('LLM_REFUSED', `Cannot ask the model at "${address}": ${final} (HTTP ${status})`, {
    hint: 'Correct RESEED_LLM_URL, RESEED_LLM_MODEL or the key (RESEED_LLM_KEY or RESEED_LLM_KEY_FILE), start again, and ask for the job again: what was done is kept.',
  });
}

function unavailable(address: string): ReseedError {
  return new ReseedError(
    'LLM_UNAVAILABLE',
    `Cannot go on asking the model at "${address}": ${MAX_FAILURES_IN_A_ROW} questions in a row got no usable reply`,
    { hint: 'Look whether the endpoint is up, then ask for the job again: what was done is kept.' },
  );
}
