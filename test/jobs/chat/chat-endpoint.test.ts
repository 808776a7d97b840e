/** The client of a chat endpoint against a server that behaves, and against every way in which servers do not. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { ChatQuestion } from '../../../src/compute/explaining/chat-message.ts';
import { ChatBudget, type ChatSpending, nothingSpent } from '../../../src/jobs/chat/chat-budget.ts';
import { buildChatEndpoint, readRetryAfter } from '../../../src/jobs/chat/chat-endpoint.ts';
import { parseChatReply } from '../../../src/jobs/chat/chat-reply.ts';
import type { ChatSettings } from '../../../src/jobs/chat/chat-settings.ts';
import { type ChatServer, type Script, type SeenRequest, startChatServer } from './chat-server.ts';

const KEY = 'sk-canary-d41d8cd98f00b204';
const question: ChatQuestion = {
  messages: [
    { role: 'system', content: 'You answer.' },
    { role: 'user', content: 'Question?' },
  ],
  maxTokens: 20,
  logProbabilities: true,
};
/** What reserving for `question` sets aside: bytes of its texts, 32 per message and once, and the answer. */
const RESERVED = 11 + 9 + 3 * 32 + 20;

let server: ChatServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function setUp(
  answer: Script[] | ((request: SeenRequest, number: number) => Script),
  change: Partial<ChatSettings> = {},
  before: ChatSpending = nothingSpent,
) {
  const script = Array.isArray(answer) ? (_: SeenRequest, number: number) => answer[number] ?? 'unscripted' : answer;
  server = await startChatServer(script);
  const settings: ChatSettings = {
    baseUrl: server.baseUrl,
    model: 'tiny',
    key: KEY,
    concurrency: 2,
    timeoutMs: 5_000,
    attempts: 3,
    backoffMs: 1,
    prices: { prompt: 1_000_000, completion: 2_000_000 },
    budget: { tokens: null, cost: null },
    ...change,
  };
  const recorded: ChatSpending[] = [];
  const stop = new AbortController();
  const budget = new ChatBudget({
    before,
    limit: settings.budget,
    prices: settings.prices,
    record: async (spending) => void recorded.push(spending),
  });
  const endpoint = buildChatEndpoint(settings, { budget, signal: stop.signal });
  return { endpoint, budget, recorded, stop, seen: server.seen };
}

test('asks as the protocol says, and counts what the endpoint counts', async () => {
  const { endpoint, budget, seen, recorded } = await setUp(['Hello.']);
  expect(await endpoint.ask(question)).toEqual({ kind: 'ANSWER', answer: { text: 'Hello.', tokens: null } });
  expect(seen).toEqual([
    {
      url: '/v1/chat/completions',
      authorization: `Bearer ${KEY}`,
      body: {
        model: 'tiny',
        messages: question.messages,
        max_tokens: 20,
        temperature: 0,
        stream: false,
        logprobs: true,
        top_logprobs: 5,
      },
    },
  ]);
  expect(budget.spending).toMatchObject({
    requests: 1,
    promptTokens: 50,
    completionTokens: 10,
    reservedTokens: 0,
    cost: 70,
  });
  expect(recorded[0]).toMatchObject({ reservedTokens: RESERVED, promptTokens: 0 });
});

test('reads log-probabilities', async () => {
  const content = [{ token: '1', logprob: -0.1, top_logprobs: [{ token: '1', logprob: -0.1, bytes: [49] }] }];
  const { endpoint } = await setUp([{ content: '1', logprobs: { content } }]);
  expect(await endpoint.ask(question)).toEqual({
    kind: 'ANSWER',
    answer: { text: '1', tokens: [{ token: '1', alternatives: [{ token: '1', logProbability: -0.1 }] }] },
  });
});

