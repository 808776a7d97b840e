/** The chat model as the environment names it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildChatSettings } from '../src/chat-config.ts';

const KEY = 'sk-canary-8fa14cdd754f91cc';
const given = { RESEED_LLM_URL: 'http://127.0.0.1:11434/v1/', RESEED_LLM_MODEL: 'tiny' };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'reseed-config-'));
  await writeFile(path.join(folder, 'key'), `${KEY}\n`);
  await writeFile(path.join(folder, 'two-lines'), `${KEY}\n${KEY}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

test('is off without an address, and has a budget without being told', () => {
  expect(buildChatSettings({ RESEED_LLM_KEY: KEY }, folder)).toBeNull();
  expect(buildChatSettings(given, folder)).toEqual({
    baseUrl: 'http://127.0.0.1:11434/v1',
    model: 'tiny',
    key: null,
    concurrency: 4,
    timeoutMs: 120_000,
    attempts: 5,
    backoffMs: 1_000,
    prices: null,
    budget: { tokens: 2_000_000, cost: null },
  });
});

test('reads the key from the environment or from a file', () => {
  expect(buildChatSettings({ ...given, RESEED_LLM_KEY: KEY }, folder)?.key).toBe(KEY);
  expect(buildChatSettings({ ...given, RESEED_LLM_KEY_FILE: 'key' }, folder)?.key).toBe(KEY);
});

test.each([
  { RESEED_LLM_MODEL: '' },
  { RESEED_LLM_URL: 'models.test/v1' },
  { RESEED_LLM_URL: 'file:///etc/passwd' },
  { RESEED_LLM_URL: `https://user:${KEY}@models.test/v1` },
  { RESEED_LLM_URL: `https://models.test/v1?key=${KEY}` },
  { RESEED_LLM_KEY: KEY, RESEED_LLM_KEY_FILE: 'key' },
  { RESEED_LLM_KEY_FILE: 'missing' },
  { RESEED_LLM_KEY_FILE: 'two-lines' },
  { RESEED_LLM_KEY: `${KEY} ${KEY}` },
  { RESEED_LLM_CONCURRENCY: '0' },
  { RESEED_LLM_BUDGET_TOKENS: '-1' },
  { RESEED_LLM_BUDGET_COST: '1' },
  { RESEED_LLM_PRICE_IN: '1' },
])('refuses %o without showing the key', (wrong) => {
  let error: unknown;
  try {
    buildChatSettings({ ...given, ...wrong }, folder);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'BAD_CONFIG' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY);
});
