/**
 * One job, from claim to end: claims the row, runs the task of its kind, keeps progress and heartbeat going, and ends the row.
 *
 * In: a job id from the queue. Out: nothing; the row says how it ended. Throws only if the database cannot be reached, in which case
 * the queue delivers the job again.
 */
import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import type { Database } from '../../../db/connect/connect.ts';
import { giveBackJob } from '../../../db/stores/job-attempts.ts';
import {
  assertCurrent,
  claimJob,
  finishJob,
  type JobOutcome,
  type JobRow,
  reportProgress,
} from '../../../db/stores/job-runs.ts';
import { findOutage } from '../../../db/connect/outage.ts';
import { type ErrorCode, isReseedError, ReseedError } from '../../errors.ts';
import { enqueueMatching } from '../queue/enqueue-matching.ts';
import { MAX_CRASHES } from './crash.ts';
import type { Log } from './log.ts';
import { runKind } from './run-kind.ts';
import type { TaskContext, WorkerSettings } from './task.ts';
import type { UnitRowCache } from '../matching/unit-row-cache.ts';

/** Milliseconds between writes of progress, looks for a cancel request and heartbeats: a cancel arrives within about this. */
const PULSE_MS = 1_000;
/** A job that has outlived this many workers without getting further is given up: it is more likely to be the cause than the victim. */
const MAX_LOST_ATTEMPTS = 5;

/** Milliseconds that a cancelled task may take to end; the slowest that looks ends a program of others first. */
const CANCEL_MS = 60_000;

/** A training is handed to the next attempt, which continues from its checkpoint, before the queue would take it for dead after 24 hours. */
const HAND_OVER_MS = 20 * 3600 * 1000;

export interface RunOptions {
  db: Database;
  /** Where tasks that queue more work put it; workers have one. */
  boss?: PgBoss;
  settings: WorkerSettings;
  /** Rows kept from job to job. */
  unitRows?: UnitRowCache;
  /** Aborted when the worker stops: the job is left for another worker. */
  stopping: AbortSignal;
  /** Called once the job is this worker's, before its task begins. */
  onClaim?: (job: JobRow) => void;
  /** Called where a task has not ended {@link CANCEL_MS} after it was cancelled: something holds it that does not look. */
  onStuck?: () => void;
  /** Tells the queue that the job is alive. */
  heartbeat: () => Promise<void>;
  log: Log;
}

/** How a worker is done with a job: it has ended, it is left for another worker, or another worker has it already. */
export type RunEnd = 'ENDED' | 'LEFT' | 'LOST';

/** Runs one job. */
export async function runJob(jobId: string, options: RunOptions): Promise<RunEnd> {
  const { db, log } = options;
  const claimed = await claimJob(db, jobId);
  if (!claimed) return 'ENDED';
  const job: JobRow = claimed;
  const fence = { id: job.id, attempt: job.attempt };
  const over =
    job.crashes >= MAX_CRASHES ? crashedTooOften : job.lostAttempts >= MAX_LOST_ATTEMPTS ? lostTooOften : null;
  if (over !== null) {
    await finishJob(db, { ...fence, outcome: { state: 'FAILED', ...over } });
    return 'ENDED';
  }
  options.onClaim?.(job);
  const pulse = startPulse(job, options);
  try {
    const context: TaskContext = {
      db,
      job,
      settings: options.settings,
      ...(options.unitRows && { unitRows: options.unitRows }),
      signal: pulse.signal,
      progress: pulse.progress,
      notice: (text) => log.warn({ job: job.id }, text),
      enqueueMatching: async (tx, pair) => {
        if (options.boss === undefined) throw new TypeError('this job runs without a queue');
        await enqueueMatching({ tx, boss: options.boss }, pair);
      },
      fenced: (work) =>
        db.transaction(async (tx) => {
          await assertCurrent(tx, fence);
          return work(tx);
        }),
    };
    const write = await runKind(context);
    const { settled } = await context.fenced(async (tx) => {
      const result = await write(tx);
      await finishJob(tx, { ...fence, outcome: { state: 'SUCCEEDED', ...result } });
      return result;
    });
    await settled?.().catch((error: unknown) => log.warn({ err: error, job: job.id }, 'could not tidy up after a job'));
    return 'ENDED';
  } catch (error) {
    return await endFailed(error);
  } finally {
    await pulse.stop();
  }

  async function endFailed(error: unknown): Promise<RunEnd> {
    if (options.stopping.aborted || pulse.handsOver()) {
      const state = await giveBackJob(db, fence);
      return state === 'QUEUED' ? 'LEFT' : state === null ? 'LOST' : 'ENDED';
    }
    const cause = pulse.signal.aborted && !isReseedError(error) ? pulse.signal.reason : error;
    if (isReseedError(cause, 'JOB_SUPERSEDED')) return 'LOST';
    const outcome: JobOutcome = isReseedError(cause, 'JOB_CANCELLED')
      ? { state: 'CANCELLED' }
      : { state: 'FAILED', ...describeFailure(cause, { job, log }) };
    // Not written: another attempt has the job by now, and the queue's message is that one's to end.
    return (await finishJob(db, { ...fence, outcome })) ? 'ENDED' : 'LOST';
  }
}

