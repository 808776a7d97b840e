/**
 * Dictionaries, which appear whole or not at all: rows are loaded under state LOADING, and one update makes them READY. Everything that
 * finds or lists sees READY only.
 */
import type { Architecture, EncodingConventions, Guess, Side } from '../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../src/errors.ts';
import { findEach, keyValues, listEach, unnest } from '../connect/keyed-rows.ts';
import { buildPage, KEY, type Key, type Page } from '../schema/key.ts';
import { column, columns, rowOf, TOTAL } from '../schema/row.ts';
import { type AliveStatement, updateAliveness } from './aliveness.ts';
import { PACKED_FREQUENCIES } from './firing-frequencies.ts';
import { cleanText, jsonParameter, vectorParameter } from '../connect/parameters.ts';
import { dictionaries } from '../schema/dictionary-tables.ts';
import { inTransaction, type Session } from '../connect/session.ts';

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
  initSeed: number | null;
  dataSeed: number | null;
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
  initSeed?: number | null;
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
const ID = rowOf<{ id: number }>(columns(dictionaries, 'd', ['id']));
const CONTENT = rowOf<{ content: string | null }>({ content: column(dictionaries.contentSha256, 'd') });

/** What the database gives. */
type Made = 'id' | 'nAlive' | 'aliveness' | 'createdAt' | 'nearestIndexes' | 'statisticsVersion' | 'labelsVersion';
/** What is said only of dictionaries without weights, or only of those with them. */
type Unweighted = 'hasWeights' | 'statedSha256' | 'encoding';

/** Starts a dictionary in state LOADING, invisible until it is published, and returns its id. */
export async function beginDictionary(
  s: Session,
  load: {
    row: Omit<DictionaryRow, Made | Unweighted> & Partial<Pick<DictionaryRow, Unweighted>>;
    decoderBias: Float32Array | null;
    jobId: string;
    jobAttempt: number;
  },
): Promise<number> {
  const { row, decoderBias } = load;
  const text = (value: string | null): string | null => (value === null ? null : cleanText(value));
  const [made] = await s.read(
    ID,
    `insert into dictionaries as d (
       space_id, run_group_id, state, name, architecture, n_latents, d_in, k, l1_coefficient, init_seed, data_seed, dataset, tokens,
       has_encoder, portal_id, format, source_uri, content_sha256, decoder_sha256, encoder_sha256, files, guesses, config,
       decoder_bias, job_id, job_attempt, has_weights, stated_sha256, encoding)
     values ($1, $2, 'LOADING', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::jsonb, $21::jsonb,
       $22::jsonb, $23::vector, $24, $25, $26, $27, $28::jsonb)
     returning ${ID.list}`,
    [
      row.spaceId,
      row.runGroupId,
      text(row.name),
      row.architecture,
      row.nLatents,
      row.dIn,
      row.k,
      row.l1Coefficient,
      row.initSeed,
      row.dataSeed,
      text(row.dataset),
      row.tokens,
      row.hasEncoder,
      text(row.portalId),
      row.format,
      text(row.sourceUri),
      row.contentSha256,
      row.decoderSha256,
      row.encoderSha256,
      jsonParameter(row.files),
      jsonParameter(row.guesses),
      jsonParameter(row.config),
      decoderBias === null ? null : vectorParameter(decoderBias),
      load.jobId,
      load.jobAttempt,
      row.hasWeights ?? true,
      row.statedSha256 ?? null,
      jsonParameter(row.encoding ?? null),
    ],
  );
  return made.id;
}

/**
 * Makes a loaded dictionary visible. If the same content is READY already it stays LOADING, and the id of the one that is there is
 * returned. Throws `JOB_SUPERSEDED` if it is not LOADING under this job and attempt.
 */
export function publishDictionary(
  s: Session,
  load: { key: Key; jobId: string; jobAttempt: number },
): Promise<'PUBLISHED' | { existing: number }> {
  return inTransaction(s, async (tx) => {
    const key = [load.key.spaceId, load.key.id];
    const [loaded] = await tx.read(
      CONTENT,
      `select ${CONTENT.list} from dictionaries d
       where d.space_id = $1 and d.id = $2 and d.state = 'LOADING' and d.job_id = $3 and d.job_attempt = $4 for update`,
      [...key, load.jobId, load.jobAttempt],
    );
    if (loaded === undefined) throw supersededLoad(load.key);
    // Two loads of one content publish one after the other, so that the second sees the first.
    await tx.run('select pg_advisory_xact_lock(hashtextextended($1, $2))', [loaded.content, load.key.spaceId]);
    const existing =
      loaded.content === null
        ? null
        : await findIdByContent(tx, { spaceId: load.key.spaceId, contentSha256: loaded.content });
    if (existing !== null) return { existing };
    await tx.run(
      `update dictionaries set state = 'READY', created_at = now(), firing_frequencies = ${PACKED_FREQUENCIES} where space_id = $1 and id = $2`,
      key,
    );
    await updateAliveness(tx, load.key);
    return 'PUBLISHED';
  });
}

/** Throws `JOB_SUPERSEDED` unless the dictionary is being loaded, and keeps it so until the transaction ends. */
export async function assertLoading(tx: Session, key: Key): Promise<void> {
  const held = await tx.run(
    `select 1 from dictionaries where space_id = $1 and id = $2 and state = 'LOADING' for share`,
    [key.spaceId, key.id],
  );
  if (held === 0) throw supersededLoad(key);
}

function supersededLoad(key: Key): ReseedError {
  return new ReseedError(
    'JOB_SUPERSEDED',
    `Cannot load dictionary ${key.id}: it is not being loaded by this attempt any more`,
    {
      hint: 'Nothing to do: a later attempt of the job has taken over, or the job was cancelled.',
    },
  );
}

async function findIdByContent(
  s: Session,
  content: { spaceId: number; contentSha256: string },
): Promise<number | null> {
  const [row] = await s.read(
    ID,
    `select ${ID.list} from dictionaries d where d.space_id = $1 and d.content_sha256 = $2 and d.state = 'READY'`,
    [content.spaceId, content.contentSha256],
  );
  return row?.id ?? null;
}

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
      and ($3::text is null or d.architecture = $3) and ($4::bigint is null or d.init_seed = $4)
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
