/**
 * Encoding in a process of its own: a language model that others made may crash or hang the process that runs it, and the server must not be that one.
 *
 * In: requests. Out: answers. The process starts with the first request, and again with the next one after it ended.
 */
import type { Database, DatabaseAddress } from '../../../db/connect/connect.ts';
import type { EncodeTokens, EncodingRequest } from '../../analysis/encoding/encoding-request.ts';
import { type AskedProcess, startAskedProcess } from '../../compute/asked-process.ts';
import type { EncodedTokens } from '../../compute/encoding/encoded-tokens.ts';
import { ReseedError } from '../../errors.ts';

export interface EncoderOrders {
  address: DatabaseAddress;
  importRoots: readonly string[];
  threads: number;
}

/** `encodeTokens` throws `WORKER_CRASHED` where the process ended, and otherwise as `encode-tokens.ts` does. Close before the database. */
export function buildEncoderProcess({
  db,
  importRoots,
  threads,
}: {
  db: Database;
  importRoots: readonly string[];
  threads: number;
}): { encodeTokens: EncodeTokens; close(): Promise<void> } {
  let running: AskedProcess<EncodingRequest, EncodedTokens> | null = null;
  const start = () => {
    const started = startAskedProcess<EncodingRequest, EncodedTokens>({
      file: new URL('./encoder-process.ts', import.meta.url),
      orders: { address: db.address(), importRoots, threads } satisfies EncoderOrders,
      refuse: (fault, ended) => (ended ? crashed(fault) : new Error(fault)),
      onEnd: () => {
        if (running === started) running = null;
      },
    });
    return started;
  };
  return {
    encodeTokens: (request, signal) => (running ??= start()).ask(request, signal),
    async close() {
      await running?.stop();
    },
  };
}

function crashed(fault: string): ReseedError {
  return new ReseedError('WORKER_CRASHED', `Cannot encode: ${fault}`, {
    hint: 'Check that the language model runs elsewhere; its ONNX file, or the memory of this machine, is the likely cause. Then ask again.',
  });
}
