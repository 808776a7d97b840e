/**
 * An external trainer over one run: starts the operator's command, follows it, and makes dictionaries of the checkpoints that it leaves, read by the
 * same loaders as an import.
 *
 * The command comes from the worker's configuration alone; the request only names it. Every attempt begins anew, in a folder of its own.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from '../../../db/connect/connect.ts';
import {
  beginTrainingAttempt,
  recordTrainerOutput,
  type SourceFileRow,
  type TrainingRunRow,
} from '../../../db/stores/training-runs.ts';
import type { Checkpoint } from '../../../loaders/checkpoints/checkpoint.ts';
import { findCheckpointPaths } from '../../../loaders/checkpoints/find-checkpoint-paths.ts';
import { findRootedPath, resolveBelow } from '../../../loaders/files/import-roots.ts';
import { openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { ReseedError } from '../../errors.ts';
import type { TaskContext, TaskResult } from '../worker/task.ts';
import { hashSources } from './hash-sources.ts';
import { discardSeeds, type LoadedSeed, loadSeed, publishSeeds } from './run-dictionaries.ts';
import { findShardFolder, openRunActivations } from './model-activations.ts';
import { findFreeMb, findUsedMb, openRunFolder, type RunFolder } from './run-folder.ts';
import { buildRunVersions } from './run-versions.ts';
import { checkDisk } from './training-estimate.ts';
import { runTrainer } from './trainer-process.ts';
import { fillCommand, type Placeholder, type TrainerTemplate, trainsOneSeed } from './trainer-templates.ts';

/** Milliseconds between writes of the trainer's last lines. */
const OUTPUT_MS = 1_000;

/** Trains `run` and returns the write that publishes its dictionaries. Throws `TRAINER_UNKNOWN`, `TRAINER_FAILED` and what loaders throw. */
export async function trainOutside(
  context: TaskContext,
  run: TrainingRunRow,
): Promise<(tx: Session) => Promise<TaskResult>> {
  const { settings, fingerprint } = run;
  const { trainingDir, importRoots, trainers = {} } = context.settings;
  if (trainingDir === undefined) throw new TypeError('this worker has no folder for checkpoints');
  const name = settings.trainer ?? '';
  const template = Object.hasOwn(trainers, name) ? trainers[name] : null;
  if (template === null) {
    throw new ReseedError('TRAINER_UNKNOWN', `Cannot train with "${name}": this worker has no trainer of this name`, {
      hint: 'Start the worker with the same RESEED_TRAINERS as the server, or start the run again without a trainer.',
    });
  }
  const { id: jobId, attempt } = context.job;
  const folder = await context.fenced(() => openRunFolder({ trainingDir, fingerprint, jobId, attempt }));
  checkDisk(settings, { freeMb: await findFreeMb(trainingDir), usedMb: await findUsedMb(folder.checkpoints) });
  const input = await openRunActivations(context, { run, folder });
  let sources: SourceFileRow[];
  try {
    sources = await hashSources(context, { run, input });
  } finally {
    await input.close();
  }
  const resumed = new Map(settings.seeds.map((seed) => [seed, 0]));
  const versions = buildRunVersions(null);
  await context.fenced((tx) => beginTrainingAttempt(tx, { ...run, sources, provider: null, versions, resumed }));

  const values = await buildValues(run, { roots: importRoots, folder });
  const seedsAtOnce = trainsOneSeed(template) ? settings.seeds.map((seed) => [seed]) : [settings.seeds];
  const outputs: { folder: string; seed: number | null }[] = [];
  for (const [nth, seeds] of seedsAtOnce.entries()) {
    const seed = seedsAtOnce.length > 1 || trainsOneSeed(template) ? seeds[0] : null;
    const output = path.join(folder.checkpoints, seed === null ? 'output' : `seed${seed}`);
    await rm(output, { recursive: true, force: true }); // what an earlier attempt left
    await mkdir(output);
    await follow(context, {
      run,
      template,
      command: fillCommand(template, { ...values, output, ...(seed !== null && { seed: String(seed) }) }),
      folder: output,
      leaderFile: path.join(trainingDir, `${fingerprint}.process`),
      part: { nth, of: seedsAtOnce.length },
    });
    outputs.push({ folder: output, seed });
  }
  const loaded: LoadedSeed[] = [];
  try {
    for (const output of outputs) loaded.push(...(await loadOutput(context, { run, output })));
    assertComplete(run, loaded);
  } catch (error) {
    await discardSeeds(context, loaded);
    throw error;
  }
  return async (tx) => {
    await publishSeeds(tx, { run, loaded, context });
    return { settled: () => folder.remove() };
  };
}

