/**
 * What may be asked of the queue of long work. The API and the command line know only this; `boss-queue.ts` implements it.
 *
 * Every request answers at once with rows of the jobs table; a worker does the work, here or on another machine.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { CatalogueEntry, CatalogueFilter } from '../../../loaders/catalogues/catalogue-entry.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { CheckpointInspection } from '../checkpoints/inspect-checkpoint.ts';
import type { ImportRequest } from '../checkpoints/import-request.ts';
import type { JobKind, RequestOf } from '../kinds/registry.ts';
import type { ExplanationTools } from './explanation-tools.ts';

export type { JobKind, RequestOf };

/** Which pairs to match. The two of a pair are of one space and not the same dictionary. */
export interface MatchingsRequest {
  pairs: { a: DictionaryRow; b: DictionaryRow }[];
  measures: Measure[];
  /** Whether to compute what random vectors give, too. */
  nulls: boolean;
}

export interface JobQueue {
  /**
   * The job for a request: a new one, the one that is queued or running for the same work, or one that has done all of it. Everything that can be
   * checked here is checked before anything is queued; see `accept` of the kind for what it throws. Other faults end up on the job.
   */
  enqueue<Kind extends JobKind>(kind: Kind, request: RequestOf<Kind>): Promise<JobRow>;
  /** The same for several requests, without those of which nothing is left to do. One that is refused keeps all from being queued. */
  enqueueMissing<Kind extends JobKind>(kind: Kind, requests: readonly RequestOf<Kind>[]): Promise<JobRow[]>;
  /** Every matching asked for, complete or not, and the jobs that are queued or running for them. Never the same work twice. Throws `NO_WEIGHTS`. */
  enqueueMatchings(request: MatchingsRequest): Promise<{ matchings: MatchingRow[]; jobs: JobRow[] }>;
  /** A dry run of IMPORT: what it would store, and why it would be refused. Nothing is queued. See `inspect-checkpoint.ts` for what it throws. */
  inspectImport(request: ImportRequest): Promise<CheckpointInspection>;
  /** Entries of a catalogue of published dictionaries; `path` null: of the one that is shipped. See `read-catalogue.ts` for what it throws. */
  listCatalogue(asked: { path: string | null; filter: CatalogueFilter }): Promise<CatalogueEntry[]>;
  /** The job after the request (a running one ends a moment later), or null if no job has this id. */
  cancel(jobId: string): Promise<JobRow | null>;
  /** The external trainers that can be asked for here. */
  readonly externalTrainers: readonly { name: string; oneSeedAtATime: boolean }[];
  readonly tools: ExplanationTools;
}
