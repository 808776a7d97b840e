/** A worker process as its owner sees it: started, told, watched and ended. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ReseedError } from '../../errors.ts';
import { type Crash, describeCrash } from './crash.ts';
import { LastWords } from './last-words.ts';
import { type HeldJob, PULSE_MS, type WorkerCommand, type WorkerOrders, type WorkerReport } from './worker-messages.ts';

/** Pulses that a process may miss: its queue has taken it for dead long before. Counted, not timed, because a laptop that slept has missed none. */
const MAX_MISSED_PULSES = 120;
/** Milliseconds that a process may take to stop: a training waits ten seconds for its threads. */
const STOP_MS = 20_000;
/** Milliseconds that the last words may take to arrive after the end. */
const LAST_WORDS_MS = 500;

/** How it ended, and with which job. */
export interface WorkerEnd {
  /** Null where it was asked to stop and did, or refused to start. */
  crash: Crash | null;
  job: HeldJob | null;
}

export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Resolves when it takes jobs. Rejects with the `ReseedError` by which it refused, or with `WORKER_CRASHED`. */
  readonly ready: Promise<void>;
  readonly ended: Promise<WorkerEnd>;
  wake(): void;
  /** Asks it to stop, and ends it if it does not. */
  stop(): Promise<WorkerEnd>;
}

/** Starts a worker process, which may miss `maxMissedPulses` once it takes jobs. What it writes goes to this process's stderr. */
export function startWorkerProcess(
  orders: WorkerOrders,
  { maxMissedPulses = MAX_MISSED_PULSES }: { maxMissedPulses?: number } = {},
): WorkerProcess {
  const child = fork(fileURLToPath(new URL('./worker-process.ts', import.meta.url)), {
    // The last is the life line.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    serialization: 'advanced',
    execArgv: [],
  });
  const words = new LastWords();
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  for (const stream of streams) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      process.stderr.write(text);
      words.add(text);
    });
  }
  let job: HeldJob | null = null;
  let endedFor: Crash['endedFor'] = null;
  let orderly = false;
  let missed = 0;
  let mayMiss = MAX_MISSED_PULSES;
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {}); // also for an owner that does not wait

  const tell = (command: WorkerCommand): void => {
    // One that has just ended is told nothing; its end is dealt with below.
    if (child.connected) child.send(command, () => {});
  };
  const end = (why: Crash['endedFor']): void => {
    endedFor ??= why;
    child.kill('SIGKILL');
  };
  const watch = setInterval(() => {
    missed++;
    if (missed > mayMiss) end('SILENCE');
  }, PULSE_MS);
  child.on('message', (message: WorkerReport) => {
    missed = 0;
    if (message.report === 'READY') {
      mayMiss = maxMissedPulses;
      ready.resolve();
    } else if (message.report === 'JOB') job = message.job;
    else if (message.report === 'STUCK') end('CANCEL');
    else if (message.report === 'REFUSED') {
      orderly = true;
      ready.reject(new ReseedError(message.code, message.message, { hint: message.hint }));
      child.kill('SIGKILL');
    } else if (message.report === 'STOPPED') {
      orderly = true;
      // Threads that native code still holds would make an end of its own accord a crash.
      child.kill('SIGKILL');
    }
  });
  const exit = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
    child.once('error', (error) => {
      words.add(`${error.message}\n`);
      if (child.pid === undefined) resolve([null, null]);
    });
  });
  const ended = exit.then(async ([exitCode, signal]): Promise<WorkerEnd> => {
    clearInterval(watch);
    const read = Promise.all(streams.map((stream) => (stream.closed ? Promise.resolve() : once(stream, 'close'))));
    // Programs that it started may hold its streams.
    await Promise.race([read, delay(LAST_WORDS_MS)]);
    const crash = orderly ? null : { exitCode, signal, endedFor, lastWords: words.text };
    if (crash !== null) ready.reject(buildStartFailure(crash));
    return { crash, job };
  });
  tell({ command: 'START', orders });

  return {
    pid: child.pid,
    ready: ready.promise,
    ended,
    wake: () => tell({ command: 'WAKE' }),
    async stop() {
      tell({ command: 'STOP' });
      const late = new AbortController();
      const waited = delay(STOP_MS, null, { signal: late.signal }).catch(() => null);
      if ((await Promise.race([ended, waited])) === null) {
        orderly = true;
        child.kill('SIGKILL');
      }
      late.abort();
      return ended;
    },
  };
}

function buildStartFailure(crash: Crash): ReseedError {
  const words = crash.lastWords === '' ? '' : `\n${crash.lastWords}`;
  return new ReseedError('WORKER_CRASHED', `Cannot start a worker process: ${describeCrash(crash)}.${words}`, {
    hint: 'Start with RESEED_EXECUTION_PROVIDER=cpu if a device or its driver is the cause; reinstall the dependencies with npm ci otherwise.',
  });
}
