/** The processor passes the probe; a provider that is not there is named, with what to do; one that is there gives right tiles. */
import { describe, expect, test } from 'vitest';
import { buildSyntheticPair } from '../../bench/synthetic-dictionaries.ts';
import { probeExecutionProvider } from '../../src/compute/execution-provider.ts';
import { matchRows } from '../../src/compute/matching/match-rows.ts';
import { isReseedError, type ReseedError } from '../../src/errors.ts';

test('the processor computes in float32', async () => {
  expect(await probeExecutionProvider('cpu')).toBeLessThanOrEqual(2 ** -22);
});

describe.each(['cuda', 'webgpu'] as const)('%s', (provider) => {
  test('is refused with a hint, or matches as the processor does', async () => {
    const missing = await probeExecutionProvider(provider).then(
      () => null,
      (error: unknown) => error as ReseedError,
    );
    if (missing) {
      expect(isReseedError(missing)).toBe(true);
      expect(['PROVIDER_UNAVAILABLE', 'PROVIDER_INEXACT']).toContain(missing.code);
      expect(missing.message).toContain(`"${provider}"`);
      expect(missing.hint).toContain('RESEED_EXECUTION_PROVIDER=cpu');
      return;
    }
    const { a, b } = buildSyntheticPair({ geometry: 'SPLIT', n: 300, nB: 330, d: 24, seed: 5 });
    const onProcessor = await matchRows(a, b, { measure: 'COSINE', threads: 1 });
    const there = await matchRows(a, b, { measure: 'COSINE', threads: 1, provider });
    expect(there.a).toEqual(onProcessor.a);
    expect(there.certificate.optimal).toBe(true);
  });
});
