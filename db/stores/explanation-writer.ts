/**
 * Writing explanations, their scores and their embeddings. What is there already is recognised by its external key and left as it is, so that
 * the same import or job again writes nothing.
 */
import { createHash } from 'node:crypto';
import { ReseedError } from '../../src/errors.ts';
import { type EmbedderIdentity, writeEmbeddings } from './embeddings.ts';
import type { ExplanationKey } from './explanations.ts';
import type { Key } from '../schema/key.ts';
import { cleanProse, jsonParameter } from '../connect/parameters.ts';
import { scorerRank } from './scorer-trust.ts';
import { inTransaction, type Session } from '../connect/session.ts';

/** One score. `value` is null where nothing could be judged; higher is better. */
export interface NewScore {
  scorer: string;
  value: number | null;
  scoringModel: string | null;
  /** Examples judged; null if unknown. */
  examples: number | null;
  /** Replies that never came. */
  failed: number;
  /** Replies that could not be read. */
  unparsable: number;
  /** Numbers beside the value. */
  details: Record<string, unknown> | null;
  /** What was judged; anything that JSON can hold. */
  samples: unknown;
  source: string;
  sourceId: string | null;
  madeAt: Date | null;
}

export interface NewExplanation {
  index: number;
  text: string;
  method: string;
  explainerModel: string | null;
  promptVersion: string | null;
  author: string | null;
  source: string;
  sourceId: string | null;
  details: Record<string, unknown> | null;
  madeAt: Date | null;
  scores: readonly NewScore[];
  /** A vector that came with it. */
  embedding?: { embedder: EmbedderIdentity; vector: Float32Array } | null;
}

/** How much was new. */
export interface WrittenExplanations {
  explanations: number;
  scores: number;
  /** Explanations and scores that were there already. */
  present: number;
}

/** Rows per statement: parameters of about a megabyte. */
const ROWS_PER_STATEMENT = 1000;

/** Longest text stored: pages of prose, far more than any explainer writes. Longer ones are cut by whoever reads them from a file. */
export const MAX_EXPLANATION_LENGTH = 20_000;

/**
 * Writes explanations of one READY dictionary in one transaction; in a transaction about several, take them by key. Indexes must be those of its latents. Control characters in texts become
 * U+FFFD. Throws `NOT_FOUND` if the dictionary is gone, `RangeError` for a text that is empty or too long.
 */
export function writeExplanations(
  s: Session,
  of: { dictionary: Key; rows: readonly NewExplanation[]; jobId: string | null },
): Promise<WrittenExplanations> {
  const { dictionary, jobId } = of;
  return inTransaction(s, async (tx) => {
    await raiseLabelsVersion(tx, dictionary);
    const written = { explanations: 0, scores: 0, present: 0 };
    for (let from = 0; from < of.rows.length; from += ROWS_PER_STATEMENT) {
      const rows = of.rows
        .slice(from, from + ROWS_PER_STATEMENT)
        .map((row) => ({ ...row, text: cleanProse(row.text) }));
      const { ids, added } = await insertExplanations(tx, { dictionary, rows, jobId });
      const scores = rows.flatMap((row, i) =>
        row.scores.map((score) => ({ ...score, index: row.index, explanationId: ids[i] })),
      );
      const addedScores = await insertScores(tx, { dictionary, rows: scores, jobId });
      await writeEmbeddings(tx, {
        dictionary,
        rows: rows.flatMap(({ embedding, index }, i) =>
          embedding ? [{ ...embedding, index, explanationId: ids[i] }] : [],
        ),
      });
      written.explanations += added;
      written.scores += addedScores;
      written.present += rows.length - added + scores.length - addedScores;
    }
    return written;
  });
}

