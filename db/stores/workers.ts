/** Workers as they announce themselves: who is there, what each takes, and which job it runs. */
import { columns, computed, optional, rowOf } from '../schema/row.ts';
import { listEach } from '../connect/keyed-rows.ts';
import { cleanText } from '../connect/parameters.ts';
import { workers } from '../schema/training-tables.ts';
import type { Session } from '../connect/session.ts';

export interface WorkerRow {
  id: string;
  /** Machine and process. */
  name: string;
  kinds: string[];
  /** Where it trains; null if it takes no training. */
  provider: string | null;
  /** The device of that provider; null until a process of the worker has run, and where the machine does not say it. */
  device: string | null;
  /** The device's memory. */
  memoryMb: number | null;
  /** External trainers that it may start. */
  trainers: string[];
  /** The job that it runs. */
  jobId: string | null;
  /** Of the training that it runs or ran last, all seeds together, at the latest point of each. */
  tokensPerSecond: number | null;
  startedAt: Date;
  seenAt: Date;
}

/** Milliseconds between signs of life. */
export const ANNOUNCE_MS = 10_000;
/** Seconds after which a silent worker is no longer listed: three of its signs of life. */
const SILENT_SECONDS = (3 * ANNOUNCE_MS) / 1000;
/** Seconds after which its row is removed. */
const FORGOTTEN_SECONDS = 24 * 3600;

const RATE = `(select sum(p.tokens_per_second) from training_runs r join lateral (
    select distinct on (t.seed) t.tokens_per_second from training_points t
    where t.space_id = r.space_id and t.run_id = r.id order by t.seed, t.step desc
  ) p on true where r.job_id = w.training_job_id)`;
// biome-ignore format: one column per word
const ROW = rowOf<WorkerRow>({
  ...columns(workers, 'w', ['id', 'name', 'kinds', 'provider', 'device', 'memoryMb', 'trainers', 'jobId', 'startedAt', 'seenAt']),
  tokensPerSecond: optional(computed(RATE, 'double precision')),
});

/** What a worker says of itself. Device and training stay as they were where they are absent. */
export type WorkerAnnouncement = Pick<WorkerRow, 'id' | 'name' | 'kinds' | 'provider' | 'trainers' | 'jobId'> & {
  device?: string | null;
  memoryMb?: number | null;
  /** The training that it runs or ran last. */
  trainingJobId?: string | null;
};

/** Says that the worker is alive, and what it does; its first word, or one after it was taken for dead, introduces it. */
export async function announceWorker(s: Session, worker: WorkerAnnouncement): Promise<void> {
  const { id, name, kinds, provider, trainers, jobId, device = null, memoryMb = null, trainingJobId = null } = worker;
  await s.run(
    `insert into workers as w (id, name, kinds, provider, trainers, job_id, device, memory_mb, training_job_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set name = excluded.name, job_id = excluded.job_id, device = coalesce(excluded.device, w.device),
       memory_mb = coalesce(excluded.memory_mb, w.memory_mb), training_job_id = coalesce(excluded.training_job_id, w.training_job_id),
       seen_at = now()`,
    [
      id,
      cleanText(name),
      kinds,
      provider,
      trainers,
      jobId,
      device === null ? null : cleanText(device),
      memoryMb,
      trainingJobId,
    ],
  );
}

/** Takes a worker that stops off the list, and those that died long ago. */
export async function removeWorker(s: Session, id: string): Promise<void> {
  await s.run('delete from workers where id = $1 or seen_at < now() - make_interval(secs => $2)', [
    id,
    FORGOTTEN_SECONDS,
  ]);
}

/** Takes every worker off the list: for who knows that none can be there. */
export async function removeAllWorkers(s: Session): Promise<void> {
  await s.run('delete from workers');
}

/** Workers that gave a sign of life lately, longest running first. */
export function listWorkers(s: Session): Promise<WorkerRow[]> {
  return s.read(
    ROW,
    `select ${ROW.list} from workers w where w.seen_at > now() - make_interval(secs => $1) order by w.started_at, w.id`,
    [SILENT_SECONDS],
  );
}

/** For each kind of job, those of {@link listWorkers} that take it. */
export function listWorkersOfKinds(s: Session, kinds: readonly string[]): Promise<WorkerRow[][]> {
  return listEach(s, kinds, {
    by: { kind: ['text', (kind) => kind] },
    row: ROW,
    from: `join workers w on k.kind = any(w.kinds) and w.seen_at > now() - make_interval(secs => ${SILENT_SECONDS})`,
    order: 'w.started_at, w.id',
  });
}