/** One process, with its progress and its last lines on the run. */
async function follow(
  context: TaskContext,
  of: {
    run: TrainingRunRow;
    template: TrainerTemplate;
    command: string[];
    folder: string;
    leaderFile: string;
    part: { nth: number; of: number };
  },
): Promise<void> {
  const { run, part, template, command, folder, leaderFile } = of;
  let lines: readonly string[] = [];
  let told = '';
  const tell = async () => {
    const text = lines.join('\n');
    if (text === told) return;
    told = text;
    await context.fenced((tx) => recordTrainerOutput(tx, { ...run, lines: [...lines] }));
  };
  let telling = Promise.resolve();
  const timer = setInterval(() => {
    telling = telling.then(tell).catch(() => {}); // whoever holds the job now writes
  }, OUTPUT_MS);
  context.progress({ step: 'training', done: part.nth, total: part.of, unit: 'trainings' });
  try {
    await runTrainer({
      command,
      template,
      folder,
      leaderFile,
      signal: context.signal,
      onProgress: ({ done, total }) =>
        context.progress({
          step: 'training',
          done: part.nth + Math.min(1, done / total),
          total: part.of,
          unit: 'trainings',
        }),
      onLines: (latest) => {
        lines = latest;
      },
    });
  } finally {
    clearInterval(timer);
    await telling;
    await tell().catch(() => {});
  }
}

/** What placeholders stand for. Paths are real ones: the trainer has no import roots. */
async function buildValues(
  { settings }: TrainingRunRow,
  { roots, folder }: { roots: readonly string[]; folder: RunFolder },
): Promise<Partial<Record<Placeholder, string>>> {
  const { plan, activations } = settings;
  return {
    activations:
      activations.kind === 'MODEL'
        ? findShardFolder(folder)
        : await resolveBelow(await findRootedPath(activations.path, roots), 'REFUSE'),
    hookpoint: settings.space.hookpoint,
    seeds: settings.seeds.join(','),
    name: settings.name,
    architecture: plan.architecture,
    nLatents: String(plan.nLatents),
    k: plan.k === null ? '' : String(plan.k),
    sparsityCoefficient: plan.sparsityCoefficient === null ? '' : String(plan.sparsityCoefficient),
    tokens: String(settings.tokens),
    batchSize: String(plan.batchSize),
    learningRate: String(plan.learningRate),
    dataSeed: String(settings.dataSeed),
  };
}

async function loadOutput(
  context: TaskContext,
  from: { run: TrainingRunRow; output: { folder: string; seed: number | null } },
): Promise<LoadedSeed[]> {
  const { run, output } = from;
  const { settings } = run;
  const { dIn: _, ...place } = settings.space;
  const roots = [output.folder];
  const loaded: LoadedSeed[] = [];
  try {
    for (const found of await findCheckpointPaths({ path: output.folder, roots })) {
      const identity = { ...place, runGroup: settings.name, ...(output.seed !== null && { initSeed: output.seed }) };
      const folder = await openSourceFolder({ path: found, roots });
      const checkpoint = await openCheckpoint(folder, { identity });
      try {
        const hashes = await checkpoint.hashFiles(() => context.signal.throwIfAborted());
        loaded.push(
          await loadSeed(context, run, {
            checkpoint,
            groupName: settings.name,
            sourceUri: ['training', settings.name, ...folder.pathComponents].join('/'),
            files: checkpoint.files.map((file, i) => ({ ...file, sha256: hashes[i] })),
            seed: getSeed(run, checkpoint, loaded),
            tokens: settings.tokens,
            heldOut: null,
            initialisation: null,
          }),
        );
      } finally {
        await checkpoint.close();
      }
    }
    return loaded;
  } catch (error) {
    await discardSeeds(context, loaded);
    throw error;
  }
}

/** The seed of a checkpoint, which must be what was asked for. */
function getSeed(run: TrainingRunRow, checkpoint: Checkpoint, loaded: readonly LoadedSeed[]): number {
  const { settings } = run;
  const { initSeed } = checkpoint.identity;
  const { architecture, nLatents, dIn, k } = checkpoint.facts;
  const asked = settings.plan;
  if (
    typeof initSeed !== 'number' ||
    !settings.seeds.includes(initSeed) ||
    loaded.some(({ seed }) => seed === initSeed)
  )
    throw leftOther(
      run,
      `a checkpoint of seed ${initSeed ?? 'unknown'}; expected one of each of seeds ${settings.seeds.join(', ')}`,
    );
  if (architecture !== asked.architecture || nLatents !== asked.nLatents || dIn !== asked.dIn || k !== asked.k) {
    const shown = `${architecture} with n = ${nLatents}, d = ${dIn}, k = ${k ?? 'none'}`;
    throw leftOther(
      run,
      `${shown}; expected ${asked.architecture} with n = ${asked.nLatents}, d = ${asked.dIn}, k = ${asked.k ?? 'none'}`,
    );
  }
  return initSeed;
}

function assertComplete(run: TrainingRunRow, loaded: readonly LoadedSeed[]): void {
  const missing = run.settings.seeds.filter((wanted) => !loaded.some(({ seed }) => seed === wanted));
  if (missing.length > 0)
    throw leftOther(run, `no checkpoint of ${missing.join(', ')}; expected one of every seed, in or below {output}`);
}

function leftOther({ settings }: TrainingRunRow, fault: string): ReseedError {
  return new ReseedError('TRAINER_FAILED', `Cannot take what "${settings.trainer}" left: ${fault}`, {
    hint: "Correct the trainer's template; its last lines are in `TrainingRun.output`.",
  });
}
