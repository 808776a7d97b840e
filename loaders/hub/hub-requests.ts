/**
 * Requests to a hub: sent again after breaks and 429, at the time the hub names; redirects followed only to hosts that are allowed; the token
 * sent to the endpoint alone; silence and bodies bounded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isReseedError } from '../../src/errors.ts';
import { hubLied, hubUnavailable, refusalOf } from './hub-fault.ts';
import type { HubSettings } from './hub-settings.ts';

/** The hub sends to a store of files, which may send to a nearer one. */
const MAX_REDIRECTS = 5;

/** A page of a listing has 1,000 files of some 300 bytes. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

export interface HubRequests {
  readonly settings: HubSettings;
  /** The answer to one request, with its body unread; `range` is the first byte and the one behind the last. Sent until it is answered. */
  get(url: string, of: { what: string; range?: readonly [number, number]; accept?: string }): Promise<HubAnswer>;
  /** As `fetch`, for a library of the hub: answers that are JSON of bounded size. */
  readonly fetchJson: typeof fetch;
  /** Waits before sending number `attempt`. */
  pause(attempt: number, askedMs?: number | null): Promise<void>;
}

export interface HubAnswer {
  readonly response: Response;
  /** Chunks of the body; throws where the hub is silent too long or breaks off. To be read to its end or cancelled. */
  chunks(): AsyncGenerator<Uint8Array, void, void>;
  cancel(): Promise<void>;
}

/** `wait` is for tests. */
export function buildHubRequests(
  settings: HubSettings,
  { signal, wait = sleep }: { signal?: AbortSignal; wait?: typeof sleep } = {},
): HubRequests {
  const endpoint = new URL(settings.endpoint);

  async function send(url: string, of: { what: string; range?: readonly [number, number]; accept?: string }) {
    const silence = new AbortController();
    const quiet = () => silence.abort(new Error(`nothing came for ${settings.timeoutMs / 1000} seconds`));
    let timer = setTimeout(quiet, settings.timeoutMs);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(quiet, settings.timeoutMs);
    };
    const signals = AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]);
    try {
      const response = await follow(url, of, signals);
      heard();
      return {
        response,
        async *chunks() {
          const reader = response.body?.getReader();
          try {
            for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
              heard();
              yield part.value;
            }
          } finally {
            clearTimeout(timer);
            await reader?.cancel().catch(() => {});
          }
        },
        async cancel() {
          clearTimeout(timer);
          await response.body?.cancel().catch(() => {});
        },
      };
    } catch (error) {
      clearTimeout(timer);
      throw error;
    }
  }

  async function follow(
    first: string,
    of: { what: string; range?: readonly [number, number]; accept?: string },
    signals: AbortSignal,
  ): Promise<Response> {
    let url = first;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const target = URL.canParse(url) ? new URL(url) : null;
      if (target === null || !mayAsk(target, endpoint, settings.hosts))
        throw hubLied(
          of.what,
          `it sends to ${target === null ? 'something that is no address' : target.origin}; expected ${endpoint.host} or a host that is allowed (RESEED_HUB_HOSTS)`,
        );
      const headers: Record<string, string> = { 'accept-encoding': 'identity', accept: of.accept ?? '*/*' };
      if (settings.token !== null && target.origin === endpoint.origin)
        headers.authorization = `Bearer ${settings.token}`;
      if (of.range) headers.range = `bytes=${of.range[0]}-${of.range[1] - 1}`;
      const response = await fetch(target.href, { headers, redirect: 'manual', signal: signals });
      if (![301, 302, 303, 307, 308].includes(response.status)) return response;
      await response.body?.cancel();
      const location = response.headers.get('location');
      url = location !== null && URL.canParse(location, target.href) ? new URL(location, target.href).href : '';
    }
    throw hubLied(of.what, `it sends on more than ${MAX_REDIRECTS} times; expected the file`);
  }

  async function pause(attempt: number, askedMs: number | null = null): Promise<void> {
    const ms = askedMs ?? settings.backoffMs * 2 ** (attempt - 1);
    try {
      await wait(ms, undefined, { signal });
    } finally {
      signal?.throwIfAborted();
    }
  }

  async function get(
    url: string,
    of: { what: string; range?: readonly [number, number]; accept?: string },
  ): Promise<HubAnswer> {
    for (let attempt = 1; ; attempt++) {
      let fault = '';
      let cause: unknown;
      let askedMs: number | null = null;
      try {
        const answer = await send(url, of);
        const { status, headers } = answer.response;
        if (status < 400) return answer;
        await answer.cancel();
        const refusal = refusalOf(of.what, { status, hasToken: settings.token !== null });
        if (refusal !== null) throw refusal;
        fault = `it answers ${status}`;
        askedMs = status === 429 || status === 503 ? parseRetryAfter(headers.get('retry-after')) : null;
        if (askedMs !== null && askedMs > settings.maxWaitMs)
          throw hubUnavailable(
            of.what,
            `it answers ${status} and asks to wait ${Math.ceil(askedMs / 1000)} seconds; expected at most ${settings.maxWaitMs / 1000}`,
          );
      } catch (error) {
        signal?.throwIfAborted();
        if (isReseedError(error)) throw error;
        fault = describeBreak(error);
        cause = error;
      }
      if (attempt >= settings.attempts) throw hubUnavailable(of.what, `${fault}, ${attempt} times`, cause);
      await pause(attempt, askedMs);
    }
  }

  const fetchJson: typeof fetch = async (input) => {
    const url = input instanceof Request ? input.url : String(input);
    const what = new URL(url).pathname.split('/').slice(3, 5).join('/');
    for (let attempt = 1; ; attempt++) {
      const answer = await get(url, { what, accept: 'application/json' });
      const parts: Uint8Array[] = [];
      let bytes = 0;
      try {
        for await (const chunk of answer.chunks()) {
          bytes += chunk.length;
          if (bytes > MAX_JSON_BYTES)
            throw hubLied(what, `its listing has more than ${MAX_JSON_BYTES} bytes; expected pages`);
          parts.push(chunk);
        }
        return new Response(Buffer.concat(parts), { status: 200, headers: answer.response.headers });
      } catch (error) {
        signal?.throwIfAborted();
        if (isReseedError(error)) throw error;
        if (attempt >= settings.attempts)
          throw hubUnavailable(what, `${describeBreak(error)}, ${attempt} times`, error);
        await pause(attempt);
      }
    }
  };
  return { settings, get, fetchJson, pause };
}

/** Whether `url` may be asked: the endpoint itself, or a host that is allowed, and then by https where the endpoint has it. */
function mayAsk(url: URL, endpoint: URL, hosts: readonly string[]): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.origin === endpoint.origin) return true;
  if (url.protocol !== 'https:' && url.protocol !== endpoint.protocol) return false;
  return hosts.some((host) => (host.startsWith('.') ? url.host.endsWith(host) : url.host === host));
}

/** Milliseconds that `Retry-After` asks for, seconds or a date; null where it says neither. */
function parseRetryAfter(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** Words for a connection that broke, without addresses. */
export function describeBreak(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
  if (cause instanceof Error && cause.message.startsWith('nothing came')) return cause.message;
  return `the connection broke${code}`;
}
