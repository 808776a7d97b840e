/** Follows jobs in the terminal: a bar for each where there is a terminal, a line for each that ends where there is none. */
import { setTimeout as delay } from 'node:timers/promises';
import cliProgress, { type SingleBar } from 'cli-progress';
import type { Session } from '../../../db/connect/connect.ts';
import { findJobs, type JobRow } from '../../../db/stores/job-runs.ts';

/** Milliseconds between looks. */
const LOOK_MS = 150;
const ended = (job: JobRow) => job.state === 'SUCCEEDED' || job.state === 'FAILED' || job.state === 'CANCELLED';

/** Waits until every job has ended, or `signal` says stop, and returns their rows, in order of `ids`. Shows them on `out` meanwhile. */
export async function followJobs(
  db: Session,
  { ids, out, signal }: { ids: readonly string[]; out: NodeJS.WriteStream; signal?: AbortSignal },
): Promise<JobRow[]> {
  if (ids.length === 0) return [];
  const show = out.isTTY ? showBars(out, ids.length) : showLines(out);
  try {
    for (;;) {
      const jobs = (await findJobs(db, [...ids])).filter((job) => job !== null);
      for (const job of jobs) show.update(job);
      if (jobs.every(ended) || signal?.aborted) return jobs;
      await delay(LOOK_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    show.stop();
  }
}

interface JobDisplay {
  update(job: JobRow): void;
  stop(): void;
}

/** A bar for each job and, where there are several, one for all of them above. */
function showBars(out: NodeJS.WriteStream, count: number): JobDisplay {
  const bars = new cliProgress.MultiBar(
    {
      stream: out,
      format: '  {bar} {percentage}%  {title}  {step}',
      barsize: 24,
      hideCursor: true,
      emptyOnZero: true,
      linewrap: false,
    },
    cliProgress.Presets.shades_classic,
  );
  const byId = new Map<string, SingleBar>();
  const fractions = new Map<string, number>();
  const total = count > 1 ? bars.create(count, 0, { title: `all ${count} jobs`, step: '' }) : null;
  return {
    update(job) {
      let bar = byId.get(job.id);
      if (!bar) {
        bar = bars.create(1, 0, { title: job.title, step: '' });
        byId.set(job.id, bar);
      }
      const fraction = ended(job) ? 1 : fractionOf(job);
      bar.update(fraction, { title: job.title, step: describe(job) });
      fractions.set(job.id, fraction);
      const all = [...fractions.values()];
      const done = all.filter((one) => one === 1).length;
      total?.update(
        all.reduce((sum, one) => sum + one, 0),
        { title: `all ${count} jobs`, step: `${done} ended` },
      );
    },
    stop: () => bars.stop(),
  };
}

function showLines(out: NodeJS.WriteStream): JobDisplay {
  const told = new Set<string>();
  return {
    update(job) {
      if (!ended(job) || told.has(job.id)) return;
      told.add(job.id);
      out.write(`  ${describe(job).padEnd(10)} ${job.title}\n`);
    },
    stop: () => {},
  };
}

function fractionOf(job: JobRow): number {
  return job.progressTotal ? Math.min(1, (job.progressDone ?? 0) / job.progressTotal) : 0;
}

function describe(job: JobRow): string {
  if (job.state === 'SUCCEEDED') return job.alreadyPresent ? 'was there' : 'done';
  if (job.state === 'FAILED') return `failed: ${job.errorCode}`;
  if (job.state === 'CANCELLED') return 'cancelled';
  if (job.state === 'QUEUED') return 'waiting';
  return job.progressStep ?? 'running';
}
