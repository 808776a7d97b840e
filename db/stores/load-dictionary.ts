/** Dictionaries appear whole or not at all: rows are loaded under state LOADING, and one update makes them READY. */
import { ReseedError } from '../../src/errors.ts';
import { cleanText, jsonParameter, vectorParameter } from '../connect/parameters.ts';
import { inTransaction, type Session } from '../connect/session.ts';
import { dictionaries } from '../schema/dictionary-tables.ts';
import type { Key } from '../schema/key.ts';
import { column, columns, rowOf } from '../schema/row.ts';
import { updateAliveness } from './update-aliveness.ts';
import type { DictionaryRow } from './dictionaries.ts';
import { PACKED_FREQUENCIES } from './firing-frequencies.ts';

const ID = rowOf<{ id: number }>(columns(dictionaries, 'd', ['id']));
const CONTENT = rowOf<{ content: string | null }>({ content: column(dictionaries.contentSha256, 'd') });

/** What the database gives. */
type Made = 'id' | 'nAlive' | 'aliveness' | 'createdAt' | 'nearestIndexes' | 'statisticsVersion' | 'labelsVersion';
/** What is said only of dictionaries without weights, or only of those with them. */
type Unweighted = 'hasWeights' | 'statedSha256' | 'encoding' | 'skipSha256';

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
       decoder_bias, job_id, job_attempt, has_weights, stated_sha256, encoding, skip_sha256)
     values ($1, $2, 'LOADING', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::jsonb, $21::jsonb,
       $22::jsonb, $23::vector, $24, $25, $26, $27, $28::jsonb, $29)
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
      row.skipSha256 ?? null,
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
    await takeFreeName(tx, { spaceId: load.key.spaceId, id: load.key.id });
    await tx.run(
      `update dictionaries set state = 'READY', created_at = now(), firing_frequencies = ${PACKED_FREQUENCIES} where space_id = $1 and id = $2`,
      key,
    );
    await updateAliveness(tx, load.key);
    return 'PUBLISHED';
  });
}

/**
 * Gives the dictionary the first of `name`, `name~2`, `name~3`, ... that no other of its space has; `name` is its own unless given. Nobody else takes a
 * name in the space before the transaction ends.
 */
export async function takeFreeName(tx: Session, { name, ...key }: Key & { name?: string }): Promise<void> {
  const values = [key.spaceId, key.id];
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('names of dictionaries', $1))`, [key.spaceId]);
  await tx.run(
    `update dictionaries d set name = (
       select candidate from (select o.asked || case when i > 1 then '~' || i else '' end as candidate, i
         from (select coalesce($3::text, d.name) as asked) o, generate_series(1, 1 + (select count(*)::int from dictionaries where space_id = $1)) i) c
       where not exists (select from dictionaries o where o.space_id = $1 and o.id <> $2 and o.name = c.candidate and o.state = 'READY')
       order by i limit 1)
     where d.space_id = $1 and d.id = $2`,
    [...values, name === undefined ? null : cleanText(name)],
  );
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
