/** Accepted work -> its row in the jobs table and its message in the queue, in the transaction that the caller is in. */
import type { Session } from '../../../db/connect/connect.ts';
import { createJob, type JobRow } from '../../../db/stores/job-runs.ts';
import type { Accepted, Enqueuing, KindDefinition, NewJob } from '../kinds/kind.ts';
import { writeStored } from '../kinds/stored-form.ts';
import { bossSession } from './boss-session.ts';
import { queueName } from './queue-name.ts';

/** The part of a kind that says how its work is stored. */
export type StoredKind<Payload> = Pick<KindDefinition<string, never, Payload, never>, 'kind' | 'payload'>;

/** The job for what was accepted: the one with its key that is queued or running, one that has done it, or a new one; null if nothing is left to do. */
export async function enqueueAccepted<Payload>(
  enqueuing: Enqueuing,
  { kind, accepted }: { kind: StoredKind<Payload>; accepted: Accepted<Payload> },
): Promise<JobRow | null> {
  const found = typeof accepted === 'function' ? await accepted(enqueuing) : accepted;
  if (found === null) return null;
  if ('present' in found) return found.present;
  const { tx, boss } = enqueuing;
  const { job, created } = await writeJob(tx, { kind, job: found });
  if (created)
    await boss.send(queueName(job.kind, job.requires), { jobId: job.id }, { id: job.id, db: bossSession(tx) });
  await found.onQueued?.(job);
  return job;
}

/** The row of a job, without a message: no worker takes it. */
export function writeJob<Payload>(
  tx: Session,
  { kind, job }: { kind: StoredKind<Payload>; job: NewJob<Payload> },
): Promise<{ job: JobRow; created: boolean }> {
  const { onQueued: _, payload, ...row } = job;
  return createJob(tx, { ...row, kind: kind.kind, payload: writeStored(kind.payload, payload) });
}