const again: [string, Script, boolean][] = [
  ['a rate limit', { status: 429, headers: { 'retry-after': '0' }, raw: 'slow down' }, false],
  ['an error of the server', { status: 500, raw: '<h1>oops</h1>', headers: { 'content-type': 'text/html' } }, false],
  ['an overloaded server', { status: 503, raw: '' }, false],
  ['a body that is no JSON', { raw: '{"choices": [' }, true],
  ['a body of another kind', { raw: '{"choices": []}' }, true],
  ['another content type', { raw: '<html>', headers: { 'content-type': 'text/html' } }, true],
  ['bytes that are no text', { raw: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }, true],
  ['a reply that is too long', { content: 'x', padding: 3 * 1024 * 1024 }, true],
  ['a reply that breaks off', { content: 'x', truncate: true, headers: { 'content-length': '500' } }, true],
];

test.each(again)('asks again after %s', async (_name, script, charged) => {
  const { endpoint, budget, seen } = await setUp([script, 'fine']);
  expect(await endpoint.ask(question)).toMatchObject({ kind: 'ANSWER', answer: { text: 'fine' } });
  expect(seen).toHaveLength(2);
  // What may have been worked on is paid for in full, the rest not at all.
  expect(budget.spending.promptTokens + budget.spending.completionTokens).toBe(60 + (charged ? RESERVED : 0));
});

test('gives a slow server up in time, and asks again', async () => {
  const { endpoint, budget, seen } = await setUp([{ hang: true }, 'late'], { timeoutMs: 100 });
  expect(await endpoint.ask(question)).toMatchObject({ kind: 'ANSWER', answer: { text: 'late' } });
  expect(seen).toHaveLength(2);
  expect(budget.spending.promptTokens + budget.spending.completionTokens).toBe(60 + RESERVED);
});

test('fails after so many sendings, without a word of what came', async () => {
  const { endpoint, seen } = await setUp(() => ({ status: 429, raw: 'x' }));
  expect(await endpoint.ask(question)).toEqual({ kind: 'FAILED' });
  expect(seen).toHaveLength(3);
});

test('does not ask again what was rejected, or when the wait would be too long', async () => {
  const { endpoint, seen } = await setUp([
    { status: 400, raw: '{"error": "context too long"}' },
    { status: 429, headers: { 'retry-after': '3600' } },
  ]);
  expect(await endpoint.ask(question)).toEqual({ kind: 'FAILED' });
  expect(await endpoint.ask(question)).toEqual({ kind: 'FAILED' });
  expect(seen).toHaveLength(2);
});

test('gives an endpoint up that never answers', async () => {
  const { endpoint, seen } = await setUp(() => ({ status: 500 }), { attempts: 1 });
  for (let i = 0; i < 19; i++) expect(await endpoint.ask(question)).toEqual({ kind: 'FAILED' });
  await expect(endpoint.ask(question)).rejects.toMatchObject({ code: 'LLM_UNAVAILABLE' });
  expect(seen).toHaveLength(20);
});

