/** `reseed train`: trains several seeds in this process, with a live bar for each, then matches the run group and prints the table. */
import { listOtherRevisions } from '../../../db/stores/catalogue.ts';
import type { Command } from 'commander';
import { openDatabase } from '../../../db/connect/connect.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import { listJobs } from '../../../db/stores/job-runs.ts';
import { listDictionariesOfRuns } from '../../../db/stores/training-dictionaries.ts';
import { findTrainingRuns, type TrainingRunRow } from '../../../db/stores/training-runs.ts';
import { listWorkersOfKinds } from '../../../db/stores/workers.ts';
import { buildConfig, type Config } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { readPayload } from '../../jobs/queue/read-job.ts';
import { explainWait } from '../../jobs/queue/explain-wait.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { matchGroups } from './match-command.ts';
import { matchingTableLegend } from '../tables/matching-table.ts';
import { followTraining } from '../progress/seed-bars.ts';
import { addTrainingFlags, buildTrainingRequest, listRoots, type TrainingFlags } from '../flags/training-flags.ts';
import { buildTextTable } from '../tables/text-table.ts';

/** Runs followed by `--resume`: there is one per training worker, and those that wait. */
const MAX_RUNS = 100;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Adds the command and its flags to the program. */
export function addTrainCommand(program: Command): void {
  addTrainingFlags(
    program
      .command('train')
      .description('train several seeds on the same batches, make a run group of them and match it'),
  )
    .option('--resume', 'continue with the runs that were stopped')
    .action(runTrain);
}

/** Runs the command. */
async function runTrain(flags: TrainingFlags & { resume?: boolean }): Promise<void> {
  const config = buildConfig(process.env, process.cwd());
  const asked = flags.resume ? null : await buildTrainingRequest(flags);
  const importRoots = [...config.importRoots, ...(asked === null ? await listActivationRoots(config) : asked.roots)];
  const interrupted = new AbortController();
  const onInterrupt = () => interrupted.abort();
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const app = await openApp({ ...config, importRoots, ...noWorkers, workers: 1, trainWorkers: 1 });
  try {
    const jobs = asked === null ? await listLiveRuns(app) : [await app.queue.enqueue('TRAIN', asked.request)];
    if (jobs.length === 0) say('No training run is waiting or under way.');
    for (const job of jobs) {
      if (interrupted.signal.aborted) break;
      await follow(app, { job, signal: interrupted.signal, match: flags.match ?? true, nulls: flags.nulls ?? true });
    }
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await app.close();
  }
}

/** Folders of what was named on the command line when the runs that are to go on were begun. */
async function listActivationRoots(config: Config): Promise<string[]> {
  const db = await openDatabase(config);
  try {
    const runs = await Promise.all((await listLiveRuns({ db })).map((job) => getTrainingRun({ db }, job)));
    return runs.flatMap(({ settings }) => listRoots(settings.activations));
  } finally {
    await db.close();
  }
}

async function listLiveRuns({ db }: Pick<App, 'db'>): Promise<JobRow[]> {
  const page = { first: MAX_RUNS, after: null };
  const running = await listJobs(db, { filter: { kind: 'TRAIN', state: 'RUNNING' }, ...page });
  const queued = await listJobs(db, { filter: { kind: 'TRAIN', state: 'QUEUED' }, ...page });
  return [...running.rows, ...queued.rows.toReversed()];
}

/** Follows one run to its end and prints what came out. Throws its failure. */
async function follow(
  app: App,
  { job, signal, match, nulls }: { job: JobRow; signal: AbortSignal; match: boolean; nulls: boolean },
): Promise<void> {
  const run = await getTrainingRun(app, job);
  describeRun(run);
  if (job.state === 'SUCCEEDED') say('  It was trained before.');
  const wait = job.state === 'QUEUED' ? explainWait(job, (await listWorkersOfKinds(app.db, [job.kind]))[0]) : null;
  if (wait !== null) say(`  It waits: ${wait.reason}. ${wait.hint}`);
  const ended = await followTraining(app.db, { jobId: job.id, out: process.stdout, signal });
  if (signal.aborted && ended.finishedAt === null) {
    say(
      '\nStopped. The run continues from its last checkpoint: give the same command again, or: reseed train --resume',
    );
    process.exitCode = 130;
    return;
  }
  if (ended.state !== 'SUCCEEDED') {
    throw new ReseedError(
      (ended.errorCode as never) ?? 'JOB_CANCELLED',
      ended.errorMessage ?? `The run was ${ended.state.toLowerCase()}.`,
      {
        hint: ended.errorHint ?? 'Give the same command again to continue from its last checkpoint.',
      },
    );
  }
  const rows = await listFinal(app, run);
  const [revisions = []] = await listOtherRevisions(app.db, rows.groups);
  if (revisions.length > 0)
    say(`  The run group ${run.name} is there for other revisions of the model, too: ${revisions.join(', ')}.`);
  say(`\n${buildTextTable(['seed', 'FVU', 'L0', 'dead', 'held-out tokens'], rows.cells)}`);
  if (!match || rows.groups.length === 0) return;
  const tables = await matchGroups(app, {
    keys: rows.groups,
    measures: ['COSINE'],
    nulls: nulls ? ['COSINE'] : [],
    say: (line) => say(`\n${line}`),
    signal,
  });
  if (signal.aborted) {
    say('\nStopped. The seeds are there; the same command again matches them.');
    process.exitCode = 130;
    return;
  }
  for (const table of tables) say(`\n${table}`);
  say(`\n${matchingTableLegend}`);
}

function describeRun({ name, settings, estimate }: TrainingRunRow): void {
  const { plan, seeds, tokens, trainer } = settings;
  const wanted = plan.targetL0 ? `L0 ${plan.targetL0}` : `sparsity ${plan.sparsityCoefficient}`;
  const sparse = plan.k === null ? wanted : `k = ${plan.k}`;
  const needs = estimate === null ? `by ${trainer}` : `about ${estimate.memoryMb} MB`;
  say(`Training ${name}: ${plan.architecture}, n = ${plan.nLatents}, ${sparse}, seeds ${seeds.join(', ')}`);
  say(
    `  ${tokens} tokens in ${plan.steps} steps of ${plan.batchSize}, learning rate ${plan.learningRate.toPrecision(3)}, ${needs}`,
  );
}

async function listFinal({ db }: App, run: TrainingRunRow) {
  const [made] = await listDictionariesOfRuns(db, [run]);
  const final = made.filter(({ tokens }) => tokens === run.settings.tokens);
  const cells = final.map(({ seed, heldOut }) => [
    `${seed}`,
    heldOut?.fvu.toFixed(4) ?? '-',
    heldOut?.l0.toFixed(2) ?? '-',
    heldOut?.deadFraction.toFixed(3) ?? '-',
    `${heldOut?.tokens ?? '-'}`,
  ]);
  const groups = new Map(made.map(({ spaceId, runGroupId }) => [runGroupId, { spaceId, id: runGroupId }]));
  return { cells, groups: [...groups.values()] };
}

/** The run of a training job. */
export async function getTrainingRun({ db }: Pick<App, 'db'>, job: JobRow): Promise<TrainingRunRow> {
  const { spaceId, runId } = readPayload('TRAIN', job);
  const [run] = await findTrainingRuns(db, [{ spaceId, id: runId }]);
  if (!run) throw new TypeError('a job without its run');
  return run;
}
