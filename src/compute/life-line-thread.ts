/** Entry of the thread of `life-line.ts`: ends the process when the pipe closes. In: its far end, as a file descriptor. */
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';

const line = new Socket({ fd: workerData as number });
line.on('error', () => {});
line.on('close', () => process.kill(process.pid, 'SIGKILL'));
line.resume();
