/**
 * A worker: takes one job at a time from the queues, most urgent kind first, until it is stopped.
 *
 * Runs in a process of its own (`worker-process.ts`); several of them, on as many machines, share the queues.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../../db/connect/connect.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import { ANNOUNCE_MS, announceWorker, removeWorker } from '../../../db/stores/workers.ts';
import { type JobKind, jobKinds } from '../kinds/registry.ts';
import { startBoss } from '../queue/boss.ts';
import { queueName } from '../queue/queue-name.ts';
import { requireProvider, requireTrainer } from '../queue/worker-requirement.ts';
import type { Log } from './log.ts';
import { buildRanker } from '../matching/rank-matching.ts';
import { recoverJobs } from '../queue/recover-jobs.ts';
import { runJob } from './run-job.ts';
import type { WorkerSettings } from './task.ts';
import { UnitRowCache } from '../matching/unit-row-cache.ts';

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

/** Starts a worker on `db` and puts it on the list of workers. `kinds` limits what it takes. */
export async function startWorker(options: {
  db: Database;
  settings: WorkerSettings;
  log: Log;
  kinds?: readonly JobKind[];
  /** Its name on the list; one of its own if absent. */
  id?: string;
  /** Called with the job that it takes, and with null after each. */
  onJob?: (job: JobRow | null) => void;
  /** See `RunOptions`. */
  onStuck?: () => void;
}): Promise<Worker> {
  const { db, settings, log, kinds = jobKinds, id = randomUUID(), onJob, onStuck } = options;
  const trains = kinds.includes('TRAIN');
  const trainers = trains ? Object.keys(settings.trainers ?? {}) : [];
  const boss = await startBoss(db, {
    supervise: true,
    onError: (error) => log.warn({ err: error }, 'queue'),
    trainers,
  });
  const { rowCacheMb = 0 } = settings;
  const unitRows = rowCacheMb > 0 ? new UnitRowCache({ maxBytes: rowCacheMb * 1024 * 1024 }) : undefined;
  // On the embedded database the opening process has done it, before any worker.
  if (db.kind === 'POSTGRES') await recoverJobs({ db, boss });
  const stopping = new AbortController();
  let sleeping = new AbortController();
  const queues = kinds.flatMap((kind) =>
    kind === 'TRAIN'
      ? [requireProvider(settings.executionProvider ?? 'cpu'), ...trainers.map(requireTrainer), null].map((r) =>
          queueName(kind, r),
        )
      : [queueName(kind)],
  );
  let jobId: string | null = null;
  let trainingJobId: string | null = null;
  const announce = () =>
    announceWorker(db, {
      id,
      name: `${hostname()} ${process.pid}`,
      kinds: [...kinds],
      provider: trains ? (settings.executionProvider ?? 'cpu') : null,
      ...(trains && settings.device && { device: settings.device.name, memoryMb: settings.device.memoryMb }),
      trainers,
      jobId,
      trainingJobId,
    }).catch((error: unknown) => log.warn({ err: error }, 'worker could not announce itself'));
  await announce();
  let announcing = Promise.resolve();
  const timer = setInterval(() => {
    announcing = announcing.then(announce);
  }, ANNOUNCE_MS);

  async function takeOne(): Promise<boolean> {
    for (const queue of queues) {
      const [message] = await boss.fetch<{ jobId: string }>(queue, { batchSize: 1 });
      if (!message) continue;
      ({ jobId } = message.data);
      if (queue.startsWith(queueName('TRAIN'))) trainingJobId = jobId;
      announcing = announcing.then(announce);
      try {
        const end = await runJob(jobId, {
          db,
          boss,
          settings,
          ...(unitRows && { unitRows }),
          log,
          stopping: stopping.signal,
          ...(onJob && { onClaim: onJob }),
          ...(onStuck && { onStuck }),
          heartbeat: async () => void (await boss.touch(queue, message.id)),
        });
        // A failed message is delivered again: that is how a job that was left reaches another worker. One that another worker has is its.
        if (end === 'ENDED') await boss.complete(queue, message.id);
        if (end === 'LEFT') await boss.fail(queue, message.id);
      } finally {
        onJob?.(null);
        jobId = null;
        announcing = announcing.then(announce);
      }
      return true;
    }
    return false;
  }

  const rankOne = kinds.includes('MATCH') ? buildRanker(db) : async () => false;
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      let took = false;
      let waitMs = POLL_MS;
      try {
        took = (await takeOne()) || (await rankOne());
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
      clearInterval(timer);
      await announcing;
      await removeWorker(db, id);
      await boss.stop({ graceful: false });
    },
  };
}
