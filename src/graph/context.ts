/** What every resolver is handed beside its parent and arguments. One per request (per event, for a subscription). */
import type { Database } from '../../db/connect/connect.ts';
import type { Hookpoint } from '../../loaders/onnx/onnx-hookpoints.ts';
import type { TextEmbedder } from '../compute/embedding/text-embedder.ts';
import type { JobQueue } from '../jobs/queue/job-queue.ts';
import { type Batches, buildBatches } from './batches/batches.ts';
import { JobFeed } from './subscriptions/job-feed.ts';
import {
  JOB_POLL_MS,
  LABEL_CACHE_BYTES,
  PAIR_CACHE_BYTES,
  ROW_CACHE_BYTES,
  SCORE_CACHE_BYTES,
  SHARING_CACHE_BYTES,
} from './limits.ts';
import { PairCache } from '../analysis/held/pair-cache.ts';
import type { Log } from './http/present-error.ts';
import { buildRecodingBatch, type RecodingBatch } from '../analysis/recoding/recoding-batch.ts';
import { LabelCache } from '../analysis/held/label-cache.ts';
import { RowCache } from '../analysis/held/row-cache.ts';
import { ScoreCache } from '../analysis/held/score-cache.ts';
import { SharingCache } from '../analysis/held/sharing-cache.ts';

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
  /** What turns questions into vectors; absent or null where no model is configured. */
  readonly embedder?: TextEmbedder | null;
  /** How often the jobs table is asked while somebody listens. */
  readonly jobPollMs?: number;
}

/** What lives as long as the server. */
export interface GraphResources extends EdgeOptions {
  readonly pairs: PairCache;
  readonly sharing: SharingCache;
  readonly rows: RowCache;
  readonly labels: LabelCache;
  readonly jobFeed: JobFeed;
}

export interface GraphContext extends GraphResources {
  /** Aborted when the client has left or the answer has taken too long; resolvers that have not begun then never do. */
  readonly signal: AbortSignal;
  /** Renewed before each event of a subscription. */
  batches: Batches;
  readonly recodings: RecodingBatch;
}

/** Empty caches beside what is given. Stop `jobFeed` before the database is closed. */
export function buildResources(options: EdgeOptions): GraphResources {
  const { db, log, jobPollMs = JOB_POLL_MS } = options;
  const pairs = new PairCache(db, { maxBytes: PAIR_CACHE_BYTES });
  const scores = new ScoreCache(pairs, { maxBytes: SCORE_CACHE_BYTES });
  const sharing = new SharingCache(db, { pairs, scores, maxBytes: SHARING_CACHE_BYTES });
  const rows = new RowCache(db, { maxBytes: ROW_CACHE_BYTES });
  const labels = new LabelCache(db, { maxBytes: LABEL_CACHE_BYTES });
  return { ...options, pairs, sharing, rows, labels, jobFeed: new JobFeed({ db, log, pollMs: jobPollMs }) };
}

/** A context with empty batches. */
export function buildContext(resources: GraphResources, signal: AbortSignal): GraphContext {
  const { db, rows, pairs } = resources;
  return {
    ...resources,
    signal,
    batches: buildBatches(db),
    recodings: buildRecodingBatch({ db, rows, pairs, signal }),
  };
}
