/**
 * What may be asked of the queue of long work. The API and the command line know only this; `boss-queue.ts` implements it.
 *
 * Every request answers at once with rows of the jobs table; a worker does the work, here or on another machine.
 */
import type { DictionaryRow } from '../../db/dictionaries.ts';
import type { JobRow } from '../../db/job-runs.ts';
import type { MatchingRow } from '../../db/matchings.ts';
import type { Orientation, Side } from '../../loaders/checkpoint.ts';
import type { WrittenFormat } from '../../loaders/checkpoint-writer.ts';
import type { Measure } from '../compute/side-matching.ts';
import type { MatchingImportRequest } from './matching-import-request.ts';

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

export interface JobQueue {
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
  /** Vectors for the explanations of a dictionary that have none of the workers' embedder. */
  enqueueEmbedding(dictionary: DictionaryRow): Promise<JobRow>;
  enqueueIndex(request: IndexRequest): Promise<JobRow>;
  /** Throws `EXPORT_OFF` or `BAD_INPUT` before anything is queued; what the format cannot express ends up on the job. */
  enqueueExport(request: ExportRequest): Promise<JobRow>;
  /** The job after the request (a running one ends a moment later), or null if there is none of this id. */
  cancel(jobId: string): Promise<JobRow | null>;
}
