/**
 * One job, run by the command that asks for it: the files are here, and another machine's worker need not see them. It is a row of the jobs table
 * like any other, but no worker takes it.
 */
import type { JobRow } from '../../db/stores/job-runs.ts';
import type { Accepted, Desk } from '../jobs/kinds/kind.ts';
import { getKind, type JobKind, type RequestOf } from '../jobs/kinds/registry.ts';
import { type StoredKind, writeJob } from '../jobs/queue/enqueue-job.ts';
import { runJob } from '../jobs/worker/run-job.ts';
import type { App } from './app.ts';
import { followCancellable } from './progress/follow-cancellable.ts';
import { followJobs } from './progress/job-bars.ts';

/** A kind whose name is known only at run time. */
type AnyKind = StoredKind<unknown> & { accept(request: unknown, desk: Desk): Promise<Accepted<unknown>> };

/** Runs the job for `request`, shows its progress, and returns its row once it has ended. What failed is told, and makes the exit code 1. */
export async function runHere<Kind extends JobKind>(
  app: App,
  of: {
    kind: Kind;
    request: RequestOf<Kind>;
    importRoots: readonly string[];
    /** Instead of the kind's own. */
    title?: string;
    /** Ctrl-C cancels the job, and `stopped` says what that means. Without it, Ctrl-C ends the process. */
    stopped?: string;
  },
): Promise<JobRow> {
  const { config, db, log } = app;
  const kind = getKind(of.kind) as unknown as AnyKind;
  const { importRoots, stopped } = of;
  const desk = { ...config, db, importRoots, exportRoot: null, trainers: {}, embeds: config.embeddingModel !== null };
  const accepted = await kind.accept(of.request, desk);
  if (typeof accepted === 'function') throw new TypeError(`a ${of.kind} job needs a queue`);
  const { key, title } = accepted;
  const here = { ...accepted, key: `here:${process.pid}:${key}`, title: of.title ?? title };
  const { job } = await writeJob(db, { kind, job: here });
  const running = runJob(job.id, {
    db,
    settings: { ...config, importRoots },
    stopping: new AbortController().signal,
    heartbeat: async () => {},
    log,
  });
  const shown = { ids: [job.id], out: process.stdout };
  const following = stopped === undefined ? followJobs(db, shown) : followCancellable(app, shown);
  const [[ended]] = await Promise.all([following, running]);
  if (ended.state !== 'SUCCEEDED') {
    const hint = ended.errorHint ? `    ${ended.errorHint}\n` : '';
    process.stdout.write(`    ${ended.errorMessage ?? stopped ?? ended.state}\n${hint}`);
    process.exitCode ??= 1;
  }
  return ended;
}
