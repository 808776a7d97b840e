/** A start measures what this processor's bytes are good for, unless told not to, and says it in the log. */
import { Writable } from 'node:stream';
import pino from 'pino';
import { expect, test } from 'vitest';
import { startProvider } from '../../src/jobs/worker/start-provider.ts';
import { findByteSupport, NO_BYTES } from '../../src/compute/matching/tiles/byte-support.ts';
import { buildConfig } from '../../src/config.ts';

/** What a start with `env` answers and logs. */
async function start(env: Record<string, string>) {
  const lines: string[] = [];
  const stream = new Writable({
    write(line, _, done) {
      lines.push(String(line));
      done();
    },
  });
  const bytes = await startProvider(buildConfig({ RESEED_THREADS: '1', ...env }, '/'), {
    log: pino({ level: 'info' }, stream),
  });
  const [logged, ...others] = lines.map(
    (line) => JSON.parse(line) as { executionProvider: string; bytes: unknown; msg: string },
  );
  expect(others).toEqual([]);
  expect(logged).toMatchObject({ executionProvider: 'cpu', bytes });
  return { bytes, message: logged.msg };
}

test('the codes that are exact here are timed', async () => {
  const { bits } = await findByteSupport();
  const { bytes, message } = await start({});
  expect(bytes.bits).toBe(bits);
  expect(bytes.costs.length).toBe(bits === null ? 0 : 2);
  expect(message).toMatch(bits === null ? /by float32$/ : new RegExp(`by codes of ${bits} bits where`));
});

test('RESEED_BYTE_PRODUCTS=off keeps to float32', async () => {
  const { bytes, message } = await start({ RESEED_BYTE_PRODUCTS: 'off' });
  expect(bytes).toEqual(NO_BYTES);
  expect(message).toBe('matrix products run on cpu, those of large matchings by float32');
});
