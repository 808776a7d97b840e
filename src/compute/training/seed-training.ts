/** What a training of several seeds is asked for, and what it answers. */
import type { ReseedError } from '../../errors.ts';
import type { StepMetrics } from './step/step-metrics.ts';
import type { TrainedDictionary } from './trained-dictionary.ts';
import type { TrainingPlan } from './options/training-plan.ts';

export interface SeedTraining {
  plan: TrainingPlan;
  /** Whole numbers, each once. */
  seeds: readonly number[];
  /**
   * The batches [B, d] of steps `fromStep` + 1, + 2, ...; the same every time. Read only as fast as the slowest seed trains. Opened once for
   * all seeds, or for those of each graph where a GPU has no room for all at once.
   */
  openBatches(fromStep: number, seeds: readonly number[]): AsyncIterable<Float32Array>;
  /** Names what `openBatches` gives: checkpoints of other batches are refused. */
  fingerprint: string;
  /** A folder of this training alone, which is there. It is not removed at the end; where somebody removes it before, every seed fails. */
  checkpointFolder: string;
  /** A checkpoint of every seed each so many steps, and after the last. */
  checkpointEvery: number;
  /** Seeds that compute at a time on the processor, each with one thread. */
  threads: number;
  /** Memory of the GPU in MB, where it is known: seeds that do not fit into it together are trained in groups. */
  deviceMemoryMb?: number | null;
  signal?: AbortSignal;
  /** Steps after which `onSnapshot` is handed every seed's dictionary. */
  snapshotsAt?: readonly number[];
  /**
   * The seed has a checkpoint of this step and waits until the promise resolves, so a training that is killed meanwhile hands the same dictionary
   * again; so does one that continues from just this step.
   */
  onSnapshot?(snapshot: { seed: number; step: number; dictionary: TrainedDictionary }): Promise<void>;
  /** Steps after which `onDecoder` is handed every seed's decoder rows [n, d], a copy; so is a seed that continues from just this step. */
  decodersAt?: readonly number[];
  onDecoder?(at: { seed: number; step: number; decoder: Float32Array }): Promise<void>;
  /** Called for each seed after each run with the metrics of its steps, and once at the start of a seed that continues. */
  onProgress?(progress: SeedProgress): void;
  /**
   * Called after `onProgress` has told every step up to `step`; the checkpoint of `step` is written once the promise resolves. A rejection
   * ends the training, which then continues from the checkpoint before.
   */
  beforeCheckpoint?(at: SeedStep): Promise<void>;
  /** Called when that checkpoint is whole. */
  onCheckpoint?(at: SeedStep): void;
  /** Damaged checkpoints, how seeds share a GPU and the like, as sentences for the log. */
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
