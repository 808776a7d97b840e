/** What every resolver is handed in addition to its parent and arguments. One per request (per event, for a subscription). */
import type { Database } from '../../db/connect/connect.ts';
import type { Hookpoint } from '../../loaders/onnx/onnx-hookpoints.ts';
import { type AnalysisContext, buildAnalysisContext } from '../analysis/analysis-context.ts';
import type { EncodeTokens } from '../analysis/encoding/encoding-request.ts';
import { buildHeldArrays, type HeldArrays } from '../analysis/held/held-arrays.ts';
import type { TextEmbedder } from '../compute/embedding/text-embedder.ts';
import { type Access, OPERATOR_ACCESS } from './access/access.ts';
import type { JobQueue } from '../jobs/queue/job-queue.ts';
import type { Log } from './http/present-error.ts';
import { JOB_POLL_MS } from './limits.ts';
import { JobFeed } from './subscriptions/job-feed.ts';

/** A format that can be imported, as the loaders' registry describes it. */
export interface FormatDescription {
  readonly name: string;
  readonly description: string;
}

/** What the edge is given. It closes none of it. */
export interface EdgeOptions {
  readonly db: Database;
  readonly queue: JobQueue;
  /** What `checkpointFormats` answers. */
  readonly formats: readonly FormatDescription[];
  readonly log: Log;
  /** Reads the graph of a model below an import root; hookpoints in a fixed order. */
  readonly listHookpoints: (path: string) => Promise<Hookpoint[]>;
  /** Encodes texts and activations in this process. */
  readonly encodeTokens: EncodeTokens;
  /** What turns questions into vectors; absent or null where no model is configured. */
  readonly embedder?: TextEmbedder | null;
  /** How often the jobs table is asked while somebody listens. */
  readonly jobPollMs?: number;
}

/** What lives as long as the server. */
export interface GraphResources extends EdgeOptions, HeldArrays {
  readonly jobFeed: JobFeed;
}

/** Its `access` says what the request may do. Its signal is aborted when the client has left or the answer has taken too long; its batches are renewed before each event of a subscription. */
export interface GraphContext extends GraphResources, AnalysisContext {
  readonly access: Access;
}

/** Empty caches, and what is given. Stop `jobFeed` before the database is closed. */
export function buildResources(options: EdgeOptions): GraphResources {
  const { db, log, jobPollMs = JOB_POLL_MS } = options;
  return { ...options, ...buildHeldArrays(db), jobFeed: new JobFeed({ db, log, pollMs: jobPollMs }) };
}

/** A context with empty batches. */
export function buildContext(
  resources: GraphResources,
  signal: AbortSignal,
  access: Access = OPERATOR_ACCESS,
): GraphContext {
  return { ...resources, ...buildAnalysisContext(resources, signal), access };
}
