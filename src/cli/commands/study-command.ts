/**
 * `reseed study`: trains several seeds of every number of latents and architecture, matches them, and says how the shared fraction goes with both.
 * A setting is a training run of the queue like any other: one that is there is not trained again, one that was stopped continues.
 */
import type { Command } from 'commander';
import path from 'node:path';
import { listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { TrainingRunRow } from '../../../db/stores/training-runs.ts';
import { buildCriterion } from '../../analysis/build-criterion.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { trainedArchitectures } from '../../compute/training/options/training-option.ts';
import { buildConfig } from '../../config.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { addCriterionFlags, type CriterionFlags, parseCriterion } from '../flags/criterion-flags.ts';
import { followJobs } from '../progress/job-bars.ts';
import { drawTextLines } from '../report/plots/draw-text-lines.ts';
import { formatReportText } from '../report/report-text.ts';
import { getReportFormat } from './report-command.ts';
import { followTraining } from '../progress/seed-bars.ts';
import { buildSharedPlot, buildStudyBlocks } from '../study/study-blocks.ts';
import { listFinalDictionaries, readStudyRow, type StudyRow } from '../study/study-rows.ts';
import {
  buildStudySettings,
  ownSettings,
  nameSetting,
  type StudyFlags,
  type StudySetting,
} from '../study/study-settings.ts';
import { getTrainingRun } from './train-command.ts';
import { addTrainingFlags, buildTrainingRequest } from '../flags/training-flags.ts';
import { writeFileAtomically } from '../../../loaders/files/atomic-file.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** One trains while another searches its coefficient, which takes one thread. */
const TRAINED_AT_ONCE = 2;

interface Trained {
  setting: StudySetting;
  run: TrainingRunRow;
}

/** Adds the command and its flags to the program. */
export function addStudyCommand(program: Command): void {
  addCriterionFlags(
    addTrainingFlags(
      program
        .command('study')
        .description(
          'train and match several seeds of each n and architecture, and show the shared fraction against both',
        ),
      ownSettings,
    ),
  )
    .option('--architectures <names>', trainedArchitectures.join(', '), 'TOPK,RELU_L1')
    .option('--latents <numbers>', 'numbers of latents', '128,256,512')
    .option(
      '--l0 <number>',
      'active latents per token: k (TOPK, BATCH_TOPK), or what the sparsity coefficient is searched for (the others)',
    )
    .option(
      '--sparsity <coefficients>',
      'sparsity coefficient instead of a search (RELU_L1, GATED, JUMP_RELU): one, or one for each number of latents',
    )
    .option(
      '--initial-rows <names>',
      "what decoder rows begin with: tied (the seed's encoder rows), independent, shared (the same for every seed); several are arms of the study",
    )
    .option(
      '--weight-penalty <numbers>',
      'weight of the L2 penalty on weights; several, 0 among them, are arms of the study',
    )
    .option('--out <file>', 'also write it, with plots, to this .html, .md or .txt file')
    .action(runStudy);
}

/** Runs the command. */
async function runStudy(flags: StudyFlags & CriterionFlags & { out?: string }): Promise<void> {
  const criterion = buildCriterion(parseCriterion(flags));
  const format = flags.out === undefined ? null : getReportFormat(flags.out);
  const settings = buildStudySettings(flags);
  const asked = await Promise.all(settings.map(({ training }) => buildTrainingRequest(training)));
  const config = buildConfig(process.env, process.cwd());
  const importRoots = [...config.importRoots, ...new Set(asked.flatMap(({ roots }) => roots))];
  const interrupted = new AbortController();
  const onInterrupt = () => interrupted.abort();
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const app = await openApp({
    ...config,
    importRoots,
    ...noWorkers,
    workers: Math.max(1, config.workers),
    trainWorkers: Math.min(TRAINED_AT_ONCE, settings.length),
  });
  try {
    // all of them before the first is waited for: a setting that cannot be trained is refused at once
    const jobs: JobRow[] = [];
    for (const { request } of asked) jobs.push(await app.queue.enqueue('TRAIN', request));
    const trained = await followSettings(app, { settings, jobs, signal: interrupted.signal });
    if (trained === null) return;
    if (!(await followMatchings(app, { trained, nulls: flags.nulls ?? true, signal: interrupted.signal }))) return;
    const rows: StudyRow[] = [];
    for (const { run, setting } of trained) rows.push(await readStudyRow(app, { run, setting, criterion }));
    if (rows.length === 0) return;
    printStudy(rows, criterion);
    if (flags.out === undefined || format === null) return;
    const report = format(buildStudyBlocks(rows, criterion), 'Reseed: a study of seeds');
    await writeFileAtomically(
      path.resolve(flags.out),
      [report, ...plotBeside(flags.out, drawShared(rows, criterion))],
      { makeFolder: true },
    );
    say(`\n${flags.out}`);
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await app.close();
  }
}

/** Waits for every training and returns those that succeeded; null if interrupted. A failure is told and makes the exit code 1. */
async function followSettings(
  app: App,
  { settings, jobs, signal }: { settings: readonly StudySetting[]; jobs: readonly JobRow[]; signal: AbortSignal },
): Promise<Trained[] | null> {
  const trained: Trained[] = [];
  for (const [i, setting] of settings.entries()) {
    const job = jobs[i];
    const there = job.state === 'SUCCEEDED' ? ': trained before' : '';
    say(`[${i + 1}/${settings.length}] ${nameSetting(setting)}${there}`);
    const ended = there ? job : await followTraining(app.db, { jobId: job.id, out: process.stdout, signal });
    if (signal.aborted) {
      sayStopped();
      return null;
    }
    if (ended.state === 'SUCCEEDED') trained.push({ setting, run: await getTrainingRun(app, job) });
    else {
      say(`  ${ended.state.toLowerCase()}: ${ended.errorMessage ?? ''} ${ended.errorHint ?? ''}`.trimEnd());
      process.exitCode = 1;
    }
  }
  return trained;
}

function sayStopped(): void {
  say('\nStopped. The same command continues from here.');
  process.exitCode = 130;
}

/**
 * Waits for the matchings of all settings; those that are there, or that the trainings have queued, are not queued again. False if interrupted;
 * a failure is told and makes the exit code 1.
 */
async function followMatchings(
  app: App,
  { trained, nulls, signal }: { trained: readonly Trained[]; nulls: boolean; signal: AbortSignal },
): Promise<boolean> {
  const ids = new Set<string>();
  for (const { run } of trained) {
    const made = await listFinalDictionaries(app, run);
    const own = new Set(made.map(({ dictionaryId }) => dictionaryId));
    const groups = new Map(made.map(({ spaceId, runGroupId: id }) => [id, { spaceId, id }]));
    const members = (await listDictionariesOfRunGroups(app.db, [...groups.values()])).filter(({ id }) => own.has(id));
    const pairs = members.flatMap((a, i) => members.slice(i + 1).map((b) => ({ a, b })));
    const { jobs } = await app.queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls });
    for (const job of jobs) ids.add(job.id);
  }
  if (ids.size > 0) say('Matching every pair (decoder and encoder)');
  const jobs = await followJobs(app.db, { ids: [...ids], out: process.stdout, signal });
  if (signal.aborted) {
    sayStopped();
    return false;
  }
  for (const job of jobs) {
    if (job.state === 'SUCCEEDED') continue;
    say(`  ${job.title}: ${job.errorMessage ?? job.state.toLowerCase()} ${job.errorHint ?? ''}`.trimEnd());
    process.exitCode = 1;
  }
  return true;
}

/** The blocks of the report without its provenance, with the plot in characters. */
function printStudy(rows: readonly StudyRow[], criterion: Criterion): void {
  const blocks = buildStudyBlocks(rows, criterion);
  const provenance = blocks.findIndex((block) => block.kind === 'heading' && block.level === 2);
  say(`\n${formatReportText(blocks.slice(0, provenance))}`);
  say(drawShared(rows, criterion));
}

function drawShared(rows: readonly StudyRow[], criterion: Criterion): string {
  const { title, plot } = buildSharedPlot(rows, criterion);
  return plot.kind === 'lines' ? `${title}\n\n${drawTextLines(plot)}` : '';
}

/** Files that hold no drawings end with the plot in characters. */
function plotBeside(file: string, drawn: string): string[] {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.txt') return [`\n${drawn}\n`];
  return extension.startsWith('.md') || extension === '.markdown' ? [`\n\`\`\`text\n${drawn}\n\`\`\`\n`] : [];
}
