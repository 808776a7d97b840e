/**
 * What may be asked of the queue of long work. The API and the command line know only this; `boss-queue.ts` implements it.
 *
 * Every request answers at once with rows of the jobs table; a worker does the work, here or on another machine.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { Key } from '../../../db/schema/key.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { ActivationRequest } from '../../../db/stores/training-settings.ts';
import type { Orientation, Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { WrittenFormat } from '../../../loaders/checkpoints/checkpoint-writer.ts';
import type { ContextSettings } from '../../compute/contexts/context-settings.ts';
import type { ExecutionProvider } from '../../compute/execution-provider.ts';
import type { FeaturePart } from '../../compute/group/representatives.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { MatchingImportRequest } from './matching-import-request.ts';
import type { TrainedArchitecture } from '../../compute/training/training-plan.ts';

/** What to import, and what to take as given instead of guessing. */
export interface ImportRequest {
  /** A folder or file below one of the import roots, absolute or relative to a root. */
  path: string;
  format?: string;
  model?: string;
  revision?: string;
  hookpoint?: string;
  normalisation?: string;
  runGroup?: string;
  initSeed?: number;
  dataSeed?: number;
  dataset?: string;
  tokens?: number;
  portalId?: string;
  /** Needed only where n = d and the format leaves the orientation open. */
  decoderOrientation?: Orientation;
}

export type { MatchingImportRequest };

/** Which pairs to match. The two of a pair are of one space and not the same dictionary. */
export interface MatchingsRequest {
  pairs: { a: DictionaryRow; b: DictionaryRow }[];
  measures: Measure[];
  /** Whether to compute what random vectors give, too. */
  nulls: boolean;
}

/** Which matchings to look at. */
export interface SimilaritiesRequest {
  matchings: { matching: MatchingRow; a: DictionaryRow; b: DictionaryRow }[];
}

/** Which approximate index to build (`enabled`) or drop. */
export interface IndexRequest {
  dictionary: DictionaryRow;
  side: Side;
  enabled: boolean;
}

/** Files of explanations, scores, contexts and statistics. */
export interface ExplanationsRequest {
  /** A folder or file below one of the import roots, absolute or relative to a root. */
  path: string;
  /** What they are about; null where the files say it by portal ids. */
  dictionary: DictionaryRow | null;
}

/** Which dictionary to write as whose checkpoint. */
export interface ExportRequest {
  dictionary: DictionaryRow;
  format: WrittenFormat;
  /** Names below the export root joined by `/`; null for the usual place. */
  folder: string | null;
}

/** Which contexts to collect, of which dictionaries of one space. What is absent takes its default. */
export interface ContextsRequest {
  dictionaries: DictionaryRow[];
  /** Folder of the language model, and a text file, below one of the import roots, absolute or relative to a root. */
  model: string;
  corpus: string;
  /** The space's, if the model calls it the same. */
  hookpoint?: string;
  /** Tokens to read at most; the whole text by default. */
  tokens?: number;
  /** Tokens that the model sees at once. */
  context?: number;
  settings?: Partial<ContextSettings>;
}

/** What a job may spend on a chat model at most, below what the operator allows. */
export interface BudgetRequest {
  tokens?: number;
  cost?: number;
}

export type Explainer = 'TOKENS' | 'LLM';

/** Which latents to explain, and how. */
export interface ExplainRequest {
  dictionary: DictionaryRow;
  explainer: Explainer;
  /** Indexes; every latent with contexts by default. */
  latents?: number[];
  /** Contexts shown of each latent at most. */
  examples?: number;
  budget?: BudgetRequest;
}

export type Scorer = 'TOKEN_SET' | 'EMBEDDING' | 'DETECTION' | 'FUZZ';

/** Which explanations to put to the test, and how. */
export interface ScoreRequest {
  dictionary: DictionaryRow;
  scorer: Scorer;
  /** Explanations of this method alone (`tokens`, `llm`, or a source's own name). */
  method?: string;
  /** Only the best explanation of each latent. */
  onlyBest?: boolean;
  latents?: number[];
  /** Examples with activation, and without, at most of each. */
  examples?: number;
  /** Examples in one question to a chat model. */
  examplesPerQuestion?: number;
  budget?: BudgetRequest;
}

/** What can explain and score here. Without secrets. */
export interface ExplanationTools {
  /** Whether an embedding model is configured. */
  embeds: boolean;
  /** Null where no chat model is configured. */
  chat: {
    model: string;
    host: string;
    concurrency: number;
    budgetTokens: number | null;
    budgetCost: number | null;
    promptPrice: number | null;
    completionPrice: number | null;
  } | null;
}

