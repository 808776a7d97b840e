/** The table of long work: what people see of a job. Who runs it is decided in the queue's own tables. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt } from './column-types.ts';

/** Long work as people see it. The queue's own tables only decide who runs it. */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: text('kind').notNull(),
    /** QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED. */
    state: text('state').notNull(),
    /** What makes two requests the same work; unique among jobs that are queued, running or have succeeded. */
    key: text('key').notNull(),
    title: text('title').notNull(),
    payload: jsonb('payload').notNull(),
    /** Fences every write of a worker: one that lost the job holds an older number. */
    attempt: integer('attempt').notNull().default(0),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    progressDone: doublePrecision('progress_done'),
    progressTotal: doublePrecision('progress_total'),
    progressUnit: text('progress_unit'),
    progressStep: text('progress_step'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    errorHint: text('error_hint'),
    spaceId: bigint('space_id', { mode: 'number' }),
    dictionaryId: bigint('dictionary_id', { mode: 'number' }),
    matchingId: bigint('matching_id', { mode: 'number' }),
    alreadyPresent: boolean('already_present'),
    /** What the job did, in the form of its kind. */
    result: jsonb('result'),
    /** What a worker must have to take it, as `requirementOf` of src/jobs writes it; null if any will do. */
    requires: text('requires'),
    /** The last attempt that got further for good (a checkpoint). */
    advancedAttempt: integer('advanced_attempt').notNull().default(0),
    /** Attempts since then whose worker was gone without a word, with the machine perhaps. One that stopped in order gave the job back. */
    lostAttempts: integer('lost_attempts').notNull().default(0),
    /** Attempts whose process crashed or hung under it, as the process that watched it saw. */
    crashes: integer('crashes').notNull().default(0),
    createdAt: createdAt(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('jobs_live_key').on(t.key).where(sql`state in ('QUEUED', 'RUNNING')`),
    index('jobs_created').on(t.createdAt),
    index('jobs_matching').on(t.spaceId, t.matchingId),
    index('jobs_dictionary').on(t.spaceId, t.dictionaryId),
  ],
);
