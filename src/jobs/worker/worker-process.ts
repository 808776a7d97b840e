/**
 * Entry of a worker process: what may crash or hang natively has memory of its own, away from the server, the queue and the embedded database.
 *
 * In: messages of {@link WorkerCommand}, the first of them with what it is to do. Out: messages of {@link WorkerReport}; the log, on stderr.
 */
import pino from 'pino';
import { openDatabaseAt } from '../../../db/connect/connect.ts';
import { findDevice } from '../../compute/device-name.ts';
import { holdLifeLine } from '../../compute/life-line.ts';
import { isReseedError } from '../../errors.ts';
import { startProvider } from './start-provider.ts';
import { startWorker, type Worker } from './worker.ts';
import { PULSE_MS, type WorkerCommand, type WorkerOrders, type WorkerReport } from './worker-messages.ts';

if (process.send === undefined)
  throw new TypeError('worker-process.ts runs only as a process of start-worker-process.ts');
holdLifeLine();
// A terminal or a service manager tells every process of the group; whoever started this one asks it to stop in its own time.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

function report(message: WorkerReport): void {
  process.send?.(message);
}

let worker: Worker | null = null;
let stopping: Promise<void> | null = null;

async function start({ id, address, settings, kinds, logLevel }: WorkerOrders): Promise<void> {
  const log = pino({ level: logLevel, name: 'worker' }, pino.destination({ dest: 2, sync: true }));
  const bytes = await startProvider(settings, { log, matches: kinds.includes('MATCH') });
  const device = await findDevice(settings.executionProvider ?? 'cpu', process.env);
  const db = openDatabaseAt(address);
  worker = await startWorker({
    db,
    settings: { ...settings, bytes, device },
    kinds,
    log,
    id,
    onJob: (job) =>
      report({
        report: 'JOB',
        job: job && { id: job.id, attempt: job.attempt, kind: job.kind, requires: job.requires },
      }),
    onStuck: () => report({ report: 'STUCK' }),
  });
  setInterval(() => report({ report: 'PULSE' }), PULSE_MS);
  report({ report: 'READY' });
}

let started: Promise<void> = Promise.resolve();

process.on('message', (message: WorkerCommand) => {
  if (message.command === 'START') started = start(message.orders).catch(refuse);
  else if (message.command === 'WAKE') worker?.wake();
  else stopping ??= started.then(() => worker?.stop()).then(() => report({ report: 'STOPPED' }));
});

function refuse(error: unknown): void {
  if (!isReseedError(error)) throw error;
  report({ report: 'REFUSED', code: error.code, message: error.message, hint: error.hint });
}
