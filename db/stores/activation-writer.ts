/**
 * Writing collections of activations: begun as LOADING, filled by binary COPY in as many transactions as it takes, and published at once.
 * What a dead writer left is never seen and is removed when the next process recovers its jobs.
 */
import { ReseedError } from '../../src/errors.ts';
import {
  type CollectionKey,
  type CollectionRow,
  type ContextRow,
  kindNumber,
  type StatisticsRow,
} from './activations.ts';
import { type BulkColumn, encodeRows } from '../connect/binary-copy.ts';
import { activationCollections } from '../schema/explanation-tables.ts';
import { columns, rowOf } from '../schema/row.ts';
import { holdDictionary } from './explanation-writer.ts';
import { IS_ZERO_ROW, updateAliveness } from './update-aliveness.ts';
import { PACKED_FREQUENCIES } from './firing-frequencies.ts';
import type { Key } from '../schema/key.ts';
import { cleanProse, cleanText, jsonParameter } from '../connect/parameters.ts';
import { inTransaction, type Session } from '../connect/session.ts';

/** What a new collection is. `externalKey`: equal for equal content, so that it is not stored twice. */
export type NewCollection = Pick<
  CollectionRow,
  'source' | 'dataset' | 'tokens' | 'contextLength' | 'hasTokenTexts' | 'details'
> & { externalKey: string };

export type { CollectionKey };

export type NewStatistics = Omit<StatisticsRow, 'spaceId' | 'dictionaryId' | 'collectionId'>;

/** Token texts and activations are of one length. */
export type NewContext = Omit<ContextRow, 'spaceId' | 'dictionaryId' | 'collectionId'>;

const ID = rowOf<{ id: number }>(columns(activationCollections, 'c', ['id']));
const COLLECTION_KEY = rowOf<CollectionKey>(columns(activationCollections, 'c', ['spaceId', 'dictionaryId', 'id']));

/** Rows per COPY: contexts of a hundred tokens make about a megabyte. */
const ROWS_PER_COPY = 1024;

/** Begins a collection of a READY dictionary, or says that an equal one is there. Throws `NOT_FOUND` if the dictionary is gone. */
export function beginCollection(
  s: Session,
  of: { dictionary: Key; collection: NewCollection; job: { id: string; attempt: number } | null },
): Promise<{ key: CollectionKey; isNew: boolean }> {
  const { dictionary, collection } = of;
  return inTransaction(s, async (tx) => {
    await holdDictionary(tx, dictionary);
    const key = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    const there = await findCollectionByExternalKey(tx, { dictionary, externalKey: collection.externalKey });
    if (there !== null) return { key: { ...key, id: there }, isNew: false };
    const [{ id }] = await tx.read(
      ID,
      `insert into activation_collections as c (space_id, dictionary_id, state, source, dataset, tokens, context_length, has_token_texts,
         external_key, details, job_id, job_attempt)
       values ($1, $2, 'LOADING', $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11) returning ${ID.list}`,
      [
        dictionary.spaceId,
        dictionary.id,
        cleanText(collection.source),
        collection.dataset === null ? null : cleanProse(collection.dataset),
        collection.tokens,
        collection.contextLength,
        collection.hasTokenTexts,
        cleanText(collection.externalKey),
        jsonParameter(collection.details),
        of.job?.id ?? null,
        of.job?.attempt ?? null,
      ],
    );
    return { key: { ...key, id }, isNew: true };
  });
}

/** The READY collection with this content, if there is one. */
export async function findCollectionByExternalKey(
  s: Session,
  of: { dictionary: Key; externalKey: string },
): Promise<number | null> {
  const [row] = await s.read(
    ID,
    `select ${ID.list} from activation_collections c
     where c.space_id = $1 and c.dictionary_id = $2 and c.external_key = $3 and c.state = 'READY'`,
    [of.dictionary.spaceId, of.dictionary.id, cleanText(of.externalKey)],
  );
  return row?.id ?? null;
}