test.each([401, 403, 404, 302, 307])(
  'refuses to go on after HTTP %i, and shows nothing of the answer',
  async (status) => {
    const elsewhere = await startChatServer(() => 'should never be asked');
    const { endpoint, budget, seen } = await setUp([
      {
        status,
        headers: { location: `${elsewhere.baseUrl}/chat/completions` },
        raw: JSON.stringify({ error: `Incorrect API key ${KEY}` }),
      },
    ]);
    const error: unknown = await endpoint.ask(question).catch((reason: unknown) => reason);
    await elsewhere.close();
    expect(error).toMatchObject({ code: 'LLM_REFUSED' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY);
    expect(elsewhere.seen).toEqual([]);
    expect(seen).toHaveLength(1);
    expect(budget.spending).toMatchObject({ promptTokens: 0, completionTokens: 0, reservedTokens: 0 });
  },
);

test('a server that is not there costs nothing', async () => {
  const gone = await startChatServer(() => 'gone');
  await gone.close();
  const { endpoint, budget } = await setUp([], { baseUrl: gone.baseUrl });
  expect(await endpoint.ask(question)).toEqual({ kind: 'FAILED' });
  expect(budget.spending).toMatchObject({ requests: 3, promptTokens: 0, completionTokens: 0, cost: 0 });
});

test('stops at once when the job is cancelled, and counts the request', async () => {
  const { endpoint, budget, stop } = await setUp(() => {
    setTimeout(() => stop.abort(new Error('cancelled')), 20);
    return { hang: true };
  });
  await expect(endpoint.ask(question)).rejects.toThrow('cancelled');
  expect(budget.spending.promptTokens + budget.spending.completionTokens).toBe(RESERVED);
});

test('never sends what might cost more than the budget', async () => {
  const { endpoint, budget, seen } = await setUp(() => 'ok', { budget: { tokens: RESERVED + 100, cost: null } });
  expect((await endpoint.ask(question)).kind).toBe('ANSWER');
  expect((await endpoint.ask(question)).kind).toBe('ANSWER'); // 60 + RESERVED fit, as 120 + RESERVED do not
  expect((await endpoint.ask(question)).kind).toBe('NO_BUDGET');
  expect(seen).toHaveLength(2);
  expect(budget.spending.promptTokens + budget.spending.completionTokens).toBe(120);
});

test('counts what a dead attempt had set aside as spent', async () => {
  const before = { ...nothingSpent, requests: 3, promptTokens: 10, reservedTokens: 500, reservedCost: 700 };
  const { endpoint, budget, seen } = await setUp(() => 'ok', { budget: { tokens: 600, cost: null } }, before);
  expect(budget.spending).toMatchObject({ promptTokens: 510, reservedTokens: 0, cost: 700, reservedCost: 0 });
  expect((await endpoint.ask(question)).kind).toBe('NO_BUDGET');
  expect(seen).toEqual([]);
});

test('keeps every budget, whatever the endpoint counts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 900 }),
      fc.array(fc.option(fc.record({ prompt: fc.nat(RESERVED - 20), completion: fc.nat(20) }), { nil: null }), {
        maxLength: 15,
      }),
      async (tokens, usages) => {
        const budget = new ChatBudget({
          before: nothingSpent,
          limit: { tokens, cost: null },
          prices: null,
          record: async ({ promptTokens, completionTokens, reservedTokens }) =>
            expect(promptTokens + completionTokens + reservedTokens).toBeLessThanOrEqual(tokens),
        });
        const open = [];
        for (const usage of usages) {
          const reservation = await budget.reserve(question);
          if (reservation === null) continue;
          open.push({ reservation, usage });
          if (open.length > 2) budget.settle(open[0].reservation, open.shift()?.usage ?? null);
        }
        await budget.flush();
      },
    ),
    { numRuns: 100, seed: 6 },
  );
});

test('reads Retry-After in seconds and as a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(readRetryAfter('7', now)).toBe(7000);
  expect(readRetryAfter('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5000);
  expect(readRetryAfter('Thu, 01 Jan 1970 00:00:00 GMT', now)).toBe(0);
  expect(readRetryAfter('soon', now)).toBe(0);
  expect(readRetryAfter(null, now)).toBe(0);
});

test('uses a reply whose usage cannot be read, and no other kind of reply', () => {
  const choices = [{ message: { content: 'hi' } }];
  expect(parseChatReply(JSON.stringify({ choices, usage: { prompt_tokens: -1 } }))).toMatchObject({
    answer: { text: 'hi' },
    usage: null,
  });
  expect(
    parseChatReply(JSON.stringify({ choices: [{ message: { content: 'cut' }, finish_reason: 'length' }] })),
  ).toMatchObject({ cut: true });
  for (const body of ['', 'null', '[]', '{}', '{"choices":[{}]}', '{"choices":[{"message":{"content":7}}]}'])
    expect(parseChatReply(body)).toBeNull();
});
