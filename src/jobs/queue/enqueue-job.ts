/** One job into the queue: its row and its message, in the transaction that the caller is in. */
import type { ExplanationLayout } from '../explanations/explanation-export.ts';
import type { PgBoss } from 'pg-boss';
import type { Session } from '../../../db/connect/connect.ts';
import { createJob, type JobKind, type JobRow } from '../../../db/stores/job-runs.ts';
import type { WrittenFormat } from '../../../loaders/checkpoints/checkpoint-writer.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { FeaturePart } from '../../compute/group/representatives.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { bossSession, queueName } from './boss.ts';
import type { MatchingImportRequest } from './matching-import-request.ts';
import type { ContextsPayload, ExplainPayload, ScorePayload } from '../explaining/explaining-queue.ts';
import type { ImportRequest } from './job-queue.ts';

/** What the payload of each kind holds. */
export interface Payloads {
  IMPORT: ImportRequest;
  MATCH: { spaceId: number; matchingId: number; side: Side; measure: Measure };
  NULL_BASELINE: { spaceId: number; matchingId: number; measure: Measure };
  SIMILARITY: { spaceId: number; matchingId: number };
  DELETE: { spaceId: number; dictionaryId: number };
  IMPORT_MATCHING: MatchingImportRequest;
  /** Without a dictionary the files say of which they are. */
  EXPLANATIONS: { path: string; spaceId?: number; dictionaryId?: number };
  EMBED: { spaceId: number; dictionaryId: number };
  EXPORT_EXPLANATIONS: {
    spaceId: number;
    dictionaryId: number;
    layout: ExplanationLayout;
    folder: string;
    replace: boolean;
  };
  INDEX: { spaceId: number; dictionaryId: number; side: Side; enabled: boolean };
  EXPORT: { spaceId: number; dictionaryId: number; format: WrittenFormat; folder: string };
  CONTEXTS: ContextsPayload;
  EXPLAIN: ExplainPayload;
  SCORE: ScorePayload;
  EXPORT_FEATURES: {
    spaceId: number;
    runGroupId: number;
    part: FeaturePart;
    criterion: Criterion;
    format: WrittenFormat;
    folder: string;
  };
  TRAIN: { spaceId: number; runId: number };
}

export interface JobRequest<K extends JobKind> {
  kind: K;
  key: string;
  title: string;
  payload: Payloads[K];
  spaceId?: number;
  dictionaryId?: number;
  matchingId?: number;
  /** What a worker must have to take it. */
  requires?: string | null;
}

/** Where jobs are put. */
export interface Enqueuing {
  tx: Session;
  boss: PgBoss;
}

/** The job with this key that is queued or running, or a new one. */
export async function enqueueJob<K extends JobKind>({ tx, boss }: Enqueuing, request: JobRequest<K>): Promise<JobRow> {
  const { job, created } = await createJob(tx, request);
  if (created) {
    const queue = queueName(request.kind, job.requires);
    await boss.send(queue, { jobId: job.id }, { id: job.id, db: bossSession(tx) });
  }
  return job;
}
