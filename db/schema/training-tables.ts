/** The tables of training: workers, runs, curves, and the dictionaries that came out. Keys as in `catalogue-tables.ts`. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { spaces } from './catalogue-tables.ts';

const spaceId = () => bigint('space_id', { mode: 'number' }).notNull();

/** Workers as they announce themselves; one that has not been seen for a while is dead. */
export const workers = pgTable('workers', {
  id: uuid('id').primaryKey(),
  /** Machine and process. */
  name: text('name').notNull(),
  /** Kinds of jobs that it takes. */
  kinds: text('kinds').array().notNull(),
  /** Where it trains: cpu, cuda or webgpu; null if it takes no training. */
  provider: text('provider'),
  /** The device of that provider, and its memory in MB, as far as the machine says them. */
  device: text('device'),
  memoryMb: integer('memory_mb'),
  /** External trainers that it may start. */
  trainers: text('trainers').array().notNull(),
  /** The job that it runs. */
  jobId: uuid('job_id'),
  /** The training that it runs or ran last. */
  trainingJobId: uuid('training_job_id'),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Several seeds trained on the same batches. One row per set of settings: a run that is started again continues. */
export const trainingRuns = pgTable(
  'training_runs',
  {
    spaceId: spaceId().references(() => spaces.id),
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    /** The latest job that works on it; null only inside the transaction that makes the run. */
    jobId: uuid('job_id'),
    /** Name of the run group that it makes. */
    name: text('name').notNull(),
    /** sha256 of everything that decides the weights. */
    fingerprint: text('fingerprint').notNull(),
    /** `TrainingSettings` of db/stores/training-settings.ts. */
    settings: jsonb('settings').notNull(),
    seeds: bigint('seeds', { mode: 'number' }).array().notNull(),
    /** `TrainingEstimate` of db/stores/training-settings.ts. */
    estimate: jsonb('estimate'),
    /** [{name, size, sha256}]: what the activations are read from, once a worker has looked. */
    sources: jsonb('sources'),
    /** Where it is trained. */
    provider: text('provider'),
    /** {reseed, onnxruntime, node}: what it takes to repeat it. */
    versions: jsonb('versions'),
    /** `ReachedSparsity` of src/compute/training/search-sparsity.ts: what the search for a target L0 ended with. */
    reached: jsonb('reached'),
    /** Step at which the latest attempt continued. */
    resumedAt: integer('resumed_at'),
    /** Last lines that an external trainer wrote. */
    output: text('output').array().notNull().default(sql`'{}'`),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.id] }), unique('training_runs_fingerprint').on(t.spaceId, t.fingerprint)],
);

const runId = () => bigint('run_id', { mode: 'number' }).notNull();

/** Curves. `step` counts optimiser steps that are done. */
export const trainingPoints = pgTable(
  'training_points',
  {
    spaceId: spaceId(),
    runId: runId(),
    seed: bigint('seed', { mode: 'number' }).notNull(),
    step: integer('step').notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    fvu: doublePrecision('fvu'),
    loss: doublePrecision('loss'),
    l0: doublePrecision('l0'),
    deadFraction: doublePrecision('dead_fraction'),
    learningRate: doublePrecision('learning_rate'),
    tokensPerSecond: doublePrecision('tokens_per_second'),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.runId, t.seed, t.step] })],
);

/** How far apart the seeds of a run are on their way, and from where they began: cosines of decoder rows. */
export const trainingDistances = pgTable(
  'training_distances',
  {
    spaceId: spaceId(),
    runId: runId(),
    /** 0 is before the first step. */
    step: integer('step').notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    initialCosine: doublePrecision('initial_cosine').notNull(),
    sameIndexCosine: doublePrecision('same_index_cosine'),
    nearestCosine: doublePrecision('nearest_cosine'),
    /** Latents of each seed whose nearest were looked for. */
    compared: integer('compared').notNull(),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.runId, t.step] })],
);

/** Which dictionary holds a seed of a run after how many tokens, with what was measured on held-out tokens. */
export const trainingDictionaries = pgTable(
  'training_dictionaries',
  {
    spaceId: spaceId(),
    runId: runId(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    seed: bigint('seed', { mode: 'number' }).notNull(),
    runGroupId: bigint('run_group_id', { mode: 'number' }).notNull(),
    dictionaryId: bigint('dictionary_id', { mode: 'number' }).notNull(),
    fvu: doublePrecision('fvu'),
    l0: doublePrecision('l0'),
    deadFraction: doublePrecision('dead_fraction'),
    /** Tokens that the three were measured on. */
    heldOutTokens: bigint('held_out_tokens', { mode: 'number' }),
    /** How far its decoder rows are from those it started with; null if that was not measured. */
    initialisation: jsonb('initialisation'),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.runId, t.tokens, t.seed] }),
    index('training_dictionaries_dictionary').on(t.spaceId, t.dictionaryId),
  ],
);
