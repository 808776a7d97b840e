/** Dictionaries, found and listed: those that are READY. `load-dictionary.ts` makes them. */
import type { Architecture, EncodingConventions, Guess, Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { Seed } from '../../loaders/checkpoints/seed.ts';
import { findEach, keyValues, listEach, unnest } from '../connect/keyed-rows.ts';
import { buildPage, KEY, type Key, type Page } from '../schema/key.ts';
import { columns, rowOf, TOTAL } from '../schema/row.ts';
import type { AliveStatement } from './update-aliveness.ts';
import { cleanText } from '../connect/parameters.ts';
import { dictionaries } from '../schema/dictionary-tables.ts';
import type { Session } from '../connect/session.ts';

export interface DictionaryRow {
  spaceId: number;
  id: number;
  runGroupId: number;
  name: string;
  architecture: Architecture;
  nLatents: number;
  dIn: number;
  k: number | null;
  l1Coefficient: number | null;
  initSeed: Seed | null;
  dataSeed: Seed | null;
  dataset: string | null;
  tokens: number | null;
  /** False if it is known from a published matching only. */
  hasWeights: boolean;
  /** Latents known to be alive; null where nothing is known but zero rows. */
  nAlive: number | null;
  /** On what that rests. */
  aliveness: AliveStatement[];
  hasEncoder: boolean;
  portalId: string | null;
  format: string;
  sourceUri: string;
  /** Null without weights. */
  contentSha256: string | null;
  decoderSha256: string | null;
  encoderSha256: string | null;
  /** Of a transcoder's weights from input to output, which are not kept. */
  skipSha256: string | null;
  /** Without weights: the content hash that the file of a matching states. */
  statedSha256: string | null;
  files: { name: string; size: number; sha256: string }[];
  guesses: Guess[];
  config: Record<string, unknown> | null;
  /** Null in rows of releases before 0.2, and without weights. */
  encoding: EncodingConventions | null;
  /** Sides with an HNSW index. */
  nearestIndexes: Side[];
  /** Raised whenever latents' firing frequencies may have changed. */
  statisticsVersion: number;
  /** Raised whenever latents' best explanations may have changed. */
  labelsVersion: number;
  /** When it became READY. */
  createdAt: Date;
}

/** Which dictionaries; conditions are joined by AND. */
export interface DictionaryFilter {
  model?: string | null;
  hookpoint?: string | null;
  architecture?: Architecture | null;
  initSeed?: Seed | null;
  /** Of one of these. */
  runGroups?: readonly Key[] | null;
  runGroupName?: string | null;
}

// biome-ignore format: one column per word
const ROW = rowOf<DictionaryRow>(columns(dictionaries, 'd', [
  'spaceId',
  'id',
  'runGroupId',
  'name',
  'architecture',
  'nLatents',
  'dIn',
  'k',
  'l1Coefficient',
  'initSeed',
  'dataSeed',
  'dataset',
  'tokens',
  'hasWeights',
  'nAlive',
  'aliveness',
  'hasEncoder',
  'portalId',
  'format',
  'sourceUri',
  'contentSha256',
  'decoderSha256',
  'encoderSha256',
  'skipSha256',
  'statedSha256',
  'files',
  'guesses',
  'config',
  'encoding',
  'nearestIndexes',
  'statisticsVersion',
  'labelsVersion',
  'createdAt',
]));

export function findDictionaries(s: Session, keys: readonly Key[]): Promise<(DictionaryRow | null)[]> {
  return findEach(s, keys, {
    by: KEY,
    row: ROW,
    from: `join dictionaries d on d.space_id = k.space_id and d.id = k.id and d.state = 'READY'`,
  });
}

export async function findDictionaryByContent(
  s: Session,
  content: { spaceId: number; contentSha256: string },
): Promise<DictionaryRow | null> {
  const [row] = await s.read(
    ROW,
    `select ${ROW.list} from dictionaries d where d.space_id = $1 and d.content_sha256 = $2 and d.state = 'READY'`,
    [content.spaceId, content.contentSha256],
  );
  return row ?? null;
}

/** READY dictionaries of the space whose rows are these, whatever else decides their codes, by id. */
export function listDictionariesByWeights(
  s: Session,
  weights: { spaceId: number; decoderSha256: string; encoderSha256: string | null },
): Promise<DictionaryRow[]> {
  return s.read(
    ROW,
    `select ${ROW.list} from dictionaries d where d.space_id = $1 and d.decoder_sha256 = $2 and d.encoder_sha256 is not distinct from $3
       and d.state = 'READY' order by d.id`,
    [weights.spaceId, weights.decoderSha256, weights.encoderSha256],
  );
}

/** The oldest dictionary with this portal id. */
export async function findDictionaryByPortalId(s: Session, portalId: string): Promise<DictionaryRow | null> {
  const [row] = await s.read(
    ROW,
    `select ${ROW.list} from dictionaries d where d.portal_id = $1 and d.state = 'READY' order by d.space_id, d.id limit 1`,
    [cleanText(portalId)],
  );
  return row ?? null;
}

/** For each text, the dictionaries that have it as name or as portal id, by space and id. */
export function findDictionariesByName(s: Session, names: readonly string[]): Promise<DictionaryRow[][]> {
  return listEach(s, names, {
    by: { name: ['text', (name) => name] },
    row: ROW,
    from: `join dictionaries d on (d.name = k.name or d.portal_id = k.name) and d.state = 'READY'`,
    order: 'd.space_id, d.id',
  });
}

/** Members of these run groups, by group, init seed (unknown last) and id. */
export function listDictionariesOfRunGroups(s: Session, keys: readonly Key[]): Promise<DictionaryRow[]> {
  return s.read(
    ROW,
    `select ${ROW.list} from dictionaries d
     where (d.space_id, d.run_group_id) in (select * from ${unnest(KEY)}) and d.state = 'READY'
     order by d.space_id, d.run_group_id, d.init_seed nulls last, d.id`,
    keyValues(KEY, keys),
  );
}

/** One page, ordered by (space id, id). `after` is the last key of the page before. */
export async function listDictionaries(
  s: Session,
  page: { filter: DictionaryFilter; first: number; after: Key | null },
): Promise<Page<DictionaryRow>> {
  const { filter, first, after } = page;
  const from = `from dictionaries d
    join run_groups g on g.space_id = d.space_id and g.id = d.run_group_id
    join spaces s on s.id = d.space_id join hookpoints h on h.id = s.hookpoint_id join models m on m.id = h.model_id
    where d.state = 'READY' and ($1::text is null or m.name = $1) and ($2::text is null or h.name = $2)
      and ($3::text is null or d.architecture = $3) and ($4::numeric is null or d.init_seed = $4)
      and ($5::bigint[] is null or (d.space_id, d.run_group_id) in (select * from unnest($5::bigint[], $6::bigint[]))) and ($7::text is null or g.name = $7)`;
  const values = [
    filter.model ?? null,
    filter.hookpoint ?? null,
    filter.architecture ?? null,
    filter.initSeed ?? null,
    ...(filter.runGroups ? keyValues(KEY, filter.runGroups) : [null, null]),
    filter.runGroupName ?? null,
  ];
  const [{ total }] = await s.read(TOTAL, `select ${TOTAL.list} ${from}`, values);
  const rows = await s.read(
    ROW,
    `select ${ROW.list} ${from} and ($8::bigint is null or (d.space_id, d.id) > ($8, $9::bigint)) order by d.space_id, d.id limit $10`,
    [...values, after?.spaceId ?? null, after?.id ?? null, first + 1],
  );
  return buildPage(rows, { first, total });
}

/** A member of the run group that differs from these facts in more than the seed, if there is one; without weights only sizes are facts. */
export async function findDictionaryMismatch(
  s: Session,
  facts: { runGroup: Key; architecture: Architecture; nLatents: number; dIn: number; k: number | null },
): Promise<DictionaryRow | null> {
  const [row] = await s.read(
    ROW,
    `select ${ROW.list} from dictionaries d where d.space_id = $1 and d.run_group_id = $2 and d.state = 'READY'
       and (d.n_latents, d.d_in, case when d.has_weights then d.architecture else $3::text end, case when d.has_weights then d.k else $6::int end)
         is distinct from ($4::int, $5::int, $3::text, $6::int)
     order by d.id limit 1`,
    [facts.runGroup.spaceId, facts.runGroup.id, facts.architecture, facts.nLatents, facts.dIn, facts.k],
  );
  return row ?? null;
}