/** What to train; see `TrainingInput` in schema.graphql. What is absent has the default of that. */
export interface TrainingRequest {
  name: string;
  activations: ActivationRequest;
  architecture: TrainedArchitecture;
  nLatents?: number;
  expansionFactor?: number;
  k?: number;
  sparsityCoefficient?: number;
  seeds: number[];
  dataSeed?: number;
  batchSize?: number;
  tokens?: number;
  learningRate?: number;
  warmupSteps?: number;
  decaySteps?: number;
  sparsityWarmupSteps?: number;
  auxK?: { coefficient?: number; k?: number };
  deadAfterTokens?: number;
  inputScale?: number;
  provider?: ExecutionProvider;
  trainer?: string;
  match?: boolean;
  nulls?: boolean;
  matchAtCheckpoints?: number[];
}

/** Which features of a run group to write as whose checkpoint. */
export interface FeaturesExportRequest {
  runGroup: Key;
  part: FeaturePart;
  criterion: Criterion;
  format: WrittenFormat;
  /** Names below the export root joined by `/`; null for the usual place. */
  folder: string | null;
}

/** What is known of a dictionary's latents, as files. */
export interface ExplanationExportRequest {
  dictionary: DictionaryRow;
  layout: 'NEURONPEDIA' | 'DELPHI';
  /** Below the export root. */
  folder: string;
  /** Whether a folder that is there gives way. */
  replace: boolean;
}

export interface JobQueue {
  /** The external trainers that can be asked for here. */
  readonly externalTrainers: readonly { name: string; oneSeedAtATime: boolean }[];
  /**
   * The job that trains what was asked for: a new one, the one that is queued or running, or the one that has made all of its dictionaries. Checks
   * everything that can be checked here; throws `BAD_INPUT`, `TOO_LARGE_TO_TRAIN`, `TRAINER_UNKNOWN`, and what opening the activations throws.
   */
  enqueueTraining(request: TrainingRequest): Promise<JobRow>;
  /** Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND` or `BAD_INPUT` before anything is queued; other faults end up on the job. */
  enqueueImport(input: ImportRequest): Promise<JobRow>;
  /** Throws `PATH_OUTSIDE_ROOTS` or `SOURCE_NOT_FOUND` before anything is queued; other faults end up on the job. */
  enqueueExplanations(request: ExplanationsRequest): Promise<JobRow>;
  /** Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND` or `BAD_INPUT` before anything is queued; other faults end up on the job. */
  enqueueMatchingImport(request: MatchingImportRequest): Promise<JobRow>;
  /** Every matching asked for, complete or not, and the jobs that are queued or running for them. Never the same work twice. Throws `NO_WEIGHTS`. */
  enqueueMatchings(request: MatchingsRequest): Promise<{ matchings: MatchingRow[]; jobs: JobRow[] }>;
  /** Jobs that are queued or running for the SVCCA of matchings that have none yet. Throws `SIMILARITY_TOO_COSTLY` before anything is queued. */
  enqueueSimilarities(request: SimilaritiesRequest): Promise<JobRow[]>;
  /** Hides a dictionary and queues the removal of its rows, in one transaction. Throws `NOT_FOUND` if it is gone already. */
  enqueueDeletion(dictionary: DictionaryRow): Promise<JobRow>;
  /** Throws `EXPORT_OFF` or `BAD_INPUT` before anything is queued. */
  enqueueExplanationExport(request: ExplanationExportRequest): Promise<JobRow>;
  /** Vectors for the explanations of a dictionary that have none of the workers' embedder. */
  enqueueEmbedding(dictionary: DictionaryRow): Promise<JobRow>;
  enqueueIndex(request: IndexRequest): Promise<JobRow>;
  /** Throws `EXPORT_OFF` or `BAD_INPUT` before anything is queued; what the format cannot express ends up on the job. */
  enqueueExport(request: ExportRequest): Promise<JobRow>;
  /** Throws `BAD_INPUT`, `SPACE_MISMATCH`, `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND` before anything is queued; other faults end up on the job. */
  enqueueContexts(request: ContextsRequest): Promise<JobRow>;
  /** Throws `BAD_INPUT` and `LLM_NOT_CONFIGURED` before anything is queued. */
  enqueueExplaining(request: ExplainRequest): Promise<JobRow>;
  /** Throws `BAD_INPUT` and `LLM_NOT_CONFIGURED` before anything is queued. */
  enqueueScoring(request: ScoreRequest): Promise<JobRow>;
  readonly tools: ExplanationTools;
  /** As {@link enqueueExport}, for the core or the union of a run group; what is not matched ends up on the job. */
  enqueueFeatures(request: FeaturesExportRequest): Promise<JobRow>;
  /** The job after the request (a running one ends a moment later), or null if there is none of this id. */
  cancel(jobId: string): Promise<JobRow | null>;
}
