/**
 * Entry of a worker thread inside the server process: the matrix products block the thread they run on, and this one is not the
 * server's. In: `workerData` of {@link WorkerThreadData}; messages `wake` and `stop`. Out: message `ready`; exits after `stop`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import pino from 'pino';
import { type DatabaseAddress, openDatabaseAt } from '../../../db/connect/connect.ts';
import type { JobKind } from '../kinds/registry.ts';
import type { WorkerSettings } from './task.ts';
import { startWorker } from './worker.ts';

export interface WorkerThreadData {
  address: DatabaseAddress;
  settings: WorkerSettings;
  kinds: readonly JobKind[];
  logLevel: string;
}

const { address, settings, kinds, logLevel } = workerData as WorkerThreadData;
const port = parentPort;
if (!port) throw new TypeError('worker-thread.ts runs only as a worker thread');
const db = openDatabaseAt(address);
const worker = await startWorker({
  db,
  settings,
  kinds,
  log: pino({ level: logLevel, name: 'worker' }, pino.destination({ dest: 2, sync: true })),
});
port.on('message', (message: 'wake' | 'stop') => {
  if (message === 'wake') worker.wake();
  else void stop();
});
port.postMessage('ready');

async function stop(): Promise<void> {
  await worker.stop();
  await db.close();
  port?.close();
}
