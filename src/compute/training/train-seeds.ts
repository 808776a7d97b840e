/**
 * Dictionaries that differ only in the seed, trained together: one thread per seed, every seed sees the same batches in the same order,
 * and every batch is read once.
 *
 * In: a plan, seeds and a source of batches that can begin at any step. Out: for each seed a dictionary or the reason why not. A
 * training that was killed is called again with the same arguments: it goes on from the newest whole checkpoints and ends with the
 * same bits as one that never stopped.
 *
 * The room's other doors: `buildTrainingPlan` (a request -> a checked plan), `checkTrainingMemory` and `estimateTrainingMemory` (before
 * anything is allocated), `startTrainer` (one seed in the calling thread), `drawInitialRow` (the first rows of a seed, again). One file per
 * architecture (`*-pass.ts`) holds its formulas; `step-model.ts` puts them, Adam and the counters into one ONNX graph.
 */
import type { ReseedError } from '../../errors.ts';
import { allocateSlots, BATCH_SLOTS, type BatchRun, fillSlot, listRuns } from './batch-slots.ts';
import { unlessAborted } from './unless-aborted.ts';
import { startSeedThread, type SeedThread } from './start-seed-thread.ts';
import type { StepMetrics } from './trainer.ts';
import type { TrainedDictionary } from './trained-dictionary.ts';
import type { TrainingPlan } from './training-plan.ts';

export interface SeedTraining {
  plan: TrainingPlan;
  /** Whole numbers, each once. */
  seeds: readonly number[];
  /** The batches [B, d] of steps `fromStep` + 1, + 2, ...; the same every time. Read only as fast as the slowest seed trains. */
  openBatches(fromStep: number): AsyncIterable<Float32Array>;
  /** Names what `openBatches` gives: checkpoints of other batches are refused. */
  fingerprint: string;
  /** A folder of this training alone, which is there. It is not removed at the end; where somebody removes it before, every seed fails. */
  checkpointFolder: string;
  /** A checkpoint of every seed each so many steps, and after the last. */
  checkpointEvery: number;
  /** Seeds that compute at a time, each with one thread. */
  threads: number;
  signal?: AbortSignal;
  /** Steps after which `onSnapshot` is handed every seed's dictionary. */
  snapshotsAt?: readonly number[];
  /**
   * The seed has a checkpoint of this step and waits until the promise resolves, so a training that is killed meanwhile hands the same dictionary
   * again; so does one that goes on from just this step.
   */
  onSnapshot?(snapshot: { seed: number; step: number; dictionary: TrainedDictionary }): Promise<void>;
  /** Called for each seed after each run with the metrics of its steps, and once at the start of a seed that goes on. */
  onProgress?(progress: SeedProgress): void;
  /**
   * Called after `onProgress` has told every step up to `step`; the checkpoint of `step` is written once the promise resolves. A rejection
   * ends the training, which then goes on from the checkpoint before.
   */
  beforeCheckpoint?(at: SeedStep): Promise<void>;
  /** Called when that checkpoint is whole. */
  onCheckpoint?(at: SeedStep): void;
  /** Damaged checkpoints and the like, as sentences for the log. */
  onNotice?(notice: string): void;
}

/** A seed after some steps. */
interface SeedStep {
  seed: number;
  /** Steps done. */
  step: number;
}

export interface SeedProgress extends SeedStep {
  /** Of the steps since the last report: none where the seed was continued. */
  metrics: StepMetrics[];
}

export interface SeedOutcome extends SeedStep {
  /** Null where the seed failed. */
  dictionary: TrainedDictionary | null;
  /** `TRAINING_DIVERGED`, `WRITE_REFUSED`, `CHECKPOINT_MISMATCH` or `JOB_FAILED` (a bug, with its cause). Null where it succeeded. */
  error: ReseedError | null;
}

/**
 * Trains all seeds and resolves with their outcomes in the order of `seeds`; one that fails does not disturb the others. Rejects with the
 * signal's reason once the runs in progress have ended (about half a second of work each, or one step where that is longer), and with the
 * source's own failure; checkpoints then stay. Check `checkTrainingMemory` first.
 */
