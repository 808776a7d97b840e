/**
 * The tables of what latents mean: explanations with their scores and embeddings, and what was seen of activations. Keyed as latents are:
 * space, dictionary, index first.
 *
 * Contexts and statistics belong to a collection, one pass over a corpus or one imported set of files, which is LOADING until all of it is
 * there and READY from then on. Explanations and scores are visible at once; each is written in one transaction with the rest of its file.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
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
import { anyVector, createdAt, id, spaceId } from './column-types.ts';

const searchVector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const dictionaryId = () => bigint('dictionary_id', { mode: 'number' }).notNull();
const latentIndex = () => integer('index').notNull();
const explanationId = () => bigint('explanation_id', { mode: 'number' }).notNull();

/** What somebody says a latent means. Never changed: another text is another row. */
export const explanations = pgTable(
  'explanations',
  {
    spaceId: spaceId(),
    dictionaryId: dictionaryId(),
    index: latentIndex(),
    id: id(),
    text: text('text').notNull(),
    method: text('method').notNull(),
    explainerModel: text('explainer_model'),
    promptVersion: text('prompt_version'),
    author: text('author'),
    /** Format or maker: neuronpedia, delphi, reseed, ... */
    source: text('source').notNull(),
    /** The source's own id of it. */
    sourceId: text('source_id'),
    /** sha256 over all that makes it this explanation and no other: the same one again is not stored twice. */
    externalKey: text('external_key').notNull(),
    details: jsonb('details'),
    /** When it was made, where the source says so. */
    madeAt: timestamp('made_at', { withTimezone: true }),
    /** The score that decides between explanations: of its most trusted scorer, the latest value. */
    score: doublePrecision('score'),
    scorer: text('scorer'),
    /** Place of `scorer` in the order of trust, from 0; 32767 without a score. */
    scorerRank: smallint('scorer_rank').notNull().default(32_767),
    /** Stems for search by meaning of words, and the words themselves for search by prefix. */
    search: searchVector('search').generatedAlwaysAs(
      sql`to_tsvector('english'::regconfig, text) || to_tsvector('simple'::regconfig, text)`,
    ),
    jobId: uuid('job_id'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.dictionaryId, t.index, t.id] }),
    unique('explanations_external_key').on(t.spaceId, t.dictionaryId, t.index, t.externalKey),
    index('explanations_search').using('gin', t.search),
  ],
);

/** How well an explanation predicts activations, by one scorer. */
export const explanationScores = pgTable(
  'explanation_scores',
  {
    spaceId: spaceId(),
    dictionaryId: dictionaryId(),
    index: latentIndex(),
    explanationId: explanationId(),
    id: id(),
    scorer: text('scorer').notNull(),
    /** Null where nothing could be judged. */
    value: doublePrecision('value'),
    scoringModel: text('scoring_model'),
    /** Examples judged, replies that never came, and replies that could not be read. */
    examples: integer('examples'),
    failed: integer('failed').notNull().default(0),
    unparsable: integer('unparsable').notNull().default(0),
    /** Numbers next to the value: precision, recall, ... */
    details: jsonb('details'),
    /** What was judged, as the source has it; not read with the score. */
    samples: jsonb('samples'),
    source: text('source').notNull(),
    sourceId: text('source_id'),
    externalKey: text('external_key').notNull(),
    madeAt: timestamp('made_at', { withTimezone: true }),
    jobId: uuid('job_id'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'explanation_scores_pk', columns: [t.spaceId, t.dictionaryId, t.index, t.explanationId, t.id] }),
    unique('explanation_scores_external_key').on(t.spaceId, t.dictionaryId, t.index, t.explanationId, t.externalKey),
  ],
);

/** Models that turn text into vectors; vectors of different ones are never compared. */
export const embedders = pgTable(
  'embedders',
  {
    id: id().primaryKey(),
    name: text('name').notNull(),
    /** Content hash of the model's files, or what the source of imported vectors says. */
    version: text('version').notNull(),
    dimensions: integer('dimensions').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('embedders_identity').on(t.name, t.version, t.dimensions)],
);

