/**
 * Jobs as people see them, and the fence around their writes. The queue decides who runs a job; this table decides whose results count:
 * every claim raises the attempt, and a worker that holds an older one can write nothing.
 */
import { type ErrorCode, ReseedError } from '../../src/errors.ts';
import { listEach } from '../connect/keyed-rows.ts';
import { buildPage, KEY, type Key, type Page } from '../schema/key.ts';
import { column, columns, rowOf, TOTAL } from '../schema/row.ts';
import { cleanText, isUuid, jsonParameter } from '../connect/parameters.ts';
import { jobs } from '../schema/job-tables.ts';
import type { Session } from '../connect/session.ts';

export type JobState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface JobRow {
  id: string;
  /** Which kinds there are is known to src/jobs/kinds; a newer release may have more. */
  kind: string;
  state: JobState;
  key: string;
  title: string;
  payload: unknown;
  attempt: number;
  cancelRequested: boolean;
  progressDone: number | null;
  progressTotal: number | null;
  progressUnit: string | null;
  progressStep: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  errorHint: string | null;
  spaceId: number | null;
  dictionaryId: number | null;
  matchingId: number | null;
  alreadyPresent: boolean | null;
  /** What the job did, in the form of its kind. */
  result: unknown;
  /** What a worker must have to take it; null if any will do. */
  requires: string | null;
  /** The last attempt that got further for good; 0 if none did. */
  advancedAttempt: number;
  /** Attempts since then whose worker was gone without a word. */
  lostAttempts: number;
  /** Attempts whose process crashed or hung under it. */
  crashes: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
}

/** How a job ended. */
export type JobOutcome =
  | { state: 'SUCCEEDED'; dictionary?: Key; alreadyPresent?: boolean; matching?: Key; result?: unknown }
  | { state: 'FAILED'; code: ErrorCode; message: string; hint: string | null }
  | { state: 'CANCELLED' };

// biome-ignore format: one column per word
const ROW = rowOf<JobRow>(columns(jobs, 'j', [
  'id', 'kind', 'state', 'key', 'title', 'payload', 'attempt', 'cancelRequested', 'progressDone', 'progressTotal', 'progressUnit', 'progressStep',
  'errorCode', 'errorMessage', 'errorHint', 'spaceId', 'dictionaryId', 'matchingId', 'alreadyPresent', 'result', 'requires', 'advancedAttempt',
  'lostAttempts', 'crashes', 'createdAt', 'startedAt', 'finishedAt', 'updatedAt',
]));
const KIND = rowOf<{ kind: string }>(columns(jobs, 'j', ['kind']));
const CANCEL = { cancel: column(jobs.cancelRequested, 'j') };
const CANCEL_REQUESTED = rowOf<{ cancel: boolean }>(CANCEL);
const HOLDER = rowOf<{ state: JobState; attempt: number; cancel: boolean }>({
  ...columns(jobs, 'j', ['state', 'attempt']),
  ...CANCEL,
});

/** Queues a job, or returns the one with this key that is queued or running. Run it in the transaction that enqueues. */
export async function createJob(
  tx: Session,
  job: {
    kind: string;
    key: string;
    title: string;
    payload: unknown;
    spaceId?: number;
    dictionaryId?: number;
    matchingId?: number;
    requires?: string | null;
  },
): Promise<{ job: JobRow; created: boolean }> {
  for (;;) {
    const [made] = await tx.read(
      ROW,
      `insert into jobs as j (kind, state, key, title, payload, space_id, dictionary_id, matching_id, requires)
       values ($1, 'QUEUED', $2, $3, $4::jsonb, $5, $6, $7, $8)
       on conflict (key) where state in ('QUEUED', 'RUNNING') do nothing returning ${ROW.list}`,
      [
        job.kind,
        cleanText(job.key),
        cleanText(job.title),
        jsonParameter(job.payload) ?? 'null',
        job.spaceId ?? null,
        job.dictionaryId ?? null,
        job.matchingId ?? null,
        job.requires ?? null,
      ],
    );
    if (made !== undefined) return { job: made, created: true };
    const [live] = await tx.read(
      ROW,
      `select ${ROW.list} from jobs j where j.key = $1 and j.state in ('QUEUED', 'RUNNING')`,
      [cleanText(job.key)],
    );
    if (live !== undefined) return { job: live, created: false };
    // It ended between the two statements.
  }
}

