/** Dictionaries with their latents and vectors. A dictionary is visible only in state READY: rows are loaded under LOADING and appear in one update. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { anyBits, anyVector, bytea, createdAt, id, seed, spaceId } from './column-types.ts';
import { runGroups } from './catalogue-tables.ts';

export const dictionaries = pgTable(
  'dictionaries',
  {
    spaceId: spaceId(),
    id: id(),
    runGroupId: bigint('run_group_id', { mode: 'number' }).notNull(),
    /** LOADING, READY or DELETING. */
    state: text('state').notNull(),
    name: text('name').notNull(),
    architecture: text('architecture').notNull(),
    nLatents: integer('n_latents').notNull(),
    dIn: integer('d_in').notNull(),
    k: integer('k'),
    l1Coefficient: doublePrecision('l1_coefficient'),
    initSeed: seed('init_seed'),
    dataSeed: seed('data_seed'),
    dataset: text('dataset'),
    tokens: bigint('tokens', { mode: 'number' }),
    /** False for a dictionary that is known from a published matching only: it has no vectors, and its content is what a file says. */
    hasWeights: boolean('has_weights').notNull().default(true),
    /** Null where nothing is known but zero rows. */
    nAlive: integer('n_alive'),
    /** `AliveStatement`s: on what it rests who is alive. Made from the latents whenever these change. */
    aliveness: jsonb('aliveness').notNull().default([]),
    hasEncoder: boolean('has_encoder').notNull(),
    portalId: text('portal_id'),
    format: text('format').notNull(),
    sourceUri: text('source_uri').notNull(),
    /** Of the rows that are here; null without weights. */
    contentSha256: text('content_sha256'),
    decoderSha256: text('decoder_sha256'),
    encoderSha256: text('encoder_sha256'),
    /** Of the weights that take a transcoder's input past its latents; null where there are none. */
    skipSha256: text('skip_sha256'),
    /** Without weights: the content hash that the file of a matching states. */
    statedSha256: text('stated_sha256'),
    /** [{name, size, sha256}] */
    files: jsonb('files').notNull(),
    /** [{field, value, because}] */
    guesses: jsonb('guesses').notNull(),
    config: jsonb('config'),
    /** What apart from the weights decides codes (`EncodingConventions`); null in rows of older releases and without weights. */
    encoding: jsonb('encoding'),
    decoderBias: anyVector('decoder_bias'),
    /** Raised by every collection of activations: latents' firing frequencies may have changed with it. */
    statisticsVersion: integer('statistics_version').notNull().default(0),
    /** Raised by every transaction that adds explanations or scores: labels may have changed with it. */
    labelsVersion: integer('labels_version').notNull().default(0),
    /** Those of its latents, for who looks at all: float4 each, big-endian, NaN where not known. Null where none is. */
    firingFrequencies: bytea('firing_frequencies'),
    /** Sides with an HNSW index: [] or DECODER, ENCODER. */
    nearestIndexes: text('nearest_indexes').array().notNull().default(sql`'{}'`),
    /** Job and attempt that loads it; what a dead loader left is found by this. */
    jobId: uuid('job_id'),
    jobAttempt: integer('job_attempt'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.id] }),
    foreignKey({ columns: [t.spaceId, t.runGroupId], foreignColumns: [runGroups.spaceId, runGroups.id] }),
    uniqueIndex('dictionaries_content').on(t.spaceId, t.contentSha256).where(sql`state = 'READY'`),
    uniqueIndex('dictionaries_name').on(t.spaceId, t.name).where(sql`state = 'READY'`),
    index('dictionaries_portal').on(t.portalId),
    index('dictionaries_group').on(t.spaceId, t.runGroupId),
  ],
);

/** What was changed of a dictionary since it was imported. */
export const dictionaryChanges = pgTable(
  'dictionary_changes',
  {
    spaceId: spaceId(),
    dictionaryId: bigint('dictionary_id', { mode: 'number' }).notNull(),
    id: id(),
    field: text('field').notNull(),
    before: text('before'),
    after: text('after'),
    /** REPEATED_IMPORT, NEW_CONFIGURATION or REQUEST. */
    source: text('source').notNull(),
    changedAt: timestamp('changed_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.dictionaryId, t.id] })],
);

/** How well a dictionary rebuilds activations of certain tokens. */
export const evaluations = pgTable(
  'evaluations',
  {
    spaceId: spaceId(),
    dictionaryId: bigint('dictionary_id', { mode: 'number' }).notNull(),
    /** Equal for equal tokens of equal activations. */
    sourceKey: text('source_key').notNull(),
    /** `TokenSource` of db/stores/token-source.ts. */
    source: jsonb('source').notNull(),
    /** `EvaluationRecord` of src/compute. */
    record: jsonb('record').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.dictionaryId, t.sourceKey] }),
    foreignKey({ columns: [t.spaceId, t.dictionaryId], foreignColumns: [dictionaries.spaceId, dictionaries.id] }),
  ],
);

/** One row per latent: what is not a vector. */
export const latents = pgTable(
  'latents',
  {
    spaceId: spaceId(),
    dictionaryId: bigint('dictionary_id', { mode: 'number' }).notNull(),
    index: integer('index').notNull(),
    /** False for a zero row and for one that did not fire in what was counted or is stated; null where nothing is known. */
    alive: boolean('alive'),
    /** Null without weights. */
    decoderNorm: doublePrecision('decoder_norm'),
    encoderNorm: doublePrecision('encoder_norm'),
    encoderBias: real('encoder_bias'),
    threshold: real('threshold'),
    /** Of a gated dictionary: f = gate * ReLU(exp(log scale) * (E x) + bias). */
    magnitudeBias: real('magnitude_bias'),
    magnitudeLogScale: real('magnitude_log_scale'),
    firingFrequency: real('firing_frequency'),
    /** The collection that the frequency and `alive` come from; null where a checkpoint stated them. */
    frequencyCollectionId: bigint('frequency_collection_id', { mode: 'number' }),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.dictionaryId, t.index] }),
    // the dead of a dictionary are few, and found without going through the living
    index('latents_dead').on(t.spaceId, t.dictionaryId, t.index).where(sql`not alive`),
  ],
);

/**
 * One row per latent and side, as stored in the checkpoint (not normalised). Rows of one side lie together: a scan of decoders touches no
 * encoder. Widths up to 2,000 stay in the row (`toast_tuple_target`, set in a custom migration); wider rows keep their sign bits there.
 */
export const latentVectors = pgTable(
  'latent_vectors',
  {
    spaceId: spaceId(),
    dictionaryId: bigint('dictionary_id', { mode: 'number' }).notNull(),
    /** 0 decoder, 1 encoder. */
    side: smallint('side').notNull(),
    index: integer('index').notNull(),
    vector: anyVector('vector').notNull(),
    /** Signs of a row too wide to stay in its page; null for narrower rows and for zero rows, which have no direction. */
    /** Euclidean norm, summed in float64: float32 loses rows far from unit length. Read by the search only. */
    norm: doublePrecision('norm').generatedAlwaysAs(sql`vector_norm(vector)`),
    bits: anyBits('bits').generatedAlwaysAs(
      sql`case when vector_dims(vector) > 2000 and vector_norm(vector) > 0 then binary_quantize(vector) end`,
    ),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.dictionaryId, t.side, t.index] })],
);