/** Unit vectors of explanations, one per embedder. */
export const explanationEmbeddings = pgTable(
  'explanation_embeddings',
  {
    spaceId: spaceId(),
    dictionaryId: dictionaryId(),
    embedderId: bigint('embedder_id', { mode: 'number' }).notNull(),
    index: latentIndex(),
    explanationId: explanationId(),
    vector: anyVector('vector').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'explanation_embeddings_pk',
      columns: [t.spaceId, t.dictionaryId, t.embedderId, t.index, t.explanationId],
    }),
  ],
);

/** One pass over a corpus, or one imported set of files, with what was seen of a dictionary's latents. */
export const activationCollections = pgTable(
  'activation_collections',
  {
    spaceId: spaceId(),
    dictionaryId: dictionaryId(),
    id: id(),
    /** LOADING or READY. */
    state: text('state').notNull(),
    source: text('source').notNull(),
    dataset: text('dataset'),
    /** Tokens seen; null where the source does not say. */
    tokens: bigint('tokens', { mode: 'number' }),
    contextLength: integer('context_length'),
    /** Whether contexts hold token texts; if not, they hold token ids in angle brackets. */
    hasTokenTexts: boolean('has_token_texts').notNull(),
    /** Latents of which something was seen. */
    latents: integer('latents').notNull().default(0),
    externalKey: text('external_key').notNull(),
    details: jsonb('details'),
    jobId: uuid('job_id'),
    jobAttempt: integer('job_attempt'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.spaceId, t.dictionaryId, t.id] }),
    uniqueIndex('activation_collections_external_key')
      .on(t.spaceId, t.dictionaryId, t.externalKey)
      .where(sql`state = 'READY'`),
  ],
);

const collectionId = () => bigint('collection_id', { mode: 'number' }).notNull();

/** What one collection says of one latent as a whole. */
export const latentStatistics = pgTable(
  'latent_statistics',
  {
    spaceId: spaceId(),
    dictionaryId: dictionaryId(),
    index: latentIndex(),
    collectionId: collectionId(),
    firingCount: bigint('firing_count', { mode: 'number' }),
    firingFrequency: doublePrecision('firing_frequency'),
    maxActivation: doublePrecision('max_activation'),
    /** Middles of the bars of the histogram of non-zero activations, ascending, and how many fall into each. */
    histogramValues: doublePrecision('histogram_values').array(),
    histogramCounts: doublePrecision('histogram_counts').array(),
    /** Tokens on which it fires, strongest first, with mean activation. */
    topTokens: text('top_tokens').array(),
    topTokenValues: doublePrecision('top_token_values').array(),
    /** Tokens whose logits it raises and lowers most, with the effect. */
    promotedTokens: text('promoted_tokens').array(),
    promotedValues: doublePrecision('promoted_values').array(),
    suppressedTokens: text('suppressed_tokens').array(),
    suppressedValues: doublePrecision('suppressed_values').array(),
    logitHistogramValues: doublePrecision('logit_histogram_values').array(),
    logitHistogramCounts: doublePrecision('logit_histogram_counts').array(),
  },
  (t) => [primaryKey({ name: 'latent_statistics_pk', columns: [t.spaceId, t.dictionaryId, t.index, t.collectionId] })],
);

/** Text with the latent's activation on each token. */
export const latentContexts = pgTable(
  'latent_contexts',
  {
    spaceId: spaceId(),
    dictionaryId: dictionaryId(),
    index: latentIndex(),
    collectionId: collectionId(),
    /** 0 top, 1 quantile, 2 non-activating, 3 neighbour. */
    kind: smallint('kind').notNull(),
    /** From 0 inside the kind; strongest first among top ones. */
    ordinal: integer('ordinal').notNull(),
    tokens: text('tokens').array().notNull(),
    tokenIds: integer('token_ids').array(),
    activations: real('activations').array().notNull(),
    /** The token that it was chosen for, from 0. */
    position: integer('position').notNull(),
    maxActivation: real('max_activation').notNull(),
    /** Quantile, from 0, for kind 1; the latent that is active, for kind 3. */
    quantile: smallint('quantile'),
    neighbour: integer('neighbour'),
    /** Where in the corpus: number of the document or sequence, and of the first token in it. */
    document: bigint('document', { mode: 'number' }),
    offset: integer('offset'),
    sourceText: text('source_text'),
  },
  (t) => [
    primaryKey({
      name: 'latent_contexts_pk',
      columns: [t.spaceId, t.dictionaryId, t.index, t.collectionId, t.kind, t.ordinal],
    }),
  ],
);
