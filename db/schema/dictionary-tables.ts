/**
 * The tables. One schema for the embedded database and for PostgreSQL 15+ with pgvector 0.8+.
 *
 * Small catalogue tables (models, hookpoints, spaces, jobs) are keyed by one id. Everything that grows is keyed by `space_id` first, then
 * by the dictionary or matching whose rows live together, so that the tables can be distributed over machines by space as they stand.
 * Dictionaries and matchings are visible only in state READY: rows are loaded under LOADING and appear in one update.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
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
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/** pgvector's `vector` of any width; written by binary COPY, read through `db/connect/binary-copy.ts`. */
export const anyVector = customType<{ data: string }>({ dataType: () => 'vector' });

/** Sign bits of a vector, read by the search only. */
const anyBits = customType<{ data: string }>({ dataType: () => 'bit varying' });

/** Bytes, written and read by binary COPY. */
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const id = () => bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity();
export const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow();

export const models = pgTable(
  'models',
  {
    id: id().primaryKey(),
    name: text('name').notNull(),
    revision: text('revision').notNull(),
  },
  (t) => [unique('models_name_revision').on(t.name, t.revision)],
);

export const hookpoints = pgTable(
  'hookpoints',
  {
    id: id().primaryKey(),
    modelId: bigint('model_id', { mode: 'number' })
      .notNull()
      .references(() => models.id),
    name: text('name').notNull(),
  },
  (t) => [unique('hookpoints_model_name').on(t.modelId, t.name)],
);

export const spaces = pgTable(
  'spaces',
  {
    id: id().primaryKey(),
    hookpointId: bigint('hookpoint_id', { mode: 'number' })
      .notNull()
      .references(() => hookpoints.id),
    dIn: integer('d_in').notNull(),
    normalisation: text('normalisation').notNull(),
  },
  (t) => [unique('spaces_identity').on(t.hookpointId, t.dIn, t.normalisation)],
);

export const spaceId = () => bigint('space_id', { mode: 'number' }).notNull();

export const runGroups = pgTable(
  'run_groups',
  {
    spaceId: spaceId().references(() => spaces.id),
    id: id(),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.id] }), unique('run_groups_name').on(t.spaceId, t.name)],
);

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
    initSeed: bigint('init_seed', { mode: 'number' }),
    dataSeed: bigint('data_seed', { mode: 'number' }),
    dataset: text('dataset'),
    tokens: bigint('tokens', { mode: 'number' }),
    /** False for a dictionary that is known from a published matching only: it has no vectors, and its content is what a file says. */
    hasWeights: boolean('has_weights').notNull().default(true),
    /** Null where nobody has said. */
    nAlive: integer('n_alive'),
    hasEncoder: boolean('has_encoder').notNull(),
    portalId: text('portal_id'),
    format: text('format').notNull(),
    sourceUri: text('source_uri').notNull(),
    /** Of the rows that are here; null without weights. */
    contentSha256: text('content_sha256'),
    decoderSha256: text('decoder_sha256'),
    encoderSha256: text('encoder_sha256'),
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
    index('dictionaries_portal').on(t.portalId),
    index('dictionaries_group').on(t.spaceId, t.runGroupId),
  ],
);

/** One row per latent: what is not a vector. */
export const latents = pgTable(
  'latents',
  {
    spaceId: spaceId(),
    dictionaryId: bigint('dictionary_id', { mode: 'number' }).notNull(),
    index: integer('index').notNull(),
    /** Null where nobody has said. */
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
    /** Set where no checkpoint stated the frequency and a collection counted it. */
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

/** A pair of dictionaries compared under one measure; a < b by id. */
export const matchings = pgTable(
  'matchings',
  {
    spaceId: spaceId(),
    id: id(),
    a: bigint('a', { mode: 'number' }).notNull(),
    b: bigint('b', { mode: 'number' }).notNull(),
    measure: text('measure').notNull(),
    /** Null for a dictionary without weights. */
    contentA: text('content_a'),
    contentB: text('content_b'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.id] }),
    unique('matchings_pair').on(t.spaceId, t.a, t.b, t.measure),
    index('matchings_b').on(t.spaceId, t.b),
    foreignKey({ columns: [t.spaceId, t.a], foreignColumns: [dictionaries.spaceId, dictionaries.id] }),
    foreignKey({ columns: [t.spaceId, t.b], foreignColumns: [dictionaries.spaceId, dictionaries.id] }),
  ],
);

