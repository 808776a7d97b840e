/**
 * What was seen of latents' activations: collections (one pass over a corpus, or one imported set of files), and of each latent its
 * statistics and contexts. Where no collection is named, a latent's newest READY one answers.
 */
import { selectList } from '../schema/columns.ts';
import { activationCollections, latentContexts, latentStatistics } from '../schema/explanation-tables.ts';
import type { Key } from '../schema/key.ts';
import type { LatentKey } from './latents.ts';
import type { Session } from '../connect/session.ts';

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
const COLLECTION_NAMES = [
  'spaceId', 'dictionaryId', 'id', 'source', 'dataset', 'tokens', 'contextLength', 'hasTokenTexts', 'latents', 'details', 'createdAt',
] as const;
// biome-ignore format: one column per word
const STATISTICS_NAMES = [
  'spaceId', 'dictionaryId', 'index', 'collectionId', 'firingCount', 'firingFrequency', 'maxActivation', 'histogramValues', 'histogramCounts',
  'topTokens', 'topTokenValues', 'promotedTokens', 'promotedValues', 'suppressedTokens', 'suppressedValues', 'logitHistogramValues',
  'logitHistogramCounts',
] as const;
// biome-ignore format: one column per word
const CONTEXT_NAMES = [
  'spaceId', 'dictionaryId', 'index', 'collectionId', 'kind', 'ordinal', 'tokens', 'tokenIds', 'activations', 'position', 'maxActivation',
  'quantile', 'neighbour', 'document', 'offset', 'sourceText',
] as const;
const COLLECTION = selectList(activationCollections, { alias: 'c', names: COLLECTION_NAMES });
const STATISTICS = selectList(latentStatistics, { alias: 'x', names: STATISTICS_NAMES });
const CONTEXT = selectList(latentContexts, { alias: 'x', names: CONTEXT_NAMES });

export async function findCollections(
  s: Session,
  keys: readonly { spaceId: number; dictionaryId: number; id: number }[],
): Promise<(CollectionRow | null)[]> {
  const rows = await s.query<CollectionRow & { at: number }>(
    `select k.at::int as at, ${COLLECTION}
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality as k (space_id, dictionary_id, id, at)
     join activation_collections c on c.space_id = k.space_id and c.dictionary_id = k.dictionary_id and c.id = k.id and c.state = 'READY'`,
    [keys.map((key) => key.spaceId), keys.map((key) => key.dictionaryId), keys.map((key) => key.id)],
  );
  const found: (CollectionRow | null)[] = keys.map(() => null);
  for (const { at, ...row } of rows) found[at - 1] = row;
  return found;
}

/** The READY collections of each dictionary, newest first. */
export async function listCollections(s: Session, keys: readonly Key[]): Promise<CollectionRow[][]> {
  const rows = await s.query<CollectionRow & { at: number }>(
    `select k.at::int as at, ${COLLECTION}
     from unnest($1::bigint[], $2::bigint[]) with ordinality as k (space_id, id, at)
     join activation_collections c on c.space_id = k.space_id and c.dictionary_id = k.id and c.state = 'READY'
     order by k.at, c.id desc`,
    [keys.map((key) => key.spaceId), keys.map((key) => key.id)],
  );
  const found: CollectionRow[][] = keys.map(() => []);
  for (const { at, ...row } of rows) found[at - 1].push(row);
  return found;
}

/** The statistics of each latent in its newest collection that has some; null without one. */
export async function findStatistics(s: Session, keys: readonly LatentKey[]): Promise<(StatisticsRow | null)[]> {
  const rows = await s.query<StatisticsRow & { at: number }>(
    `select k.at::int as at, ${STATISTICS}
     from unnest($1::bigint[], $2::bigint[], $3::int[]) with ordinality as k (space_id, dictionary_id, index, at)
     cross join lateral (
       select x.* from latent_statistics x
       join activation_collections c
         on c.space_id = x.space_id and c.dictionary_id = x.dictionary_id and c.id = x.collection_id and c.state = 'READY'
       where x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index
       order by x.collection_id desc limit 1) x`,
    latentColumns(keys),
  );
  const found: (StatisticsRow | null)[] = keys.map(() => null);
  for (const { at, ...row } of rows) found[at - 1] = row;
  return found;
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
  const rows = await s.query<Omit<ContextRow, 'kind'> & { at: number; kind: number; total: number }>(
    `select k.at::int as at, t.total::int as total, ${CONTEXT}
     from unnest($1::bigint[], $2::bigint[], $3::int[]) with ordinality as k (space_id, dictionary_id, index, at)
     cross join lateral (
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
       order by x.kind, x.ordinal limit $8) x on true
     order by k.at, x.kind, x.ordinal`,
    [
      ...latentColumns(keys),
      after?.collectionId ?? collectionId,
      kinds.map(kindNumber),
      after === null ? -1 : kindNumber(after.kind),
      after?.ordinal ?? -1,
      first,
    ],
  );
  const found = keys.map(() => ({ rows: [] as ContextRow[], total: 0 }));
  for (const { at, kind, total, ...row } of rows) {
    found[at - 1].total = total;
    if (row.ordinal !== null) found[at - 1].rows.push({ ...row, kind: kindName(kind) });
  }
  return found;
}

function latentColumns(keys: readonly LatentKey[]): [number[], number[], number[]] {
  return [keys.map((key) => key.spaceId), keys.map((key) => key.dictionaryId), keys.map((key) => key.index)];
}
