/** Trained seeds of one run -> dictionaries: at the end, and at token counts on the way. */
import { listDictionariesOfRuns } from '../../../db/stores/training-dictionaries.ts';
import type { SourceFileRow, TrainingRunRow } from '../../../db/stores/training-runs.ts';
import type { ExecutionProvider } from '../../compute/execution-provider.ts';
import { measureInitialDistance } from '../../compute/training/initial-distance.ts';
import { measureHeldOut } from '../../compute/training/measure-held-out.ts';
import { identifyPlan } from '../../compute/training/options/plan-identity.ts';
import type { TrainingPlan } from '../../compute/training/options/training-plan.ts';
import type { TrainedDictionary } from '../../compute/training/trained-dictionary.ts';
import type { TaskContext } from '../worker/task.ts';
import type { ActivationInput } from './activation-input.ts';
import { discardSeeds, type LoadedSeed, loadSeed, publishSeeds } from './run-dictionaries.ts';
import { snapshotName } from './snapshot-name.ts';
import { buildTrainedCheckpoint } from './trained-checkpoint.ts';

/** One attempt at a run: what its parts share. */
export interface TrainedRun {
  context: TaskContext;
  run: TrainingRunRow;
  /** With the sparsity coefficient that a search has reached, where the settings ask for one. */
  plan: TrainingPlan;
  input: ActivationInput;
  sources: SourceFileRow[];
  provider: ExecutionProvider;
  versions: Record<string, string>;
}

/** Measures one seed on held-out tokens and loads it, invisibly. */
export async function loadTrained(
  { context, run, plan, input, sources, provider, versions }: TrainedRun,
  of: { seed: number; dictionary: TrainedDictionary; tokens: number },
): Promise<LoadedSeed> {
  const { seed, dictionary, tokens } = of;
  const { settings } = run;
  const groupName = snapshotName(settings, tokens);
  const { threads } = context.settings;
  const heldOut = await measureHeldOut(dictionary, { blocks: input.readHeldOut(), threads, provider });
  const { initialRows } = plan;
  const initialisation = await measureInitialDistance(dictionary, { seed, initialRows, signal: context.signal });
  const { dIn: _, ...place } = settings.space;
  const { provider: _provider, ...numbers } = plan;
  const checkpoint = buildTrainedCheckpoint(dictionary, {
    identity: {
      ...place,
      runGroup: groupName,
      initSeed: seed,
      dataSeed: settings.dataSeed,
      dataset: input.dataset,
      tokens,
      portalId: null,
    },
    l1Coefficient: plan.architecture === 'RELU_L1' ? plan.sparsityCoefficient : null,
    config: {
      seed,
      dataSeed: settings.dataSeed,
      tokens,
      plan: identifyPlan(numbers),
      activations: settings.activations,
      heldOut,
      provider,
      versions,
    },
  });
  const sourceUri = `training/${groupName}/seed${seed}`;
  return loadSeed(context, run, {
    checkpoint,
    groupName,
    sourceUri,
    files: sources,
    seed,
    tokens,
    heldOut,
    initialisation,
  });
}

/** Makes a dictionary of one seed as it is after some steps, unless an earlier attempt has. The seed waits until it is there. */
export async function publishSnapshot(
  trained: TrainedRun,
  snapshot: { seed: number; step: number; dictionary: TrainedDictionary },
): Promise<void> {
  const { context, run } = trained;
  const { seed, step, dictionary } = snapshot;
  const tokens = step * run.settings.plan.batchSize;
  const [made] = await listDictionariesOfRuns(context.db, [run]);
  if (made.some((row) => row.seed === seed && row.tokens === tokens)) return;
  const loaded = [await loadTrained(trained, { seed, dictionary, tokens })];
  try {
    await context.fenced((tx) => publishSeeds(tx, { run, loaded, context }));
  } catch (error) {
    await discardSeeds(context, loaded);
    throw error;
  }
}