interface Failure {
  code: ErrorCode;
  message: string;
  hint: string;
}

const lostTooOften: Failure = {
  code: 'JOB_FAILED',
  message: `The job was given up after ${MAX_LOST_ATTEMPTS} workers were gone, each without a word, while they ran it.`,
  hint: 'Look at the workers: memory is the usual reason. Then ask for the work again.',
};

const crashedTooOften: Failure = {
  code: 'WORKER_CRASHED',
  message: `The job was given up after ${MAX_CRASHES} worker processes crashed or hung while they ran it.`,
  hint: 'Look for what they said last in the log of the worker. Then ask for the work again.',
};

function describeFailure(error: unknown, { job, log }: { job: JobRow; log: Log }): Failure {
  const expected = isReseedError(error) ? error : findOutage(error);
  if (expected !== null) {
    log.info({ job: job.id, code: expected.code }, expected.message);
    return { code: expected.code, message: expected.message, hint: expected.hint };
  }
  const reference = randomUUID();
  log.error({ err: error, job: job.id, reference }, 'job failed');
  return {
    code: 'JOB_FAILED',
    message: `The job failed for a reason that was not foreseen (reference ${reference}).`,
    hint: `Look for ${reference} in the worker's log.`,
  };
}

/** Writes progress, watches for cancellation and keeps the heartbeat, once every {@link PULSE_MS}. */
function startPulse(job: JobRow, options: RunOptions) {
  const abort = new AbortController();
  const latest = { step: 'starting', done: 0, total: 1, unit: 'steps' };
  let handsOver = false;
  let stuck: NodeJS.Timeout | undefined;
  const handOverAt = job.kind === 'TRAIN' ? performance.now() + HAND_OVER_MS : Number.POSITIVE_INFINITY;
  const onStop = () =>
    abort.abort(new ReseedError('JOB_SUPERSEDED', 'The worker is stopping.', { hint: 'Another worker continues.' }));
  options.stopping.addEventListener('abort', onStop, { once: true });
  const look = async () => {
    if (performance.now() > handOverAt && !handsOver) {
      handsOver = true;
      onStop();
    }
    try {
      const answer = await reportProgress(options.db, { id: job.id, attempt: job.attempt, ...latest });
      if (answer === 'CANCEL' && !abort.signal.aborted) {
        stuck = setTimeout(() => options.onStuck?.(), CANCEL_MS);
        abort.abort(
          new ReseedError('JOB_CANCELLED', 'The job was cancelled.', { hint: 'Ask for it again if it is wanted.' }),
        );
      }
      if (answer === 'SUPERSEDED')
        abort.abort(
          new ReseedError('JOB_SUPERSEDED', 'Another attempt took this job over.', {
            hint: 'Follow the job by its id.',
          }),
        );
    } catch (error) {
      options.log.warn({ err: error, job: job.id }, 'progress could not be written');
    }
  };
  // Apart from the progress, which waits while the task's own write holds the row.
  const beat = () =>
    options.heartbeat().catch((error: unknown) => options.log.warn({ err: error, job: job.id }, 'heartbeat failed'));
  let looking: Promise<void> | null = null;
  let beating: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = null;
    });
    beating ??= beat().finally(() => {
      beating = null;
    });
  }, PULSE_MS);
  return {
    signal: abort.signal,
    handsOver: () => handsOver,
    progress(p: typeof latest) {
      if (p.step !== latest.step) options.log.debug({ job: job.id, step: p.step }, job.title);
      Object.assign(latest, p);
    },
    async stop() {
      clearInterval(timer);
      clearTimeout(stuck);
      options.stopping.removeEventListener('abort', onStop);
      await Promise.all([looking, beating]);
    },
  };
}
