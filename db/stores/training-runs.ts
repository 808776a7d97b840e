/**
 * Training runs: several seeds trained on the same batches. A run is known by the fingerprint of what decides its weights, so that the same
 * request again finds it; its job says where it stands.
 */
import type { ExecutionProvider } from '../../src/compute/execution-provider.ts';
import type { ReachedSparsity } from '../../src/compute/training/search-sparsity.ts';
import { findEach } from '../connect/keyed-rows.ts';
import { buildPage, KEY, type Key, type Page } from '../schema/key.ts';
import { column, columns, required, rowOf, TOTAL } from '../schema/row.ts';
import { cleanText, jsonParameter } from '../connect/parameters.ts';
import { trainingRuns } from '../schema/training-tables.ts';
import type { Session } from '../connect/session.ts';
import type { TrainingEstimate, TrainingSettings } from './training-settings.ts';

export interface SourceFileRow {
  name: string;
  size: number;
  sha256: string;
}

export interface TrainingRunRow {
  spaceId: number;
  id: number;
  /** The latest job that works on it. */
  jobId: string;
  /** Name of the run group that it makes. */
  name: string;
  fingerprint: string;
  /** As the request stated them, with every default filled in. */
  settings: TrainingSettings;
  seeds: number[];
  estimate: TrainingEstimate | null;
  /** What the activations are read from; null until a worker has looked. */
  sources: SourceFileRow[] | null;
  provider: ExecutionProvider | null;
  versions: Record<string, string> | null;
  /** What the search for a target L0 ended with; null until it has, and where none was asked for. */
  reached: ReachedSparsity | null;
  /** Step at which the latest attempt continued; null until a worker has begun. */
  resumedAt: number | null;
  /** Last lines that an external trainer wrote. */
  output: string[];
  createdAt: Date;
}

/** A run whose job may still be missing: inside the transaction that makes it. */
type NewRunRow = Omit<TrainingRunRow, 'jobId'> & { jobId: string | null };

// biome-ignore format: one column per word
const NEW_RUN = rowOf<NewRunRow>(columns(trainingRuns, 't', [
  'spaceId', 'id', 'jobId', 'name', 'fingerprint', 'settings', 'seeds', 'estimate', 'sources', 'provider', 'versions', 'reached', 'resumedAt', 'output',
  'createdAt',
]));
const ROW = rowOf<TrainingRunRow>({ ...NEW_RUN.columns, jobId: required(column(trainingRuns.jobId, 't')) });

/**
 * The run with this fingerprint, made if it is not there; held until the transaction ends. A run that was made has no job yet:
 * {@link assignTrainingJob} before the transaction ends.
 */
export async function ensureTrainingRun(
  tx: Session,
  run: Pick<TrainingRunRow, 'spaceId' | 'name' | 'fingerprint' | 'settings' | 'seeds'>,
): Promise<{ run: NewRunRow; created: true } | { run: TrainingRunRow; created: false }> {
  const made = await tx.read(
    NEW_RUN,
    `insert into training_runs as t (space_id, name, fingerprint, settings, seeds)
     values ($1, $2, $3, $4::jsonb, $5::bigint[])
     on conflict (space_id, fingerprint) do nothing returning ${NEW_RUN.list}`,
    [run.spaceId, cleanText(run.name), run.fingerprint, jsonParameter(run.settings), run.seeds],
  );
  if (made.length > 0) return { run: made[0], created: true };
  const [there] = await tx.read(
    ROW,
    `select ${ROW.list} from training_runs t where t.space_id = $1 and t.fingerprint = $2 for update`,
    [run.spaceId, run.fingerprint],
  );
  return { run: there, created: false };
}

/** Makes `jobId` the job that works on the run from now on, as these settings say. */
export async function assignTrainingJob(
  tx: Session,
  run: Key & { jobId: string; settings: TrainingSettings; estimate: TrainingEstimate | null },
): Promise<void> {
  await tx.run(
    'update training_runs set job_id = $3, settings = $4::jsonb, estimate = $5::jsonb where space_id = $1 and id = $2',
    [run.spaceId, run.id, run.jobId, jsonParameter(run.settings), jsonParameter(run.estimate)],
  );
}

/** Records what an attempt found when it began, and removes points beyond the step at which each seed continues. */
export async function beginTrainingAttempt(
  tx: Session,
  begin: Key & {
    sources: readonly SourceFileRow[];
    provider: ExecutionProvider | null;
    versions: Record<string, string>;
    /** Steps done by seed. */
    resumed: ReadonlyMap<number, number>;
  },
): Promise<void> {
  await tx.run(
    `update training_runs set sources = $3::jsonb, provider = $4, versions = $5::jsonb, resumed_at = $6, output = '{}'
     where space_id = $1 and id = $2`,
    [
      begin.spaceId,
      begin.id,
      jsonParameter(begin.sources),
      begin.provider,
      jsonParameter(begin.versions),
      Math.min(...begin.resumed.values()),
    ],
  );
  await tx.run(
    `delete from training_points p using unnest($3::bigint[], $4::int[]) as s (seed, step)
     where p.space_id = $1 and p.run_id = $2 and p.seed = s.seed and p.step > s.step`,
    [begin.spaceId, begin.id, [...begin.resumed.keys()], [...begin.resumed.values()]],
  );
}

/** Keeps what the search for a target L0 ended with: attempts that come later train with it. */
export async function recordReached(tx: Session, run: Key & { reached: ReachedSparsity }): Promise<void> {
  await tx.run('update training_runs set reached = $3::jsonb where space_id = $1 and id = $2', [
    run.spaceId,
    run.id,
    jsonParameter(run.reached),
  ]);
}

/** Keeps the last lines that an external trainer wrote. */
export async function recordTrainerOutput(tx: Session, run: Key & { lines: readonly string[] }): Promise<void> {
  await tx.run('update training_runs set output = $3 where space_id = $1 and id = $2', [
    run.spaceId,
    run.id,
    run.lines.map(cleanText),
  ]);
}

export function findTrainingRuns(s: Session, keys: readonly Key[]): Promise<(TrainingRunRow | null)[]> {
  return findEach(s, keys, {
    by: KEY,
    row: ROW,
    from: 'join training_runs t on t.space_id = k.space_id and t.id = k.id',
  });
}

/** One page, newest first. `after` is the key of the last run of the page before. */
export async function listTrainingRuns(
  s: Session,
  page: { name: string | null; first: number; after: Key | null },
): Promise<Page<TrainingRunRow>> {
  const { first, after } = page;
  const from = 'from training_runs t where ($1::text is null or t.name = $1)';
  const [{ total }] = await s.read(TOTAL, `select ${TOTAL.list} ${from}`, [page.name]);
  const rows = await s.read(
    ROW,
    `select ${ROW.list} ${from}
       and ($2::bigint is null or (t.created_at, t.space_id, t.id) <
         (select l.created_at, l.space_id, l.id from training_runs l where l.space_id = $2 and l.id = $3::bigint))
     order by t.created_at desc, t.space_id desc, t.id desc limit $4`,
    [page.name, after?.spaceId ?? null, after?.id ?? null, first + 1],
  );
  return buildPage(rows, { first, total });
}
