/**
 * A worker: takes one job at a time from the queues, most urgent kind first, until it is stopped.
 *
 * Runs in a thread of the server (`worker-thread.ts`) or as a process of its own (`reseed work`); several of them share the queues.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../db/connect.ts';
import type { JobKind } from '../../db/job-runs.ts';
import { jobKinds, queueName, startBoss } from './boss.ts';
import type { Log } from './log.ts';
import { recoverJobs } from './recover-jobs.ts';
import { runJob } from './run-job.ts';
import type { WorkerSettings } from './task.ts';

/** Milliseconds between looks into empty queues. */
const POLL_MS = 500;
/** Milliseconds before the next try after the database could not be reached. */
const RETRY_MS = 2_000;

export interface Worker {
  /** Looks into the queues at once instead of at the next poll. */
  wake(): void;
  /** Stops taking jobs, aborts the running one and leaves it for another worker. */
  stop(): Promise<void>;
}

/** Starts a worker on `db`. `kinds` limits what it takes. */
export async function startWorker(options: {
  db: Database;
  settings: WorkerSettings;
  log: Log;
  kinds?: readonly JobKind[];
}): Promise<Worker> {
  const { db, settings, log } = options;
  const boss = await startBoss(db, { supervise: true, onError: (error) => log.warn({ err: error }, 'queue') });
  // On the embedded database the opening process has done it, before any worker.
  if (db.kind === 'POSTGRES') await recoverJobs({ db, boss });
  const stopping = new AbortController();
  let sleeping = new AbortController();

  async function takeOne(): Promise<boolean> {
    for (const kind of options.kinds ?? jobKinds) {
      const queue = queueName(kind);
      const [message] = await boss.fetch<{ jobId: string }>(queue, { batchSize: 1 });
      if (!message) continue;
      const done = await runJob(message.data.jobId, {
        db,
        settings,
        log,
        stopping: stopping.signal,
        heartbeat: async () => void (await boss.touch(queue, message.id)),
      });
      // A failed message is delivered again: that is how a job that was left reaches another worker.
      await (done ? boss.complete(queue, message.id) : boss.fail(queue, message.id));
      return true;
    }
    return false;
  }

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      let took = false;
      let waitMs = POLL_MS;
      try {
        took = await takeOne();
      } catch (error) {
        log.error({ err: error }, 'worker could not take or end a job');
        waitMs = RETRY_MS;
      }
      if (took || stopping.signal.aborted) continue;
      sleeping = new AbortController();
      await delay(waitMs, undefined, { signal: sleeping.signal }).catch(() => {});
    }
  })();

  return {
    wake: () => sleeping.abort(),
    async stop() {
      stopping.abort();
      sleeping.abort();
      await loop;
      await boss.stop({ graceful: false });
    },
  };
}
