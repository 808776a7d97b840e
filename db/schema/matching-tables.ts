/** Matchings: pairs of dictionaries, their solved sides, and what is computed of both. */
import {
  bigint,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, createdAt, id, spaceId } from './column-types.ts';
import { dictionaries } from './dictionary-tables.ts';

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

/** By how much the sum of a solved side falls without the pair of each latent of A: in bounds, equal where it is known exactly. */
export const matchingMargins = pgTable(
  'matching_margins',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    side: smallint('side').notNull(),
    /** Of latents 0, 1, ... of A; NaN where one has no pair, infinite where there is no other matching. */
    atLeast: doublePrecision('at_least').array().notNull(),
    atMost: doublePrecision('at_most').array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId, t.side] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
);

/** What a matching by activation was computed on, and what its pairs do on those tokens that no side holds. */
export const matchingFirings = pgTable(
  'matching_firings',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    /** Equal for equal tokens of equal activations. */
    sourceKey: text('source_key').notNull(),
    /** `TokenSource` of db/stores/token-source.ts. */
    source: jsonb('source').notNull(),
    /** Tokens on which latents 0, 1, ... of A and of B fire. */
    firesA: integer('fires_a').array().notNull(),
    firesB: integer('fires_b').array().notNull(),
    /** Of latents 0, 1, ... of A with their partners by decoder rows: tokens on which both fire, and the correlation; 0 where there is no partner. */
    bothByDirection: integer('both_by_direction').array().notNull(),
    correlations: doublePrecision('correlations').array().notNull(),
    /** With their partners by activation: tokens on which both fire, and the cosine of the decoder rows. */
    bothByFiring: integer('both_by_firing').array().notNull(),
    cosines: doublePrecision('cosines').array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
);

/** What the reconstruction of A loses with partners of one side in the place of its latents, on certain tokens. */
export const substitutions = pgTable(
  'substitutions',
  {
    spaceId: spaceId(),
    matchingId: bigint('matching_id', { mode: 'number' }).notNull(),
    side: smallint('side').notNull(),
    /** Equal for equal tokens of equal activations. */
    sourceKey: text('source_key').notNull(),
    /** `TokenSource` of db/stores/token-source.ts. */
    source: jsonb('source').notNull(),
    /** Tokens on which latents 0, 1, ... of A fire. */
    fires: integer('fires').array().notNull(),
    /** Of the same latents: `PairSubstitutions` of src/compute. */
    ablated: doublePrecision('ablated').array().notNull(),
    substituted: doublePrecision('substituted').array().notNull(),
    atLeast: doublePrecision('at_least').array().notNull(),
    atMost: doublePrecision('at_most').array().notNull(),
    random: doublePrecision('random').array().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId, t.side] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
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
    /** SVCCA or ORPHANS. */
    kind: text('kind').notNull(),
    /** `CanonicalCorrelationRecord` of src/compute, or `OrphanSpansRecord` of db/stores/similarities.ts. */
    statistics: jsonb('statistics').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.matchingId, t.kind] }),
    foreignKey({ columns: [t.spaceId, t.matchingId], foreignColumns: [matchings.spaceId, matchings.id] }),
  ],
);
