/**
 * The built-in trainer over one run: activations -> seeds, with checkpoints of this attempt's own -> dictionaries.
 *
 * A run that was killed is given to the next attempt, which continues from the newest whole checkpoints and ends with the same weights. Whatever
 * is written to the database on the way (points, dictionaries of snapshots) is fenced by the attempt.
 */
import { mkdir } from 'node:fs/promises';
import type { Session } from '../../../db/connect/connect.ts';
import { recordAdvance } from '../../../db/stores/job-runs.ts';
import { beginTrainingAttempt, type TrainingRunRow } from '../../../db/stores/training-runs.ts';
import { findDevice } from '../../compute/device-name.ts';
import { type SeedTraining, trainSeeds } from '../../compute/training/train-seeds.ts';
import type { TrainedDictionary } from '../../compute/training/trained-dictionary.ts';
import { ReseedError } from '../../errors.ts';
import type { TaskContext, TaskResult } from '../worker/task.ts';
import { chooseCheckpointEvery, findAdvance } from './checkpoint-rhythm.ts';
import { listDistanceSteps, startDistanceWriter } from './distance-writer.ts';
import { hashSources } from './hash-sources.ts';
import { openRunActivations } from './model-activations.ts';
import { startPointWriter } from './point-writer.ts';
import { discardSeeds, type LoadedSeed, publishSeeds } from './run-dictionaries.ts';
import { reachPlan } from './reach-plan.ts';
import { findFreeMb, findUsedMb, openRunFolder, type RunFolder } from './run-folder.ts';
import { buildRunVersions } from './run-versions.ts';
import { buildSeedReport } from './seed-report.ts';
import { loadTrained, publishSnapshot, type TrainedRun } from './trained-run.ts';
import { checkDisk, checkMemory } from './training-estimate.ts';

/** Trains `run` and returns the write that publishes its dictionaries. */
export async function trainHere(
  context: TaskContext,
  run: TrainingRunRow,
): Promise<(tx: Session) => Promise<TaskResult>> {
  const { settings, fingerprint } = run;
  const { trainingDir, memoryMb, executionProvider: provider = 'cpu' } = context.settings;
  if (trainingDir === undefined) throw new TypeError('this worker has no folder for checkpoints');
  assertSameProvider(run, provider);
  checkMemory(settings, memoryMb);
  await mkdir(trainingDir, { recursive: true, mode: 0o700 });
  const { id: jobId, attempt } = context.job;
  const folder = await context.fenced(() => openRunFolder({ trainingDir, fingerprint, jobId, attempt }));
  checkDisk(settings, { freeMb: await findFreeMb(trainingDir), usedMb: await findUsedMb(folder.checkpoints) });
  const input = await openRunActivations(context, { run, folder });
  try {
    const sources = await hashSources(context, { run, input });
    const versions = buildRunVersions(context.settings.device?.name ?? null);
    const attempt = { context, run, input, sources, provider, versions };
    const trained: TrainedRun = { ...attempt, plan: await reachPlan(attempt, folder) };
    const dictionaries = await trainAll(trained, folder);
    const loaded: LoadedSeed[] = [];
    try {
      for (const [seed, dictionary] of dictionaries)
        loaded.push(await loadTrained(trained, { seed, dictionary, tokens: settings.tokens }));
    } catch (error) {
      await discardSeeds(context, loaded);
      throw error;
    }
    return async (tx) => {
      await publishSeeds(tx, { run, loaded, context });
      return { settled: () => folder.remove() };
    };
  } finally {
    await input.close();
  }
}

/** Every seed, trained to the end. Throws the failure of the first that failed, once all have ended. */
async function trainAll(trained: TrainedRun, folder: RunFolder): Promise<Map<number, TrainedDictionary>> {
  const { context, run, plan, input, sources, provider, versions } = trained;
  const { settings } = run;
  const failing = new AbortController();
  const fail = (error: unknown) => failing.abort(error);
  const signal = AbortSignal.any([context.signal, failing.signal]);
  const points = startPointWriter(context, { run, steps: plan.steps, onError: fail });
  const report = buildSeedReport(trained, (point) => points.add(point));
  const checkpointEvery = chooseCheckpointEvery(plan);
  const distances = await startDistanceWriter(trained);
  const resumed = new Map(settings.seeds.map((seed) => [seed, 0]));
  const isAdvance = findAdvance({ resumed, steps: plan.steps });
  const begin = (seeds: readonly number[]) => {
    const from = new Map(seeds.map((seed) => [seed, resumed.get(seed) ?? 0]));
    return context.fenced((tx) => beginTrainingAttempt(tx, { ...run, sources, provider, versions, resumed: from }));
  };
  let began = false;
  const training: SeedTraining = {
    plan,
    seeds: settings.seeds,
    fingerprint: run.fingerprint,
    checkpointFolder: folder.checkpoints,
    checkpointEvery,
    threads: context.settings.threads,
    deviceMemoryMb: (await findDevice(provider, process.env)).memoryMb,
    signal,
    // Asked for once each of these seeds has found where it continues.
    async *openBatches(fromStep, seeds) {
      began = true;
      await begin(seeds);
      yield* input.openBatches({ settings, fromStep, signal });
    },
    snapshotsAt: settings.matchAtCheckpoints.map((tokens) => tokens / plan.batchSize),
    onSnapshot: (snapshot) => publishSnapshot(trained, snapshot),
    decodersAt: listDistanceSteps(plan.steps),
    onDecoder: (rows) => distances.add(rows),
    onProgress(progress) {
      if (progress.metrics.length === 0) resumed.set(progress.seed, progress.step);
      else report(progress);
    },
    // So that no attempt continues behind a step whose point is lost.
    beforeCheckpoint: () => points.flush(),
    onCheckpoint({ seed }) {
      if (isAdvance(seed)) context.fenced((tx) => recordAdvance(tx, context.job)).catch(fail);
    },
    onNotice: (notice) => context.notice(notice),
  };
  try {
    const outcomes = await trainSeeds(training);
    for (const { error } of outcomes) if (error !== null) throw error;
    if (!began) await begin(settings.seeds); // there was nothing left to train
    await points.stop();
    failing.signal.throwIfAborted();
    return new Map(outcomes.map(({ seed, dictionary }) => [seed, dictionary as TrainedDictionary]));
  } finally {
    await points.stop();
  }
}

/** Throws `PROVIDER_UNAVAILABLE` where the run was begun elsewhere: its weights would come out different in the last bits. */
function assertSameProvider({ name, provider: begun }: TrainingRunRow, provider: string): void {
  if (begun === null || begun === provider) return;
  throw new ReseedError(
    'PROVIDER_UNAVAILABLE',
    `Cannot continue with "${name}" on "${provider}": it was begun on "${begun}"; expected the same`,
    { hint: `Start the run again: it then waits for a worker with RESEED_EXECUTION_PROVIDER=${begun}.` },
  );
}
