/** The hub as the environment names it. */
import { expect, test } from 'vitest';
import { buildHubSettings } from '../src/hub-config.ts';

const TOKEN = 'hf_canary8fa14cdd754f91cc';

test('is open to commands and closed to the API without being told', () => {
  const { hub, apiUsesHub } = buildHubSettings({}, '/place');
  expect(apiUsesHub).toBe(false);
  expect(hub).toMatchObject({
    endpoint: 'https://huggingface.co',
    token: null,
    hosts: ['.huggingface.co', '.hf.co'],
    folder: '/place/.reseed-hub',
    maxBytes: 64e9,
  });
});

test('takes endpoint and token by the names that the hub uses', () => {
  const { hub } = buildHubSettings({ HF_ENDPOINT: 'http://127.0.0.1:8080/', HF_TOKEN: ` ${TOKEN}\n` }, '/place');
  expect(hub).toMatchObject({ endpoint: 'http://127.0.0.1:8080', token: TOKEN });
});

test.each([
  { RESEED_HUB: 'on' },
  { RESEED_HUB_MAX_GB: 'much' },
  { RESEED_HUB_MAX_GB: '0' },
  { RESEED_HUB_HOSTS: 'https://hf.co' },
  { RESEED_HUB_HOSTS: 'hf.co/x' },
  { HF_ENDPOINT: 'file:///etc' },
  { HF_ENDPOINT: `https://user:${TOKEN}@hub.test` },
  { HF_ENDPOINT: 'huggingface.co' },
  { HF_TOKEN: `${TOKEN}\n${TOKEN}` },
])('refuses %j without repeating it', (env) => {
  const [name] = Object.keys(env);
  const refused = expect.objectContaining({ code: 'BAD_CONFIG', message: expect.stringContaining(name) });
  expect(() => buildHubSettings(env, '/place')).toThrow(refused);
  expect(() => buildHubSettings(env, '/place')).not.toThrow(TOKEN);
});
