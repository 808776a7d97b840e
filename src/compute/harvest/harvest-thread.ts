/**
 * Entry of the thread in which a language model runs: a run blocks the thread it is on, and this one is nobody else's.
 *
 * In: `workerData` of {@link HarvestThreadData}; messages with the inputs of one run, at last `STOP`. Out: a message `ready`, then one answer per
 * batch, in order.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ExecutionProvider, type FeedBlock, type FeedSession, openFeedSession } from '../onnx/onnx-session.ts';

export interface HarvestThreadData {
  /** The pruned model. */
  model: Uint8Array;
  output: string;
  externalFolder: string;
  threads: number;
  provider: ExecutionProvider;
  /** Not zero once nothing is wanted any more: runs that have not begun are left out. */
  stopped: Int32Array;
}

/** Activations [b, s, d], or why there are none. */
export type HarvestAnswer =
  | { kind: 'READY' }
  | { kind: 'DONE'; values: Float32Array; shape: readonly number[] }
  | { kind: 'FAILED'; error: unknown };

const data = workerData as HarvestThreadData;
const port = parentPort;
if (!port) throw new TypeError('harvest-thread.ts runs only as a worker thread');

const answer = (message: HarvestAnswer): void => {
  port.postMessage(message, message.kind === 'DONE' ? [message.values.buffer as ArrayBuffer] : []);
};

let session: FeedSession | null = null;
try {
  session = await openFeedSession(data.model, data);
  answer({ kind: 'READY' });
} catch (error) {
  answer({ kind: 'FAILED', error });
}

port.on('message', (message: Record<string, FeedBlock> | 'STOP') => {
  if (message === 'STOP') port.close();
  else void run(message);
});

async function run(feeds: Record<string, FeedBlock>): Promise<void> {
  try {
    if (session === null || Atomics.load(data.stopped, 0) !== 0) return;
    const { values, shape } = await session.run(feeds);
    answer({ kind: 'DONE', values: values.slice(), shape }); // a copy, whose memory is given away
  } catch (error) {
    answer({ kind: 'FAILED', error });
  }
}