/**
 * Takes a job to run it: QUEUED, or RUNNING and left by a worker that died. Returns it at its new attempt; null if it has ended, or was to
 * be cancelled, which it then is.
 */
export async function claimJob(s: Session, id: string): Promise<JobRow | null> {
  const [claimed] = await s.read(
    ROW,
    `update jobs j set
       state = case when cancel_requested then 'CANCELLED' else 'RUNNING' end,
       finished_at = case when cancel_requested then now() end,
       attempt = attempt + case when cancel_requested then 0 else 1 end,
       lost_attempts = lost_attempts + case when state = 'RUNNING' and not cancel_requested then 1 else 0 end,
       progress_done = null, progress_total = null, progress_unit = null, progress_step = null,
       started_at = coalesce(started_at, now()), updated_at = now()
     where id = $1 and state in ('QUEUED', 'RUNNING') returning ${ROW.list}`,
    [id],
  );
  return claimed === undefined || claimed.state !== 'RUNNING' ? null : claimed;
}

/**
 * Records how far the job is and says what to do. Do not call it while a transaction that has called {@link assertCurrent} is open on
 * another connection: it waits for that.
 */
export async function reportProgress(
  s: Session,
  progress: { id: string; attempt: number; done: number; total: number; unit: string; step: string },
): Promise<'GO_ON' | 'CANCEL' | 'SUPERSEDED'> {
  const [row] = await s.read(
    CANCEL_REQUESTED,
    `update jobs j set progress_done = $3, progress_total = $4, progress_unit = $5, progress_step = $6, updated_at = now()
     where id = $1 and attempt = $2 and state = 'RUNNING' returning ${CANCEL_REQUESTED.list}`,
    [progress.id, progress.attempt, progress.done, progress.total, progress.unit, progress.step],
  );
  if (row !== undefined) return row.cancel ? 'CANCEL' : 'GO_ON';
  return (await isCancelled(s, progress)) ? 'CANCEL' : 'SUPERSEDED';
}

async function isCancelled(s: Session, job: { id: string; attempt: number }): Promise<boolean> {
  const found = await s.run(`select 1 from jobs where id = $1 and attempt = $2 and state = 'CANCELLED'`, [
    job.id,
    job.attempt,
  ]);
  return found > 0;
}

/** Ends the job; false, and nothing written, if another attempt has it or it has ended. */
export async function finishJob(
  s: Session,
  end: { id: string; attempt: number; outcome: JobOutcome },
): Promise<boolean> {
  const { outcome } = end;
  const failure = outcome.state === 'FAILED' ? outcome : null;
  const success = outcome.state === 'SUCCEEDED' ? outcome : null;
  const ended = await s.run(
    `update jobs set state = $3, error_code = $4, error_message = $5, error_hint = $6, space_id = coalesce($7, space_id),
       dictionary_id = coalesce($8, dictionary_id), matching_id = coalesce($9, matching_id), already_present = $10, result = $11::jsonb,
       progress_total = case when $3 = 'SUCCEEDED' then coalesce(progress_total, 1) else progress_total end,
       progress_done = case when $3 = 'SUCCEEDED' then coalesce(progress_total, 1) else progress_done end,
       progress_unit = case when $3 = 'SUCCEEDED' then coalesce(progress_unit, 'jobs') else progress_unit end,
       progress_step = case when $3 = 'SUCCEEDED' then 'done' else progress_step end,
       finished_at = now(), updated_at = now()
     where id = $1 and attempt = $2 and state = 'RUNNING'`,
    [
      end.id,
      end.attempt,
      outcome.state,
      failure?.code ?? null,
      failure === null ? null : cleanText(failure.message),
      failure?.hint == null ? null : cleanText(failure.hint),
      success?.dictionary?.spaceId ?? success?.matching?.spaceId ?? null,
      success?.dictionary?.id ?? null,
      success?.matching?.id ?? null,
      success?.alreadyPresent ?? null,
      jsonParameter(success?.result ?? null),
    ],
  );
  return ended > 0;
}

