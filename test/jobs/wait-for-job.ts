/** Waiting for jobs: one look at the jobs table after the other until something holds. The test's own time limit is the bound. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../db/connect/connect.ts';
import { findJobs, type JobRow } from '../../db/stores/job-runs.ts';

/** Milliseconds between looks. */
const LOOK_MS = 20;

/** The job as soon as `holds` says so of it. Throws the job's error if it ends before that. */
export async function waitForJob(
  db: Database,
  jobId: string,
  holds: (job: JobRow) => boolean | Promise<boolean>,
): Promise<JobRow> {
  for (;;) {
    const [job] = await findJobs(db, [jobId]);
    if (job === null) throw new Error(`no job has the id ${jobId}`);
    if (await holds(job)) return job;
    if (hasEnded(job)) {
      const { title, state, errorCode, errorMessage, errorHint } = job;
      throw new Error(`"${title}" ended as ${state}: ${errorCode} ${errorMessage} ${errorHint}`);
    }
    await delay(LOOK_MS);
  }
}

/** The job once it has ended, however it did. */
export function untilEnded(db: Database, jobId: string): Promise<JobRow> {
  return waitForJob(db, jobId, hasEnded);
}

/** The job once it has succeeded. Throws its error if it fails or is cancelled. */
export function untilSucceeded(db: Database, jobId: string): Promise<JobRow> {
  return waitForJob(db, jobId, (job) => job.state === 'SUCCEEDED');
}

function hasEnded({ state }: JobRow): boolean {
  return state !== 'QUEUED' && state !== 'RUNNING';
}