/** Writes scores of explanations that are there, in one transaction, and decides anew which explanation is best. Returns how many were new. */
export function writeScores(
  s: Session,
  of: {
    dictionary: Key;
    rows: readonly (NewScore & { index: number; explanationId: number })[];
    jobId: string | null;
  },
): Promise<number> {
  return inTransaction(s, async (tx) => {
    await raiseLabelsVersion(tx, of.dictionary);
    let added = 0;
    for (let from = 0; from < of.rows.length; from += ROWS_PER_STATEMENT)
      added += await insertScores(tx, { ...of, rows: of.rows.slice(from, from + ROWS_PER_STATEMENT) });
    return added;
  });
}

/** Keeps the dictionary READY until the transaction ends. */
export async function holdDictionary(tx: Session, key: Key): Promise<void> {
  const held = await tx.query(
    `select 1 from dictionaries where space_id = $1 and id = $2 and state = 'READY' for key share`,
    [key.spaceId, key.id],
  );
  if (held.length === 0) throw deleted();
}

/**
 * Says that labels of the dictionary change with this transaction, and keeps it READY until that ends. Writers of one dictionary follow each other,
 * so that whoever has read a version has read what belongs to it; the lock comes before every row that they might wait for in each other.
 */
async function raiseLabelsVersion(tx: Session, key: Key): Promise<void> {
  const raised = await tx.query(
    `update dictionaries set labels_version = labels_version + 1 where space_id = $1 and id = $2 and state = 'READY' returning id`,
    [key.spaceId, key.id],
  );
  if (raised.length === 0) throw deleted();
}

function deleted(): ReseedError {
  return new ReseedError('NOT_FOUND', 'Cannot write about this dictionary: it has been deleted', {
    hint: 'Import the dictionary again first.',
  });
}

async function insertExplanations(
  tx: Session,
  of: { dictionary: Key; rows: readonly NewExplanation[]; jobId: string | null },
): Promise<{ ids: number[]; added: number }> {
  const { dictionary, rows } = of;
  for (const { text } of rows)
    if (text.trim() === '' || text.length > MAX_EXPLANATION_LENGTH)
      throw new RangeError(`an explanation of ${text.length} characters`);
  const keys = rows.map(explanationExternalKey);
  const key = [dictionary.spaceId, dictionary.id];
  const indexes = rows.map((row) => row.index);
  const inserted = await tx.query(
    `insert into explanations (space_id, dictionary_id, index, text, method, explainer_model, prompt_version, author, source, source_id,
       external_key, details, made_at, job_id)
     select $1, $2, r.*, $14 from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
       $11::text[], $12::jsonb[], $13::timestamptz[]) as r
     on conflict do nothing returning index`,
    [
      ...key,
      indexes,
      rows.map((row) => row.text),
      rows.map((row) => cleanProse(row.method)),
      texts(rows, (row) => row.explainerModel),
      texts(rows, (row) => row.promptVersion),
      texts(rows, (row) => row.author),
      rows.map((row) => cleanProse(row.source)),
      texts(rows, (row) => row.sourceId),
      keys,
      rows.map((row) => jsonParameter(row.details)),
      rows.map((row) => row.madeAt),
      of.jobId,
    ],
  );
  const found = await tx.query<{ id: number }>(
    `select e.id from unnest($3::int[], $4::text[]) with ordinality as k (index, external_key, at)
     join explanations e on e.space_id = $1 and e.dictionary_id = $2 and e.index = k.index and e.external_key = k.external_key order by k.at`,
    [...key, indexes, keys],
  );
  return { ids: found.map((row) => row.id), added: inserted.length };
}

