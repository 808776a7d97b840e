/** What a training run was asked to do, complete: every default is filled in. Kept on the run as it is. */
import type { ExecutionProvider } from '../../src/compute/execution-provider.ts';
import type { BosRule } from '../../src/compute/harvest/text-windows.ts';
import type { TrainingPlan } from '../../src/compute/training/training-plan.ts';

/** Vectors in files, below an import root. What the files say of themselves need not be repeated. */
interface ShardRequest {
  kind: 'SHARDS';
  path: string;
  model?: string;
  revision?: string;
  hookpoint?: string;
}

/** A language model that reads a text; both below import roots. */
export interface ModelRequest {
  kind: 'MODEL';
  model: string;
  corpus: string;
  hookpoint: string;
  /** Name and revision of the model, where they are not to be what its files say. */
  modelName?: string;
  revision?: string;
  /** Tokens to take from the text, those that are held out included; without it as many as one pass of the training needs. */
  tokens?: number;
  /** Tokens of a window. */
  context?: number;
  bos?: BosRule;
}

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

export interface TrainingSettings {
  /** Name of the run group. */
  name: string;
  activations: ShardRequest | ModelSource;
  space: TrainingSpace;
  /** Everything that decides the weights beside seed and batches, and where it is computed. */
  plan: Omit<TrainingPlan, 'provider'>;
  /** Init seeds, ascending. */
  seeds: number[];
  /** Seed of the data order. */
  dataSeed: number;
  /** Tokens of training: steps * batchSize. */
  tokens: number;
  /** Tokens at the end of the activations that are kept out of training. */
  heldOutTokens: number;
  /** Where it must be computed; null for anywhere. */
  provider: ExecutionProvider | null;
  /** The external trainer that does it; null for the built-in one. */
  trainer: string | null;
  /** Whether the run group is matched at the end. */
  match: boolean;
  /** Whether these matchings get nulls. */
  nulls: boolean;
  /** Token counts, ascending, below `tokens`, at which the seeds become dictionaries of a run group of their own. */
  matchAtCheckpoints: number[];
}

/** What a run takes, known before anything is allocated. */
export interface TrainingEstimate {
  /** Memory of the trainer at its peak. */
  memoryMb: number;
  /** Checkpoints on disk, at most. */
  diskMb: number;
}
