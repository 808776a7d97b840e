/** Looks what a worker can compute with, before it takes a job. */
import { probeExecutionProvider } from '../../compute/execution-provider.ts';
import {
  type ByteSupport,
  describeByteSupport,
  measureByteSupport,
  NO_BYTES,
} from '../../compute/matching/tiles/byte-support.ts';
import type { Log } from './log.ts';
import type { WorkerSettings } from './task.ts';

/**
 * Checks that the configured execution provider computes here, measures what its products of bytes are good for where the worker `matches`, and
 * says both in the log.
 */
export async function startProvider(
  settings: WorkerSettings,
  { log, matches = true }: { log: Log; matches?: boolean },
): Promise<ByteSupport> {
  const { executionProvider = 'cpu', byteProducts = 'auto', threads } = settings;
  await probeExecutionProvider(executionProvider);
  const bytes =
    matches && executionProvider === 'cpu' && byteProducts === 'auto'
      ? await measureByteSupport({ threads, now: () => performance.now() })
      : NO_BYTES;
  const products = `matrix products run on ${executionProvider}, those of large matchings by ${describeByteSupport(bytes)}`;
  log.info({ executionProvider, bytes }, products);
  return bytes;
}
