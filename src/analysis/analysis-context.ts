/** What every analysis is handed: where rows come from, what is held of them, and when to stop. One per question. */
import type { Database } from '../../db/connect/connect.ts';
import { type Batches, buildBatches } from './batches/batches.ts';
import type { HeldArrays } from './held/held-arrays.ts';
import { buildRecodingBatch, type RecodingBatch } from './recoding/recoding-batch.ts';

export interface AnalysisContext extends HeldArrays {
  readonly db: Database;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  batches: Batches;
  readonly recodings: RecodingBatch;
}

/** A context with empty batches over what is held of `db`. */
export function buildAnalysisContext(
  { db, ...held }: HeldArrays & { db: Database },
  signal: AbortSignal,
): AnalysisContext {
  const { pairs, sharing, rows, labels } = held;
  return {
    db,
    pairs,
    sharing,
    rows,
    labels,
    signal,
    batches: buildBatches(db),
    recodings: buildRecodingBatch({ db, rows, pairs, signal }),
  };
}
