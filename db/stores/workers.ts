/** Workers as they announce themselves: who is there, what each takes, and which job it runs. */
import { columns, rowOf } from '../schema/row.ts';
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
  /** External trainers that it may start. */
  trainers: string[];
  /** The job that it runs. */
  jobId: string | null;
  startedAt: Date;
  seenAt: Date;
}

/** Seconds after which a silent worker is no longer listed: three of its signs of life. */
const SILENT_SECONDS = 30;
/** Seconds after which its row is removed. */
const FORGOTTEN_SECONDS = 24 * 3600;

// biome-ignore format: one column per word
const ROW = rowOf<WorkerRow>(columns(workers, 'w', ['id', 'name', 'kinds', 'provider', 'trainers', 'jobId', 'startedAt', 'seenAt']));

/** Says that the worker is alive, and runs `jobId`; its first word, or one after it was taken for dead, introduces it. */
export async function announceWorker(
  s: Session,
  worker: Pick<WorkerRow, 'id' | 'name' | 'kinds' | 'provider' | 'trainers' | 'jobId'>,
): Promise<void> {
  await s.run(
    `insert into workers (id, name, kinds, provider, trainers, job_id) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set job_id = excluded.job_id, seen_at = now()`,
    [worker.id, cleanText(worker.name), worker.kinds, worker.provider, worker.trainers, worker.jobId],
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
