/** A database with a queue and the means to run jobs in this process. */
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Database } from '../../db/connect/connect.ts';
import type { JobRow } from '../../db/stores/job-runs.ts';
import type { HubSettings } from '../../loaders/hub/hub-settings.ts';
import { startBoss } from '../../src/jobs/queue/boss.ts';
import { buildBossQueue } from '../../src/jobs/queue/boss-queue.ts';
import type { ChatSettings } from '../../src/jobs/chat/chat-settings.ts';
import type { JobQueue } from '../../src/jobs/queue/job-queue.ts';
import type { TrainerTemplates } from '../../src/jobs/training/trainer-templates.ts';
import { startWorker, type Worker } from '../../src/jobs/worker/worker.ts';
import { openTestDatabase } from '../db/test-database.ts';
import { untilEnded, untilSucceeded, waitForJob } from './wait-for-job.ts';

export const bundledRoot = fileURLToPath(new URL('../../seeds-data', import.meta.url));
export const silent = pino({ level: 'silent' });

export interface JobFixture {
  db: Database;
  queue: JobQueue;
  worker: Worker;
  /** Waits until the job has ended, however it does. */
  ended(jobId: string): Promise<JobRow>;
  /** Waits until the job has succeeded; throws its error if it does not. */
  succeeded(jobId: string): Promise<JobRow>;
  /** Waits until `holds` says so of the job; throws its error if it ends before. */
  until(jobId: string, holds: (job: JobRow) => boolean | Promise<boolean>): Promise<JobRow>;
  close(): Promise<void>;
}

/** Starts a queue and a worker on a database of its own. */
export async function startJobFixture(options: {
  importRoots: readonly string[];
  exportRoot?: string;
  chat?: ChatSettings;
  hub?: HubSettings;
  trainingDir?: string;
  trainers?: TrainerTemplates;
  memoryMb?: number;
  /** Folder of a sentence-embedding model. */
  embeddingModel?: string;
}): Promise<JobFixture> {
  const { trainers = {}, memoryMb = 2048 } = options;
  const { db, close } = await openTestDatabase();
  const boss = await startBoss(db, { supervise: false, onError: () => {}, trainers: Object.keys(trainers) });
  const worker = await startWorker({
    db,
    settings: { ...options, threads: 1, memoryMb },
    log: silent,
  });
  const queue = buildBossQueue({
    ...options,
    embeds: options.embeddingModel !== undefined,
    db,
    boss,
    memoryMb,
    onEnqueued: () => worker.wake(),
  });
  return {
    db,
    queue,
    worker,
    ended: (jobId) => untilEnded(db, jobId),
    succeeded: (jobId) => untilSucceeded(db, jobId),
    until: (jobId, holds) => waitForJob(db, jobId, holds),
    async close() {
      await worker.stop();
      await boss.stop({ graceful: false });
      await close();
    },
  };
}
