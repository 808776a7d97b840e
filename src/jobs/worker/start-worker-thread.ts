/** Starts a worker in a thread of this process and waits until it takes jobs. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from '../../../db/connect/connect.ts';
import type { JobKind } from '../kinds/registry.ts';
import type { Log } from './log.ts';
import type { WorkerSettings } from './task.ts';
import type { Worker as JobWorker } from './worker.ts';
import type { WorkerThreadData } from './worker-thread.ts';

export async function startWorkerThread(options: {
  db: Database;
  settings: WorkerSettings;
  log: Log;
  logLevel: string;
  kinds: readonly JobKind[];
}): Promise<JobWorker> {
  const address = options.db.address();
  const data: WorkerThreadData = {
    address,
    settings: options.settings,
    kinds: options.kinds,
    logLevel: options.logLevel,
  };
  const thread = new Worker(new URL('./worker-thread.ts', import.meta.url), {
    workerData: data,
  });
  await once(thread, 'message');
  thread.on('error', (error) => options.log.error({ err: error }, 'the worker thread died'));
  const exited = once(thread, 'exit');
  return {
    wake: () => thread.postMessage('wake'),
    async stop() {
      thread.postMessage('stop');
      await exited;
    },
  };
}
