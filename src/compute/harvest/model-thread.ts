/** A thread that runs a language model: questions in, answers in the same order. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ReseedError } from '../../errors.ts';
import type { FeedBlock } from '../onnx/onnx-session.ts';
import type { HarvestAnswer, HarvestThreadData } from './harvest-thread.ts';

/** Activations [b, s, d] of one run. */
export interface ModelAnswer {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

export interface ModelThread {
  /** Queues a run. Rejects with `MODEL_BAD`, or with the signal's reason once it is aborted. */
  run(feeds: Record<string, FeedBlock>): Promise<ModelAnswer>;
  /** Ends the thread once its run is over, and waits for that a few seconds at most. Runs that have not begun are left out. */
  stop(): Promise<void>;
}

/**
 * Milliseconds that a stop waits for the run under way; after that the thread ends by itself, later. Ending it from outside in the middle
 * of a run makes onnxruntime-node abort the whole process.
 */
const STOP_MS = 5_000;

interface Waiting {
  resolve(answer: HarvestAnswer): void;
  reject(reason: unknown): void;
}

/** Starts the thread and loads the model. Throws `MODEL_BAD` and the signal's reason. */
export async function startModelThread(
  data: Omit<HarvestThreadData, 'stopped'>,
  signal?: AbortSignal,
): Promise<ModelThread> {
  signal?.throwIfAborted();
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const workerData: HarvestThreadData = { ...data, stopped };
  const thread = new Worker(new URL('./harvest-thread.ts', import.meta.url), { workerData });
  const exited = once(thread, 'exit').catch(() => {}); // an error that ends the thread is told to those who wait
  const waiting: Waiting[] = [];
  let ended: unknown = null;
  const end = (reason: unknown): void => {
    ended ??= reason;
    for (const one of waiting.splice(0)) one.reject(reason);
  };
  const onAbort = () => end(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  thread.on('message', (answer: HarvestAnswer) => waiting.shift()?.resolve(answer));
  thread.on('error', (error) => end(badRun(error)));
  thread.on('exit', () => end(badRun(null)));

  const receive = async (): Promise<HarvestAnswer & { kind: 'READY' | 'DONE' }> => {
    const answer = await new Promise<HarvestAnswer>((resolve, reject) => {
      if (ended === null) waiting.push({ resolve, reject });
      else reject(ended);
    });
    if (answer.kind === 'FAILED') throw badRun(answer.error);
    return answer;
  };
  const stop = async (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort);
    Atomics.store(stopped, 0, 1);
    thread.postMessage('STOP');
    thread.unref();
    const late = new AbortController();
    await Promise.race([exited, delay(STOP_MS, undefined, { signal: late.signal }).catch(() => {})]);
    late.abort();
  };
  try {
    await receive();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    run(feeds) {
      thread.postMessage(feeds);
      const answer = receive().then((received) => {
        if (received.kind === 'READY') throw new TypeError('the thread is ready once');
        return received;
      });
      answer.catch(() => {}); // whoever awaits it hears of it; an answer that nobody wants any more must not end the process
      return answer;
    },
    stop,
  };
}

function badRun(cause: unknown): ReseedError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0].slice(0, 300) : 'its thread ended';
  return new ReseedError('MODEL_BAD', `Cannot run the model: ${reason}`, {
    hint: 'Check that the model runs elsewhere, and that its external data files lie next to it (links that leave the folder are refused).',
    cause,
  });
}