/** Writes statistics of latents, one row per latent, into a collection that is LOADING. Throws `JOB_SUPERSEDED` if it is not. */
export function copyStatistics(
  s: Session,
  of: { collection: CollectionKey; rows: readonly NewStatistics[] },
): Promise<void> {
  return copyRows(s, {
    ...of,
    target: `latent_statistics (space_id, dictionary_id, collection_id, index, firing_count, firing_frequency, max_activation, histogram_values,
      histogram_counts, top_tokens, top_token_values, promoted_tokens, promoted_values, suppressed_tokens, suppressed_values,
      logit_histogram_values, logit_histogram_counts)`,
    columns: (rows) => [
      { type: 'int4', at: (i) => rows[i].index },
      { type: 'int8', at: (i) => rows[i].firingCount },
      { type: 'float8', at: (i) => rows[i].firingFrequency },
      { type: 'float8', at: (i) => rows[i].maxActivation },
      { type: 'float8[]', at: (i) => rows[i].histogramValues },
      { type: 'float8[]', at: (i) => rows[i].histogramCounts },
      { type: 'text[]', at: (i) => cleanAll(rows[i].topTokens) },
      { type: 'float8[]', at: (i) => rows[i].topTokenValues },
      { type: 'text[]', at: (i) => cleanAll(rows[i].promotedTokens) },
      { type: 'float8[]', at: (i) => rows[i].promotedValues },
      { type: 'text[]', at: (i) => cleanAll(rows[i].suppressedTokens) },
      { type: 'float8[]', at: (i) => rows[i].suppressedValues },
      { type: 'float8[]', at: (i) => rows[i].logitHistogramValues },
      { type: 'float8[]', at: (i) => rows[i].logitHistogramCounts },
    ],
  });
}

/** Writes contexts into a collection that is LOADING; (index, kind, ordinal) must be new. Throws `JOB_SUPERSEDED` if it is not LOADING. */
export function copyContexts(
  s: Session,
  of: { collection: CollectionKey; rows: readonly NewContext[] },
): Promise<void> {
  for (const { tokens, activations, position } of of.rows)
    if (tokens.length !== activations.length || !(position >= 0 && position < tokens.length))
      throw new RangeError(
        `a context of ${tokens.length} tokens with ${activations.length} activations, about token ${position}`,
      );
  return copyRows(s, {
    ...of,
    target: `latent_contexts (space_id, dictionary_id, collection_id, index, kind, ordinal, tokens, token_ids, activations, position,
      max_activation, quantile, neighbour, document, "offset", source_text)`,
    columns: (rows) => [
      { type: 'int4', at: (i) => rows[i].index },
      { type: 'int2', at: (i) => kindNumber(rows[i].kind) },
      { type: 'int4', at: (i) => rows[i].ordinal },
      { type: 'text[]', at: (i) => cleanAll(rows[i].tokens) },
      { type: 'int4[]', at: (i) => rows[i].tokenIds },
      { type: 'float4[]', at: (i) => rows[i].activations },
      { type: 'int4', at: (i) => rows[i].position },
      { type: 'float4', at: (i) => rows[i].maxActivation },
      { type: 'int2', at: (i) => rows[i].quantile },
      { type: 'int4', at: (i) => rows[i].neighbour },
      { type: 'int8', at: (i) => rows[i].document },
      { type: 'int4', at: (i) => rows[i].offset },
      { type: 'text', at: (i) => (rows[i].sourceText === null ? null : cleanProse(rows[i].sourceText ?? '')) },
    ],
  });
}

async function copyRows<Row>(
  s: Session,
  of: {
    collection: CollectionKey;
    rows: readonly Row[];
    target: string;
    columns: (rows: readonly Row[]) => BulkColumn[];
  },
): Promise<void> {
  const { collection } = of;
  for (let from = 0; from < of.rows.length; from += ROWS_PER_COPY) {
    const rows = of.rows.slice(from, from + ROWS_PER_COPY);
    const tuples = encodeRows(
      [
        { type: 'int8', at: () => collection.spaceId },
        { type: 'int8', at: () => collection.dictionaryId },
        { type: 'int8', at: () => collection.id },
        ...of.columns(rows),
      ],
      rows.length,
    );
    await inTransaction(s, async (tx) => {
      await holdDictionary(tx, { spaceId: collection.spaceId, id: collection.dictionaryId });
      await assertLoading(tx, collection);
      await tx.copyIn(of.target, tuples);
    });
  }
}

/** Tokens keep line feeds and the like as they are: they are what the model reads. */
function cleanAll(texts: readonly string[] | null): string[] | null {
  return texts && texts.map(cleanText);
}

async function assertLoading(tx: Session, key: CollectionKey): Promise<void> {
  const held = await tx.run(
    `select 1 from activation_collections where space_id = $1 and dictionary_id = $2 and id = $3 and state = 'LOADING' for share`,
    [key.spaceId, key.dictionaryId, key.id],
  );
  if (held > 0) return;
  throw new ReseedError('JOB_SUPERSEDED', `Cannot fill collection ${key.id}: it is not being loaded any more`, {
    hint: 'Nothing to do: a later attempt of the job has taken over, or the job was cancelled.',
  });
}