/** One side of a matching, solved here or published by others, written with its latents in one transaction. */
export const matchingSides = pgTable(
  'matching_sides',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    side: smallint('side').notNull(),
    pairs: integer('pairs').notNull(),
    /** These three, and the certificate, are null for a side that others published. */
    mmcsAB: doublePrecision('mmcs_ab'),
    mmcsBA: doublePrecision('mmcs_ba'),
    regret: doublePrecision('regret'),
    /** `Certificate` of src/compute. */
    certificate: jsonb('certificate'),
    /** `Publication` of db/stores/published-sides.ts; null for a side that was solved here. */
    publication: jsonb('publication'),
    jobId: uuid('job_id'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId, t.side] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
);

/** What one latent of one end has at the other end, on one side: its partner and its nearest candidates. */
export const matchingLatents = pgTable(
  'matching_latents',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    side: smallint('side').notNull(),
    /** 0: latents of a, 1: latents of b. */
    end: smallint('end').notNull(),
    index: integer('index').notNull(),
    /** Null where the bijection leaves this latent out. */
    partner: integer('partner'),
    /** Null where others published a partner without it. */
    cosine: doublePrecision('cosine'),
    candidates: integer('candidates').array().notNull(),
    candidateCosines: doublePrecision('candidate_cosines').array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.matchingId, t.side, t.end, t.index] })],
);

/**
 * The same once more, packed for who reads whole sides: 640 latents to a row, so that the numbers of nine dictionaries of 32,768 latents are
 * read in some thousand rows. Bytes are big-endian, as PostgreSQL sends them.
 */
export const matchingBlocks = pgTable(
  'matching_blocks',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    side: smallint('side').notNull(),
    /** 0: latents of a, 1: latents of b. */
    end: smallint('end').notNull(),
    /** 0: the partner, 1 to 4: the candidates, nearest first. */
    slot: smallint('slot').notNull(),
    /** Latents 640 x block to 640 x block + 639. */
    block: integer('block').notNull(),
    /** int4 each; -1 where the bijection leaves the latent out. */
    indexes: bytea('indexes').notNull(),
    /** float8 each. */
    cosines: bytea('cosines').notNull(),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.matchingId, t.side, t.end, t.slot, t.block] })],
);

/** What one end of a complete matching has under one definition, reduced for who looks at whole run groups. Written once both sides are there. */
export const scoreRanks = pgTable(
  'score_ranks',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    /** `SharedDefinition` of src/compute. */
    definition: text('definition').notNull(),
    /** 0: latents of a, 1: latents of b. */
    end: smallint('end').notNull(),
    /** `EndRanks` of src/compute: int2 each, big-endian. */
    ranks: bytea('ranks').notNull(),
    /** These three are null where encoders are missing, or cosines not known. */
    agreement: doublePrecision('agreement'),
    meanDecoderCosine: doublePrecision('mean_decoder_cosine'),
    meanEncoderCosine: doublePrecision('mean_encoder_cosine'),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId, t.definition, t.end] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
);

/** What random vectors give for one matching: curves by definition and means. */
export const nullBaselines = pgTable(
  'null_baselines',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    /** ISOTROPIC or COVARIANCE_MATCHED. */
    kind: text('kind').notNull(),
    /** `NullStatistics` of src/compute. */
    statistics: jsonb('statistics').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId, t.kind] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
);

/** Similarities of matched rows that take a job to compute. */
export const similarities = pgTable(
  'similarities',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    /** SVCCA. */
    kind: text('kind').notNull(),
    /** `CanonicalCorrelationRecord` of src/compute; JSON null where nothing varies. */
    statistics: jsonb('statistics').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId, t.kind] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
);
