/**
 * Entry of a thread of a worker process: ends the process when the one that started it is gone, however that went, even while native code holds
 * the main thread. In: the far end of a pipe, as a file descriptor, that the starter holds open.
 */
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';

const line = new Socket({ fd: workerData as number });
line.on('error', () => {});
line.on('close', () => process.kill(process.pid, 'SIGKILL'));
line.resume();
