/** Follows training jobs in the terminal: a live bar for each seed where there is a terminal, a line for every tenth where there is none. */
import { setTimeout as delay } from 'node:timers/promises';
import cliProgress, { type SingleBar } from 'cli-progress';
import type { Session } from '../../../db/connect/connect.ts';
import { findJobs, type JobRow } from '../../../db/stores/job-runs.ts';
import { listLatestPoints, type TrainingPointRow } from '../../../db/stores/training-points.ts';
import { findTrainingRuns, type TrainingRunRow } from '../../../db/stores/training-runs.ts';
import type { ReachedSparsity } from '../../compute/training/search-sparsity.ts';
import { readPayload } from '../../jobs/queue/read-job.ts';

/** Milliseconds between looks. */
const LOOK_MS = 300;
/** Lines that a seed gets without a terminal. */
const LINES = 5;

/** Waits until the training job has ended, or `signal` says stop, and returns its row. Shows its seeds on `out` meanwhile. */
export async function followTraining(
  db: Session,
  { jobId, out, signal }: { jobId: string; out: NodeJS.WriteStream; signal: AbortSignal },
): Promise<JobRow> {
  const show = out.isTTY ? showBars(out) : showLines(out);
  try {
    for (;;) {
      const [job] = await findJobs(db, [jobId]);
      if (!job) throw new TypeError('a job vanished');
      const { spaceId, runId } = readPayload('TRAIN', job);
      const [run] = await findTrainingRuns(db, [{ spaceId, id: runId }]);
      if (run) {
        show.tellReached(run);
        const [points] = await listLatestPoints(db, [run]);
        for (const seed of run.seeds) show.update(run, { seed, job, point: points.find((one) => one.seed === seed) });
      }
      if (job.finishedAt !== null || signal.aborted) return job;
      await delay(LOOK_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    show.stop();
  }
}

interface SeedState {
  seed: number;
  job: JobRow;
  point: TrainingPointRow | undefined;
}
interface SeedDisplay {
  /** Tells once what a search of the sparsity coefficient has reached. */
  tellReached(run: TrainingRunRow): void;
  update(run: TrainingRunRow, state: SeedState): void;
  stop(): void;
}

function showBars(out: NodeJS.WriteStream): SeedDisplay {
  const bars = new cliProgress.MultiBar(
    {
      stream: out,
      format: '  {seed}  {bar} {percentage}%  {text}',
      barsize: 24,
      hideCursor: true,
      emptyOnZero: true,
      linewrap: false,
    },
    cliProgress.Presets.shades_classic,
  );
  const bySeed = new Map<number, SingleBar>();
  let told = false;
  return {
    tellReached({ reached }) {
      if (reached === null || told) return;
      told = true;
      bars.log(`${describeReached(reached)}\n`);
    },
    update(run, state) {
      const { seed } = state;
      const told = { seed: `seed ${seed}`, text: describe(run, state) };
      let bar = bySeed.get(seed);
      if (!bar) {
        bar = bars.create(1, 0, told);
        bySeed.set(seed, bar);
      }
      bar.update(fractionOf(run, state), told);
    },
    stop: () => bars.stop(),
  };
}

function showLines(out: NodeJS.WriteStream): SeedDisplay {
  const told = new Map<number, number>();
  let reachedTold = false;
  return {
    tellReached({ reached }) {
      if (reached === null || reachedTold) return;
      reachedTold = true;
      out.write(`${describeReached(reached)}\n`);
    },
    update(run, state) {
      const { seed, point } = state;
      if (!point) return;
      const part = Math.floor(fractionOf(run, state) * LINES);
      if (part <= (told.get(seed) ?? 0)) return;
      told.set(seed, part);
      const percent = Math.floor(fractionOf(run, state) * 100);
      out.write(`  seed ${seed}  ${`${percent}%`.padStart(4)}  ${describe(run, state)}\n`);
    },
    stop: () => {},
  };
}

/** `sparsity coefficient 0.2517, by a search: L0 4.71 at 0.2213, 4.10 at 0.2456`. */
function describeReached({ coefficient, rounds }: ReachedSparsity): string {
  const tried = rounds.map((round) => `${round.l0.toFixed(2)} at ${round.coefficient.toPrecision(4)}`);
  return `  sparsity coefficient ${coefficient.toPrecision(4)}, by a search: L0 ${tried.join(', ')}`;
}

function fractionOf({ settings }: TrainingRunRow, { job, point }: SeedState): number {
  return job.state === 'SUCCEEDED' ? 1 : (point?.tokens ?? 0) / settings.tokens;
}

function describe({ settings }: TrainingRunRow, { job, point }: SeedState): string {
  if (!point) return job.state === 'RUNNING' ? (job.progressStep ?? 'starting') : job.state.toLowerCase();
  const { step, fvu, l0, deadFraction, tokensPerSecond } = point;
  const parts = [
    `step ${step}`,
    `FVU ${formatFraction(fvu)}`,
    `L0 ${l0?.toFixed(1) ?? '-'}`,
    `dead ${formatFraction(deadFraction)}`,
  ];
  if (tokensPerSecond) parts.push(`${formatRate(tokensPerSecond)} tokens/s`);
  if (job.state === 'RUNNING' && tokensPerSecond)
    parts.push(`${formatTime((settings.tokens - point.tokens) / tokensPerSecond)} left`);
  return parts.join('  ');
}

const formatFraction = (value: number | null) => value?.toFixed(3) ?? '-';
const formatRate = (value: number) => (value >= 10_000 ? `${Math.round(value / 1_000)}k` : `${Math.round(value)}`);

function formatTime(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
