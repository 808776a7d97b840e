/** What a training run was asked to do, complete: every default is filled in. Kept on the run as it is. */
import type { KeptSettings, ModelRequest, ShardRequest } from '../../src/compute/training/options/run-options.ts';
import type { TrainingPlan } from '../../src/compute/training/options/training-plan.ts';

/** Model and text as they were when the run was asked for: they must still be the same when it trains. */
export interface ModelSource extends ModelRequest {
  tokens: number;
  files: { name: string; size: number; sha256: string }[];
}

/** Where the activations were taken. */
export interface TrainingSpace {
  model: string;
  revision: string;
  hookpoint: string;
  normalisation: string;
  dIn: number;
}

/** The options of `run-options.ts` that are kept as they are, and what the others became. */
export interface TrainingSettings extends KeptSettings {
  activations: ShardRequest | ModelSource;
  space: TrainingSpace;
  /** Everything that decides the weights apart from seed and batches. */
  plan: Omit<TrainingPlan, 'provider'>;
  /** Tokens of training: steps * batchSize. */
  tokens: number;
  /** Tokens at the end of the activations that are kept out of training. */
  heldOutTokens: number;
}

/** The settings with the numbers of their plan, as fields of one object. */
export type FlatTrainingSettings = TrainingSettings & TrainingSettings['plan'];

/** What a run takes, known before anything is allocated. */
export interface TrainingEstimate {
  /** Memory of the trainer at its peak. */
  memoryMb: number;
  /** Checkpoints on disk, at most. */
  diskMb: number;
}