async function insertScores(
  tx: Session,
  of: {
    dictionary: Key;
    rows: readonly (NewScore & { index: number; explanationId: number })[];
    jobId: string | null;
  },
): Promise<number> {
  const { dictionary, rows } = of;
  if (rows.length === 0) return 0;
  const inserted = await tx.query<{ index: number; id: number }>(
    `insert into explanation_scores (space_id, dictionary_id, index, explanation_id, scorer, value, scoring_model, examples, failed, unparsable,
       details, samples, source, source_id, external_key, made_at, job_id)
     select $1, $2, r.*, $17 from unnest($3::int[], $4::bigint[], $5::text[], $6::float8[], $7::text[], $8::int[], $9::int[], $10::int[],
       $11::jsonb[], $12::jsonb[], $13::text[], $14::text[], $15::text[], $16::timestamptz[]) as r
     on conflict do nothing returning index, explanation_id as id`,
    [
      dictionary.spaceId,
      dictionary.id,
      rows.map((row) => row.index),
      rows.map((row) => row.explanationId),
      rows.map((row) => cleanProse(row.scorer)),
      rows.map((row) => (row.value === null || Number.isNaN(row.value) ? null : row.value)),
      texts(rows, (row) => row.scoringModel),
      rows.map((row) => row.examples),
      rows.map((row) => row.failed),
      rows.map((row) => row.unparsable),
      rows.map((row) => jsonParameter(row.details)),
      rows.map((row) => jsonParameter(row.samples)),
      rows.map((row) => cleanProse(row.source)),
      texts(rows, (row) => row.sourceId),
      rows.map(scoreExternalKey),
      rows.map((row) => row.madeAt),
      of.jobId,
    ],
  );
  await decideScores(
    tx,
    inserted.map(({ index, id }) => ({ spaceId: dictionary.spaceId, dictionaryId: dictionary.id, index, id })),
  );
  return inserted.length;
}

/** Copies into each explanation the latest value of its most trusted scorer. */
async function decideScores(tx: Session, keys: readonly ExplanationKey[]): Promise<void> {
  if (keys.length === 0) return;
  const [{ spaceId, dictionaryId }] = keys;
  const scorers = await tx.query<{ scorer: string }>(
    `select distinct x.scorer from unnest($3::int[], $4::bigint[]) as k (index, id)
     join explanation_scores x on x.space_id = $1 and x.dictionary_id = $2 and x.index = k.index and x.explanation_id = k.id`,
    [spaceId, dictionaryId, keys.map((key) => key.index), keys.map((key) => key.id)],
  );
  await tx.query(
    `update explanations e set score = best.value, scorer = best.scorer, scorer_rank = best.rank
     from (
       select distinct on (x.index, x.explanation_id) x.index, x.explanation_id, x.value, x.scorer, t.rank
       from unnest($3::int[], $4::bigint[]) as k (index, id)
       join explanation_scores x on x.space_id = $1 and x.dictionary_id = $2 and x.index = k.index and x.explanation_id = k.id
       join unnest($5::text[], $6::smallint[]) as t (scorer, rank) on t.scorer = x.scorer
       where x.value is not null
       order by x.index, x.explanation_id, t.rank, x.scorer, coalesce(x.made_at, x.created_at) desc, x.id desc) best
     where e.space_id = $1 and e.dictionary_id = $2 and e.index = best.index and e.id = best.explanation_id`,
    [
      spaceId,
      dictionaryId,
      keys.map((key) => key.index),
      keys.map((key) => key.id),
      scorers.map((row) => row.scorer),
      scorers.map((row) => scorerRank(row.scorer)),
    ],
  );
}

/** What makes an explanation this one: everything but when it was made and how it was scored. */
function explanationExternalKey(row: NewExplanation): string {
  return hashOf([row.source, row.sourceId, row.method, row.explainerModel, row.promptVersion, row.author, row.text]);
}

function scoreExternalKey(row: NewScore): string {
  return hashOf([
    row.source,
    row.sourceId,
    row.scorer,
    row.scoringModel,
    row.value,
    row.madeAt,
    row.details,
    row.samples,
  ]);
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(jsonParameter(parts) ?? '')
    .digest('hex');
}

function texts<Row>(rows: readonly Row[], at: (row: Row) => string | null): (string | null)[] {
  return rows.map((row) => {
    const text = at(row);
    return text === null ? null : cleanProse(text);
  });
}
