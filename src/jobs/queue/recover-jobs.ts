/**
 * Jobs whose process is gone: given back to the queue at once, or ended, instead of standing as RUNNING for ever.
 *
 * On PostgreSQL the queue itself notices dead workers by their heartbeat; what it does not know are jobs that a command ran by itself.
 * The embedded database has one process and its workers: when it opens, nothing can be running.
 */
import type { PgBoss } from 'pg-boss';
import type { Database } from '../../../db/connect/connect.ts';
import { removeAbandonedCollections } from '../../../db/stores/activation-writer.ts';
import { giveBackLostJob } from '../../../db/stores/job-attempts.ts';
import { finishJob, listJobs } from '../../../db/stores/job-runs.ts';
import { removeAbandonedLoads } from '../../../db/stores/removal.ts';
import { removeAllWorkers } from '../../../db/stores/workers.ts';
import { queueName } from './queue-name.ts';

/** Silence of a job, in milliseconds, after which a command that ran it by itself is taken for dead. Its pulse is one second. */
const SILENT_MS = 120_000;
/** Running jobs looked at; there is one per worker. */
const MAX_RUNNING = 1000;

/** Gives back or ends every RUNNING job that nobody runs, and removes what dead imports had loaded. */
export async function recoverJobs({ db, boss }: { db: Database; boss: PgBoss }): Promise<void> {
  if (db.kind === 'EMBEDDED') await removeAllWorkers(db);
  const { rows } = await listJobs(db, { filter: { state: 'RUNNING' }, first: MAX_RUNNING, after: null });
  for (const job of rows) {
    if (db.kind === 'POSTGRES' && Date.now() - job.updatedAt.getTime() < SILENT_MS) continue;
    const queue = queueName(job.kind, job.requires);
    const [message] = await boss.findJobs(queue, { id: job.id });
    if (message?.state === 'created' || message?.state === 'retry' || message?.state === 'active') {
      if (db.kind === 'POSTGRES') continue;
      const state = await giveBackLostJob(db, job);
      if (state !== 'QUEUED') await boss.cancel(queue, job.id);
      else if (message.state === 'active') await boss.fail(queue, job.id);
      continue;
    }
    await finishJob(db, {
      id: job.id,
      attempt: job.attempt,
      outcome: {
        state: 'FAILED',
        code: 'JOB_FAILED',
        message: 'The process that ran this job ended before the job did; nothing of it was kept.',
        hint: 'Ask for the work again.',
      },
    });
  }
  await removeAbandonedLoads(db);
  await removeAbandonedCollections(db);
}
