/**
 * Keeps worker processes: starts each when there is work for it, and again after a crash, which costs the job an attempt and nobody else anything.
 *
 * In: places, each with the kinds of jobs that its process takes. Out: processes; what a crash means is written on the job.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Database } from '../../../db/connect/connect.ts';
import { removeAbandonedCollections } from '../../../db/stores/activation-writer.ts';
import { giveBackJob, recordCrash } from '../../../db/stores/job-attempts.ts';
import { listLiveKinds } from '../../../db/stores/job-runs.ts';
import { removeAbandonedLoads } from '../../../db/stores/removal.ts';
import { findUnrankedMatching } from '../../../db/stores/stored-ranks.ts';
import { ANNOUNCE_MS, announceWorker, removeWorker } from '../../../db/stores/workers.ts';
import type { JobKind } from '../kinds/registry.ts';
import { queueName } from '../queue/queue-name.ts';
import { buildCrashFailure, type Crash, describeCrash, MAX_CRASHES } from './crash.ts';
import type { Log } from './log.ts';
import { startWorkerProcess, type WorkerEnd, type WorkerProcess } from './start-worker-process.ts';
import type { WorkerSettings } from './task.ts';
import type { Worker } from './worker.ts';
import type { HeldJob } from './worker-messages.ts';

/** Milliseconds between looks for work that has no process yet. */
const LOOK_MS = 500;
/** Milliseconds before a process that ended without a job is started again; doubled each time, up to the second. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

interface Place {
  /** On the list of workers. */
  readonly id: string;
  readonly kinds: readonly JobKind[];
  process: WorkerProcess | null;
  /** Ends in a row that were no job's fault. */
  failures: number;
  notBefore: number;
}

/**
 * Supervises one process per entry of `places`, none of them started where nothing waits for it unless `eager`: then this resolves once all take
 * jobs, and rejects with what keeps one from it.
 */
export async function superviseWorkers(options: {
  db: Database;
  boss: PgBoss;
  settings: WorkerSettings;
  log: Log;
  logLevel: string;
  places: readonly (readonly JobKind[])[];
  eager: boolean;
}): Promise<Worker> {
  const { db, boss, settings, log, logLevel, eager } = options;
  const places = options.places.map(
    (kinds): Place => ({ id: randomUUID(), kinds, process: null, failures: 0, notBefore: 0 }),
  );
  const stopped = new AbortController();
  const { signal: stopping } = stopped;
  let looked = false;
  let announceAt = 0;
  let sleeping = new AbortController();
  /** What is still being written about processes that ended. */
  const settling = new Set<Promise<void>>();

  function start(place: Place): WorkerProcess {
    const { id } = place;
    const made = startWorkerProcess({ id, address: db.address(), settings, kinds: place.kinds, logLevel });
    place.process = made;
    made.ready.then(
      () => {
        place.failures = 0;
      },
      (error: unknown) => log.error({ err: error, kinds: place.kinds }, 'a worker process did not start'),
    );
    const settled = made.ended
      .then((end) => settle(place, end))
      .catch((error: unknown) => log.error({ err: error }, 'the end of a worker process could not be written'))
      .finally(() => {
        place.process = null;
        settling.delete(settled);
        sleeping.abort();
      });
    settling.add(settled);
    return made;
  }

  async function settle(place: Place, { crash, job }: WorkerEnd): Promise<void> {
    if (!stopping.aborted && job === null) {
      place.notBefore = performance.now() + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** place.failures);
      place.failures++;
    }
    if (crash !== null) {
      const { lastWords, ...how } = crash;
      log.error({ ...how, job: job?.id, lastWords }, `a worker process crashed: ${describeCrash(crash)}`);
    }
    if (job !== null) await settleJob(job, crash);
    await (stopping.aborted ? removeWorker(db, place.id) : announce(place));
  }

  /** One without a process is a worker all the same: it takes the next job. */
  async function announce({ id, kinds }: Place): Promise<void> {
    const trains = kinds.includes('TRAIN');
    await announceWorker(db, {
      id,
      name: `${hostname()} ${process.pid}`,
      kinds: [...kinds],
      provider: trains ? (settings.executionProvider ?? 'cpu') : null,
      trainers: trains ? Object.keys(settings.trainers ?? {}) : [],
      jobId: null,
    });
  }

  async function announceIdle(): Promise<void> {
    if (performance.now() < announceAt) return;
    announceAt = performance.now() + ANNOUNCE_MS;
    for (const place of places) if (place.process === null) await announce(place);
  }

  async function settleJob(job: HeldJob, crash: Crash | null): Promise<void> {
    const state =
      crash === null
        ? await giveBackJob(db, job)
        : await recordCrash(db, job, {
            maxCrashes: MAX_CRASHES,
            failure: buildCrashFailure(crash, settings.executionProvider ?? 'cpu'),
          });
    const queue = queueName(job.kind, job.requires);
    await removeAbandonedLoads(db);
    await removeAbandonedCollections(db);
    if (state === 'QUEUED') await boss.fail(queue, job.id);
    else if (state !== null) await boss.complete(queue, job.id);
  }

  async function startWhereNeeded(): Promise<void> {
    const idle = places.filter((place) => place.process === null && place.notBefore <= performance.now());
    if (idle.length === 0) return;
    const live = new Set<string>(eager ? [] : await listLiveKinds(db));
    // What older versions have left is reduced by a worker that has nothing else to do; new versions leave nothing.
    if (!eager && !looked && (await findUnrankedMatching(db, null)) !== null) live.add('MATCH');
    looked = true;
    if (stopping.aborted) return;
    for (const place of idle) if (eager || place.kinds.some((kind) => live.has(kind))) start(place);
  }

  async function stop(): Promise<void> {
    stopped.abort();
    sleeping.abort();
    await loop;
    await Promise.all(places.map(async ({ process }) => process?.stop()));
    await Promise.all(settling);
    for (const { id } of places) await removeWorker(db, id);
  }

  let loop: Promise<void> = Promise.resolve();
  if (eager) {
    try {
      await Promise.all(places.map((place) => start(place).ready));
    } catch (error) {
      await stop();
      throw error;
    }
  } else await announceIdle();
  loop = (async () => {
    while (!stopping.aborted) {
      sleeping = new AbortController();
      await announceIdle()
        .then(startWhereNeeded)
        .catch((error: unknown) => log.warn({ err: error }, 'could not look for work'));
      await delay(LOOK_MS, undefined, { signal: sleeping.signal }).catch(() => {});
    }
  })();

  return {
    wake() {
      sleeping.abort();
      for (const { process } of places) process?.wake();
    },
    stop,
  };
}