/**
 * Makes a collection visible, in one transaction; if an equal one has become READY meanwhile, this one is removed and that one's id returned.
 * Latents whose firing no checkpoint stated are alive, and fire as often, as this collection counted, unless another one saw more tokens; one that
 * is stated never to fire, and fired here, is alive. Throws `JOB_SUPERSEDED`, `NOT_FOUND`.
 */
export function publishCollection(s: Session, key: CollectionKey): Promise<number> {
  const values = [key.spaceId, key.dictionaryId, key.id];
  return inTransaction(s, async (tx) => {
    await holdDictionary(tx, { spaceId: key.spaceId, id: key.dictionaryId });
    await tx.run('select pg_advisory_xact_lock(hashtextextended($1, $2))', ['collections', key.dictionaryId]);
    await assertLoading(tx, key);
    const [same] = await tx.read(
      ID,
      `select ${ID.list} from activation_collections loaded join activation_collections c
         on c.space_id = loaded.space_id and c.dictionary_id = loaded.dictionary_id and c.external_key = loaded.external_key and c.state = 'READY'
       where loaded.space_id = $1 and loaded.dictionary_id = $2 and loaded.id = $3`,
      values,
    );
    if (same !== undefined) {
      await removeCollection(tx, key);
      return same.id;
    }
    await tx.run(
      `update activation_collections c set state = 'READY', created_at = now(), latents = (
         select count(*) from (
           select index from latent_statistics x where x.space_id = $1 and x.dictionary_id = $2 and x.collection_id = $3
           union select index from latent_contexts x where x.space_id = $1 and x.dictionary_id = $2 and x.collection_id = $3) seen)
       where space_id = $1 and dictionary_id = $2 and id = $3`,
      values,
    );
    await tx.run(
      `update latents l set firing_frequency = x.firing_frequency, frequency_collection_id = $3,
         alive = not ${IS_ZERO_ROW} and coalesce(x.firing_frequency, x.firing_count) > 0
       from latent_statistics x, activation_collections c
       where x.space_id = $1 and x.dictionary_id = $2 and x.collection_id = $3 and c.space_id = $1 and c.dictionary_id = $2 and c.id = $3
         and l.space_id = $1 and l.dictionary_id = $2 and l.index = x.index
         -- without a number of tokens, no firing says nothing
         and (x.firing_frequency is not null or x.firing_count > 0)
         and case
           when l.frequency_collection_id is not null then coalesce(c.tokens, 0) >= coalesce((
             select o.tokens from activation_collections o
             where o.space_id = $1 and o.dictionary_id = $2 and o.id = l.frequency_collection_id), 0)
           else l.firing_frequency is null
             or (not l.alive and not ${IS_ZERO_ROW} and coalesce(x.firing_frequency, x.firing_count) > 0) end`,
      values,
    );
    await updateAliveness(tx, { spaceId: key.spaceId, id: key.dictionaryId });
    await tx.run(
      `update dictionaries set statistics_version = statistics_version + 1, firing_frequencies = ${PACKED_FREQUENCIES} where space_id = $1 and id = $2`,
      values.slice(0, 2),
    );
    return key.id;
  });
}

/** Removes a collection with its rows. */
export function removeCollection(s: Session, key: CollectionKey): Promise<void> {
  const values = [key.spaceId, key.dictionaryId, key.id];
  return inTransaction(s, async (tx) => {
    for (const table of ['latent_contexts', 'latent_statistics'])
      await tx.run(`delete from ${table} where space_id = $1 and dictionary_id = $2 and collection_id = $3`, values);
    await tx.run('delete from activation_collections where space_id = $1 and dictionary_id = $2 and id = $3', values);
  });
}

/** Removes every LOADING collection whose job does not run at that attempt any more; returns how many. */
export async function removeAbandonedCollections(s: Session): Promise<number> {
  const abandoned = await s.read(
    COLLECTION_KEY,
    `select ${COLLECTION_KEY.list} from activation_collections c
     where c.state = 'LOADING' and not exists (
       select from jobs j where j.id = c.job_id and j.attempt = c.job_attempt and j.state = 'RUNNING')`,
  );
  for (const key of abandoned) await removeCollection(s, key);
  return abandoned.length;
}
