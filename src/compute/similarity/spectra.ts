/** Matrices -> their eigen- or singular values (ml-matrix: Householder and QL, float64), in a thread of their own. */
import { Worker } from 'node:worker_threads';
import type { SpectralTask, Spectrum } from './spectral-thread.ts';

/** A thread that decomposes one matrix after another. Must be closed. */
export interface Spectra {
  /** Decomposes a matrix, which is copied. O(n^3): 3 s for eigenvectors at n = 768, minutes at 2,304. One at a time. */
  find(task: SpectralTask): Promise<Spectrum>;
  close(): Promise<void>;
}

/** Starts the thread. An abort ends it, and the promise that waits is rejected with the signal's reason. */
export function openSpectra(signal?: AbortSignal): Spectra {
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./spectral-thread.ts', import.meta.url));
  let fail: (reason: unknown) => void = () => {};
  const onAbort = () => {
    fail(signal?.reason);
    void thread.terminate();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  thread.on('error', (error) => fail(error));
  thread.on('exit', (code) => fail(new Error(`the decomposition ended with code ${code} and no answer`)));
  return {
    find: (task) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        fail = reject;
        thread.removeAllListeners('message');
        thread.once('message', resolve);
        thread.postMessage(task);
      }),
    async close() {
      signal?.removeEventListener('abort', onAbort);
      fail = () => {};
      await thread.terminate();
    },
  };
}
