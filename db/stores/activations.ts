/**
 * What was seen of latents' activations: collections (one pass over a corpus, or one imported set of files), and of each latent its
 * statistics and contexts. Where no collection is named, a latent's newest READY one answers.
 */
import { activationCollections, latentContexts, latentStatistics } from '../schema/explanation-tables.ts';
import { findEach, type KeyColumns, listEach } from '../connect/keyed-rows.ts';
import type { Session } from '../connect/session.ts';
import { KEY, type Key, LATENT_KEY, type LatentKey } from '../schema/key.ts';
import { columns, computed, optionalAll, rowOf } from '../schema/row.ts';

/** Why a context was kept. */
export type ContextKind = 'TOP' | 'QUANTILE' | 'NON_ACTIVATING' | 'NEIGHBOUR';

const KINDS: readonly ContextKind[] = ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'];

/** How a kind is written in a column. */
export function kindNumber(kind: ContextKind): number {
  return KINDS.indexOf(kind);
}

/** The kind that a column holds. */
export function kindName(number: number): ContextKind {
  return KINDS[number];
}

export interface CollectionRow {
  spaceId: number;
  dictionaryId: number;
  id: number;
  /** Format or maker. */
  source: string;
  dataset: string | null;
  /** Tokens seen; null if unknown. */
  tokens: number | null;
  contextLength: number | null;
  /** Whether contexts hold token texts; if not, they hold ids in angle brackets. */
  hasTokenTexts: boolean;
  /** Latents of which something was seen. */
  latents: number;
  details: Record<string, unknown> | null;
  createdAt: Date;
}

export interface StatisticsRow extends LatentKey {
  collectionId: number;
  firingCount: number | null;
  firingFrequency: number | null;
  maxActivation: number | null;
  /** Middles of the bars, ascending, and non-zero activations in each. */
  histogramValues: number[] | null;
  histogramCounts: number[] | null;
  topTokens: string[] | null;
  topTokenValues: number[] | null;
  promotedTokens: string[] | null;
  promotedValues: number[] | null;
  suppressedTokens: string[] | null;
  suppressedValues: number[] | null;
  logitHistogramValues: number[] | null;
  logitHistogramCounts: number[] | null;
}

export interface ContextRow extends LatentKey {
  collectionId: number;
  kind: ContextKind;
  /** From 0 inside the kind. */
  ordinal: number;
  tokens: string[];
  tokenIds: number[] | null;
  /** One per token. */
  activations: number[];
  /** The token that it was chosen for. */
  position: number;
  maxActivation: number;
  quantile: number | null;
  neighbour: number | null;
  document: number | null;
  offset: number | null;
  sourceText: string | null;
}

// biome-ignore format: one column per word
const COLLECTION = rowOf<CollectionRow>(columns(activationCollections, 'c', [
  'spaceId', 'dictionaryId', 'id', 'source', 'dataset', 'tokens', 'contextLength', 'hasTokenTexts', 'latents', 'details', 'createdAt',
]));
// biome-ignore format: one column per word
const STATISTICS = rowOf<StatisticsRow>(columns(latentStatistics, 'x', [
  'spaceId', 'dictionaryId', 'index', 'collectionId', 'firingCount', 'firingFrequency', 'maxActivation', 'histogramValues', 'histogramCounts',
  'topTokens', 'topTokenValues', 'promotedTokens', 'promotedValues', 'suppressedTokens', 'suppressedValues', 'logitHistogramValues',
  'logitHistogramCounts',
]));
// biome-ignore format: one column per word
const CONTEXT = columns(latentContexts, 'x', [
  'spaceId', 'dictionaryId', 'index', 'collectionId', 'kind', 'ordinal', 'tokens', 'tokenIds', 'activations', 'position', 'maxActivation',
  'quantile', 'neighbour', 'document', 'offset', 'sourceText',
]);
/** A context, or, of a latent without one on the page, nothing but how many there are. */
const CONTEXT_OR_TOTAL = rowOf<{ [Name in keyof StoredContext]: StoredContext[Name] | null } & { total: number }>({
  ...optionalAll(CONTEXT),
  total: computed('t.total::int', 'integer'),
});
type StoredContext = Omit<ContextRow, 'kind'> & { kind: number };

