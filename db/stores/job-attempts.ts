/**
 * How an attempt at a job ended without ending the job: its worker stopped in order, its process crashed, or it was gone without a word. The three
 * are counted apart: the first never, the second until a job that crashes its processes is given up, the third until workers that vanish are too many.
 */
import type { ErrorCode } from '../../src/errors.ts';
import { cleanText } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import { jobs } from '../schema/job-tables.ts';
import { columns, computed, rowOf } from '../schema/row.ts';
import type { JobState } from './job-runs.ts';

const STATE = rowOf<{ state: JobState }>(columns(jobs, 'j', ['state']));
const AFTER_CRASH = rowOf<{ state: JobState; current: boolean }>({
  state: computed('e.state', 'text'),
  current: computed('e.current', 'boolean'),
});

interface Attempt {
  id: string;
  attempt: number;
}

/** Puts a job that its worker gives back among those that wait; one that was to be cancelled ends. Null if the attempt has it no more. */
export function giveBackJob(s: Session, job: Attempt): Promise<JobState | null> {
  return endAttempt(s, job, 'lost_attempts');
}

/** As {@link giveBackJob}, for a job whose worker is known to be gone. */
export function giveBackLostJob(s: Session, job: Attempt): Promise<JobState | null> {
  return endAttempt(s, job, 'lost_attempts + 1');
}

async function endAttempt(s: Session, { id, attempt }: Attempt, lost: string): Promise<JobState | null> {
  const [row] = await s.read(
    STATE,
    `update jobs j set state = case when cancel_requested then 'CANCELLED' else 'QUEUED' end,
       finished_at = case when cancel_requested then now() end, lost_attempts = ${lost}, updated_at = now()
     where id = $1 and attempt = $2 and state = 'RUNNING' returning ${STATE.list}`,
    [id, attempt],
  );
  return row?.state ?? null;
}

/**
 * Counts a crash of the process that ran this attempt. The job waits for its next attempt, or has failed with `failure` at crash number `maxCrashes`, or
 * is cancelled if it was to be. Null if a later attempt has it: it counts all the same.
 */
export async function recordCrash(
  s: Session,
  job: Attempt,
  options: { maxCrashes: number; failure: { code: ErrorCode; message: string; hint: string } },
): Promise<JobState | null> {
  const { code, message, hint } = options.failure;
  const [row] = await s.read(
    AFTER_CRASH,
    `update jobs j set crashes = crashes + 1, updated_at = now(), state = e.state,
       finished_at = case when e.state in ('CANCELLED', 'FAILED') then coalesce(finished_at, now()) end,
       error_code = case e.state when 'FAILED' then $4 end, error_message = case e.state when 'FAILED' then $5 end,
       error_hint = case e.state when 'FAILED' then $6 end
     from (
       select id, attempt = $2 and state = 'RUNNING' as current,
         case when attempt <> $2 or state <> 'RUNNING' then state when cancel_requested then 'CANCELLED'
           when crashes + 1 >= $3 then 'FAILED' else 'QUEUED' end as state
       from jobs where id = $1 and state in ('QUEUED', 'RUNNING') for update
     ) e
     where j.id = e.id returning ${AFTER_CRASH.list}`,
    [job.id, job.attempt, options.maxCrashes, code, cleanText(message), cleanText(hint)],
  );
  return row?.current ? row.state : null;
}