/** Notes that the attempt got further for good. Call it in a transaction that has called {@link assertCurrent}. */
export async function recordAdvance(tx: Session, job: { id: string; attempt: number }): Promise<void> {
  await tx.run(
    'update jobs set advanced_attempt = $2, lost_attempts = 0 where id = $1 and attempt = $2 and advanced_attempt < $2',
    [job.id, job.attempt],
  );
}

/** Cancels a queued job at once and asks a running one to stop. Returns the job as it then is; null if there is none. */
export async function requestCancel(s: Session, id: string): Promise<JobRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await s.read(
    ROW,
    `update jobs j set cancel_requested = true, updated_at = now(),
       state = case state when 'QUEUED' then 'CANCELLED' else state end,
       finished_at = case state when 'QUEUED' then now() else finished_at end
     where id = $1 and state in ('QUEUED', 'RUNNING') returning ${ROW.list}`,
    [id],
  );
  return row ?? (await findJobs(s, [id]))[0];
}

export async function findJobs(s: Session, ids: readonly string[]): Promise<(JobRow | null)[]> {
  const rows = await s.read(ROW, `select ${ROW.list} from jobs j where j.id = any($1::uuid[])`, [ids.filter(isUuid)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
}

/** Kinds of which a job is queued or running. */
export async function listLiveKinds(s: Session): Promise<string[]> {
  const rows = await s.read(KIND, `select distinct ${KIND.list} from jobs j where j.state in ('QUEUED', 'RUNNING')`);
  return rows.map(({ kind }) => kind);
}

/** One page, newest first. `after` is the id of the last job of the page before. */
export async function listJobs(
  s: Session,
  page: { filter: { state?: JobState | null; kind?: string | null }; first: number; after: string | null },
): Promise<Page<JobRow>> {
  const { filter, first } = page;
  const after = page.after !== null && isUuid(page.after) ? page.after : null;
  const from = 'from jobs j where ($1::text is null or j.state = $1) and ($2::text is null or j.kind = $2)';
  const values = [filter.state ?? null, filter.kind ?? null];
  const [{ total }] = await s.read(TOTAL, `select ${TOTAL.list} ${from}`, values);
  const rows = await s.read(
    ROW,
    `select ${ROW.list} ${from}
       and ($3::uuid is null or (j.created_at, j.id) < (select l.created_at, l.id from jobs l where l.id = $3))
     order by j.created_at desc, j.id desc limit $4`,
    [...values, after, first + 1],
  );
  return buildPage(rows, { first, total });
}

/** Jobs of each matching, latest first. */
export function listJobsOfMatchings(s: Session, keys: readonly Key[]): Promise<JobRow[][]> {
  return listEach(s, keys, {
    by: KEY,
    row: ROW,
    from: 'join jobs j on j.space_id = k.space_id and j.matching_id = k.id',
    order: 'j.created_at desc, j.id desc',
  });
}

/**
 * Throws `JOB_SUPERSEDED` or `JOB_CANCELLED` unless the job runs at this attempt and nobody asked to cancel it, and keeps it so until the
 * transaction ends. The first statement of every transaction that writes results.
 */
export async function assertCurrent(tx: Session, job: { id: string; attempt: number }): Promise<void> {
  const [row] = await tx.read(HOLDER, `select ${HOLDER.list} from jobs j where j.id = $1 for no key update`, [job.id]);
  if (row?.attempt === job.attempt && (row.state === 'CANCELLED' || (row.state === 'RUNNING' && row.cancel))) {
    throw new ReseedError('JOB_CANCELLED', 'Cannot continue with the job: it was cancelled', {
      hint: 'Ask for the work again if it is wanted after all.',
    });
  }
  if (row?.state !== 'RUNNING' || row.attempt !== job.attempt) {
    throw new ReseedError(
      'JOB_SUPERSEDED',
      `Cannot continue with the job: attempt ${job.attempt} does not hold it any more`,
      {
        hint: 'Nothing to do: a later attempt has it, or it has ended.',
      },
    );
  }
}