export async function trainSeeds(training: SeedTraining): Promise<SeedOutcome[]> {
  const { plan, seeds, signal } = training;
  if (new Set(seeds).size !== seeds.length) throw new RangeError('expected each seed once');
  signal?.throwIfAborted();
  const slots = allocateSlots(plan);
  const threads = seeds.map((seed) => startSeedThread({ ...training, seed, slots }));
  try {
    await unlessAborted(Promise.all(threads.map((thread) => thread.started)), signal);
    for (const { seed, step, damaged } of threads) {
      for (const notice of damaged) training.onNotice?.(notice);
      if (step > 0) training.onProgress?.({ seed, step, metrics: [] });
    }
    for (const thread of threads) await handSnapshot(training, thread);
    await runAll(training, { threads, slots });
    for (const thread of threads) if (thread.error === null) await thread.finish();
    return threads.map(({ seed, step, dictionary, error }) => ({ seed, step, dictionary, error }));
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

/** Hands the dictionary of a seed on, if it is at a step that is asked for. */
async function handSnapshot(training: SeedTraining, thread: SeedThread): Promise<void> {
  if (!training.snapshotsAt?.includes(thread.step) || thread.error !== null) return;
  await thread.finish();
  const { seed, step, dictionary } = thread;
  if (dictionary !== null) await training.onSnapshot?.({ seed, step, dictionary });
}

/** Feeds every run of batches to every seed that still needs it. */
async function runAll(
  training: SeedTraining,
  on: { threads: readonly SeedThread[]; slots: readonly SharedArrayBuffer[] },
): Promise<void> {
  const { plan, signal, checkpointEvery, snapshotsAt = [] } = training;
  const alive = () => on.threads.filter((thread) => thread.error === null);
  const first = Math.min(...alive().map((thread) => thread.step), plan.steps);
  if (first === plan.steps) return;
  const source = training.openBatches(first)[Symbol.asyncIterator]();
  const permits = buildPermits(Math.max(1, training.threads));
  /** For each slot, the work that still reads it. */
  const busy: Promise<unknown>[] = Array.from({ length: BATCH_SLOTS }, () => Promise.resolve());
  let failure: { reason: unknown } | null = null;
  const trainOn = async (thread: SeedThread, work: { slot: number; run: BatchRun }): Promise<void> => {
    const { slot, run } = work;
    const end = run.first + run.count;
    const isOver = () => thread.error !== null || failure !== null || signal?.aborted === true;
    if (isOver() || thread.step >= end) return;
    await permits.hold(async () => {
      if (isOver()) return;
      const from = thread.step - run.first;
      const metrics = await thread.run({ slot, from, count: run.count - from });
      if (metrics !== null) training.onProgress?.({ seed: thread.seed, step: thread.step, metrics });
    });
    if (end % checkpointEvery !== 0 && end !== plan.steps && !snapshotsAt.includes(end)) return;
    if (isOver()) return;
    const at = { seed: thread.seed, step: end };
    if (training.beforeCheckpoint) await unlessAborted(training.beforeCheckpoint(at), signal);
    await permits.hold(() => thread.writeCheckpoint());
    if (thread.error !== null) return;
    training.onCheckpoint?.(at);
    await handSnapshot(training, thread);
  };
  const queues = on.threads.map(() => Promise.resolve());
  try {
    let slot = 0;
    for (const run of listRuns(plan, { first, checkpointEvery, snapshotsAt })) {
      await busy[slot];
      signal?.throwIfAborted();
      if (failure !== null) throw (failure as { reason: unknown }).reason;
      if (alive().length === 0) return;
      await fillSlot(on.slots[slot], { source, run, plan, signal });
      const current = slot;
      on.threads.forEach((thread, i) => {
        queues[i] = queues[i]
          .then(() => trainOn(thread, { slot: current, run }))
          .catch((reason: unknown) => {
            failure ??= { reason };
          });
      });
      busy[slot] = Promise.all(queues);
      slot = (slot + 1) % BATCH_SLOTS;
    }
    await Promise.all(queues);
    signal?.throwIfAborted();
    if (failure !== null) throw (failure as { reason: unknown }).reason;
  } finally {
    await Promise.all(queues);
    const closed = source.return?.();
    if (!signal?.aborted) await closed;
  }
}

/** At most `count` holders at a time, first come first served. */
function buildPermits(count: number): { hold(work: () => Promise<void>): Promise<void> } {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async hold(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}
