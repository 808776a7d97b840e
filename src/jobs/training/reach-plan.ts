/**
 * The plan with which the seeds of a run train: its own, or, where it has a target L0, one with the sparsity coefficient that a search reaches first.
 *
 * What it reaches is stored with the run; a search that was killed continues from its checkpoint.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { recordAdvance } from '../../../db/stores/job-runs.ts';
import { beginTrainingAttempt, recordReached } from '../../../db/stores/training-runs.ts';
import type { TrainingPlan } from '../../compute/training/options/training-plan.ts';
import { measureHeldOut } from '../../compute/training/measure-held-out.ts';
import type { TrainedDictionary } from '../../compute/training/trained-dictionary.ts';
import { type ReachedSparsity, searchSparsity } from '../../compute/training/search-sparsity.ts';
import { chooseCheckpointEvery } from './checkpoint-rhythm.ts';
import type { RunFolder } from './run-folder.ts';
import type { TrainedRun } from './trained-run.ts';
import { planOn } from './training-request.ts';

/** What the job says that it does meanwhile. */
const SEARCHING = 'searching the sparsity coefficient';

type Attempt = Omit<TrainedRun, 'plan'>;

/** The plan of the seeds. Throws what training throws. */
export async function reachPlan(attempt: Attempt, folder: RunFolder): Promise<TrainingPlan> {
  const { run, provider } = attempt;
  const plan = planOn(run.settings, provider);
  if (plan.targetL0 === null) return plan;
  const reached = run.reached ?? (await search(attempt, { plan, folder: path.join(folder.checkpoints, 'search') }));
  return { ...plan, targetL0: null, sparsityCoefficient: reached.coefficient };
}

async function search(attempt: Attempt, of: { plan: TrainingPlan; folder: string }): Promise<ReachedSparsity> {
  const { context, run, input } = attempt;
  const { plan, folder } = of;
  const { settings, fingerprint } = run;
  const failing = new AbortController();
  const signal = AbortSignal.any([context.signal, failing.signal]);
  const none = new Map(settings.seeds.map((seed) => [seed, 0]));
  const reached = await searchSparsity({
    plan,
    fingerprint,
    checkpointFolder: folder,
    checkpointEvery: chooseCheckpointEvery(plan),
    threads: context.settings.threads,
    signal,
    async *openBatches(fromStep) {
      await context.fenced((tx) => beginTrainingAttempt(tx, { ...run, ...attempt, resumed: none }));
      yield* input.openBatches({ settings, fromStep, signal });
    },
    async measureL0(dictionary) {
      const { threads } = context.settings;
      const measured = await measureHeldOut(dictionary, {
        blocks: input.readHeldOut(),
        threads,
        provider: plan.provider,
      });
      return measured?.l0 ?? sumFrequencies(dictionary);
    },
    onSteps({ done, all }) {
      const tokens = (steps: number) => steps * plan.batchSize;
      context.progress({ step: SEARCHING, done: tokens(done), total: tokens(all), unit: 'tokens' });
    },
    onCheckpoint() {
      context.fenced((tx) => recordAdvance(tx, context.job)).catch((reason) => failing.abort(reason));
    },
    onNotice: (notice) => context.notice(notice),
  });
  await context.fenced((tx) => recordReached(tx, { ...run, reached }));
  await rm(folder, { recursive: true, force: true });
  return reached;
}

/** Active latents per token over about the last thousand steps, where no tokens are held out. */
function sumFrequencies({ logFrequency }: TrainedDictionary): number {
  return logFrequency.reduce((sum, log) => sum + 10 ** log, 0);
}