/** Names a collection. */
export interface CollectionKey {
  spaceId: number;
  dictionaryId: number;
  id: number;
}

const COLLECTION_KEY: KeyColumns<CollectionKey> = {
  space_id: ['bigint', (key) => key.spaceId],
  dictionary_id: ['bigint', (key) => key.dictionaryId],
  id: ['bigint', (key) => key.id],
};

export function findCollections(s: Session, keys: readonly CollectionKey[]): Promise<(CollectionRow | null)[]> {
  return findEach(s, keys, {
    by: COLLECTION_KEY,
    row: COLLECTION,
    from: `join activation_collections c
      on c.space_id = k.space_id and c.dictionary_id = k.dictionary_id and c.id = k.id and c.state = 'READY'`,
  });
}

/** The READY collections of each dictionary, newest first. */
export function listCollections(s: Session, keys: readonly Key[]): Promise<CollectionRow[][]> {
  return listEach(s, keys, {
    by: KEY,
    row: COLLECTION,
    from: `join activation_collections c on c.space_id = k.space_id and c.dictionary_id = k.id and c.state = 'READY'`,
    order: 'c.id desc',
  });
}

/** The statistics of each latent in its newest collection that has some; null without one. */
export function findStatistics(s: Session, keys: readonly LatentKey[]): Promise<(StatisticsRow | null)[]> {
  return findEach(s, keys, {
    by: LATENT_KEY,
    row: STATISTICS,
    from: `cross join lateral (
       select x.* from latent_statistics x
       join activation_collections c
         on c.space_id = x.space_id and c.dictionary_id = x.dictionary_id and c.id = x.collection_id and c.state = 'READY'
       where x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index
       order by x.collection_id desc limit 1) x`,
  });
}

/** Which contexts of which latents. */
export interface ContextPage {
  keys: readonly LatentKey[];
  kinds: readonly ContextKind[];
  first: number;
  /** Place of the last row of the page before, in the same collection. */
  after: { collectionId: number; kind: ContextKind; ordinal: number } | null;
  /** Null for each latent's newest. */
  collectionId: number | null;
}

/** The contexts of each latent in one collection, by kind and ordinal, with how many there are in all pages. */
export async function listContexts(s: Session, page: ContextPage): Promise<{ rows: ContextRow[]; total: number }[]> {
  const { keys, kinds, first, after, collectionId } = page;
  const found = await listEach(s, keys, {
    by: LATENT_KEY,
    row: CONTEXT_OR_TOTAL,
    from: `cross join lateral (
       select coalesce($4::bigint, (
         select x.collection_id from latent_contexts x
         join activation_collections c
           on c.space_id = x.space_id and c.dictionary_id = x.dictionary_id and c.id = x.collection_id and c.state = 'READY'
         where x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index
         order by x.collection_id desc limit 1)) as id) newest
     join activation_collections c
       on c.space_id = k.space_id and c.dictionary_id = k.dictionary_id and c.id = newest.id and c.state = 'READY'
     cross join lateral (
       select count(*) as total from latent_contexts x where x.space_id = k.space_id and x.dictionary_id = k.dictionary_id
         and x.index = k.index and x.collection_id = newest.id and x.kind = any($5::smallint[])) t
     left join lateral (
       select x.* from latent_contexts x where x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index
         and x.collection_id = newest.id and x.kind = any($5::smallint[]) and (x.kind, x.ordinal) > ($6::smallint, $7::int)
       order by x.kind, x.ordinal limit $8) x on true`,
    order: 'x.kind, x.ordinal',
    values: [
      after?.collectionId ?? collectionId,
      kinds.map(kindNumber),
      after === null ? -1 : kindNumber(after.kind),
      after?.ordinal ?? -1,
      first,
    ],
  });
  return found.map((rows) => ({
    rows: rows
      .filter((row): row is StoredContext & { total: number } => row.ordinal !== null)
      .map(({ total: _total, kind, ...row }) => ({ ...row, kind: kindName(kind) })),
    total: rows[0]?.total ?? 0,
  }));
}
