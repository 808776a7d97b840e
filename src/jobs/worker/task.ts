/** What a task is given and what it gives back. */
import type { Database, Session } from '../../../db/connect/connect.ts';
import type { HubSettings } from '../../../loaders/hub/hub-settings.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import type { Device } from '../../compute/device-name.ts';
import type { ExecutionProvider } from '../../compute/execution-provider.ts';
import type { ByteSupport } from '../../compute/matching/tiles/byte-support.ts';
import type { ChatSettings } from '../chat/chat-settings.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { TrainerTemplates } from '../training/trainer-templates.ts';
import type { UnitRowCache } from '../matching/unit-row-cache.ts';

/** What a worker was started with. */
export interface WorkerSettings {
  readonly importRoots: readonly string[];
  /** Folder below which exports are written, absolute; none are taken if absent or null. */
  readonly exportRoot?: string | null;
  /** Threads of the matrix product. */
  readonly threads: number;
  /** Where onnxruntime computes; probed before the worker started. The processor if absent. */
  readonly executionProvider?: ExecutionProvider;
  /** Whether products of bytes may be used where they are exact and faster. */
  readonly byteProducts?: 'auto' | 'off';
  /** What products of bytes are good for here; tried out by each matching if absent. */
  readonly bytes?: ByteSupport;
  /** What that is, as far as the machine says it. */
  readonly device?: Device;
  /** Memory that one matching, or one training run, may use. */
  readonly memoryMb: number;
  /** Folder of the sentence-embedding model; absent or null without one. */
  readonly embeddingModel?: string | null;
  /** The chat model that may be asked; null or absent if none is configured. */
  readonly chat?: ChatSettings | null;
  /** The hub from which checkpoints may be brought; none if absent or null. */
  readonly hub?: HubSettings | null;
  /** Folder of training checkpoints; needed for training. */
  readonly trainingDir?: string;
  /** External trainers that may be started here. */
  readonly trainers?: TrainerTemplates;
  /** Memory for rows kept from job to job, in addition to that; none unless given. */
  readonly rowCacheMb?: number;
}

export interface TaskContext {
  readonly db: Database;
  /** The claimed row: its attempt number is this run's. */
  readonly job: JobRow;
  readonly settings: WorkerSettings;
  /** Rows kept by the worker, if it keeps any. */
  readonly unitRows?: UnitRowCache;
  /** Aborted with a `ReseedError` when the job is cancelled or taken over, or the worker stops. */
  readonly signal: AbortSignal;
  /** Cheap; the row is written at most once a second. */
  progress(progress: { step: string; done: number; total: number; unit: string }): void;
  /** Something for the log that is no failure. */
  notice(text: string): void;
  /** Queues what is missing of the matching of a pair, in a transaction. */
  enqueueMatching(
    tx: Session,
    pair: { a: DictionaryRow; b: DictionaryRow; measure: Measure; nulls: boolean },
  ): Promise<void>;
  /** A transaction that writes only if this attempt still holds the job. */
  fenced<T>(work: (tx: Session) => Promise<T>): Promise<T>;
}

/** What a job made. */
export type TaskResult<Result = object> = {
  dictionary?: Key;
  matching?: Key;
  alreadyPresent?: boolean;
  /** What to do once all of this is committed: removing files that are not needed any more. A failure of it is only logged. */
  settled?: () => Promise<void>;
  /** What it did, in the form of the job's kind; needed where that has fields. */
} & ({} extends Result ? { result?: Result } : { result: Result });

/**
 * Computes, and returns the write that makes the result visible. The runner does that write and ends the job in one fenced
 * transaction, so a result and its SUCCEEDED appear together or not at all.
 */
export type Task<Payload, Result = object> = (
  context: TaskContext,
  payload: Payload,
) => Promise<(tx: Session) => Promise<TaskResult<Result>>>;
