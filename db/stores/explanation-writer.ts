/**
 * Writing explanations, their scores and their embeddings. What is there already is recognised by its external key and left as it is, so that
 * the same import or job again writes nothing.
 */
import { createHash } from 'node:crypto';
import { ReseedError } from '../../src/errors.ts';
import type { ExplanationRecord, ScoreRecord } from '../../loaders/explanations/latent-file-record.ts';
import { writeEmbeddings } from './embeddings.ts';
import { findEach, type KeyColumns, keyValues, nameColumns, unnest } from '../connect/keyed-rows.ts';
import { explanations, explanationScores } from '../schema/explanation-tables.ts';
import type { Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import { cleanProse, jsonParameter } from '../connect/parameters.ts';
import { scorerRank } from './scorer-trust.ts';
import { inTransaction, type Session } from '../connect/session.ts';

/** One score, as files state it. `value` is null where nothing could be judged; higher is better. */
export type NewScore = ScoreRecord;

/** An explanation, as files state it; a vector may have come with it. */
export type NewExplanation = Omit<ExplanationRecord, 'kind' | 'place' | 'portalId' | 'embedding'> &
  Partial<Pick<ExplanationRecord, 'embedding'>>;

/** How much was new. */
export interface WrittenExplanations {
  explanations: number;
  scores: number;
  /** Explanations and scores that were there already. */
  present: number;
}

type ScoreOfExplanation = NewScore & { index: number; explanationId: number };

const EXPLANATION_ID = rowOf<{ id: number }>(columns(explanations, 'e', ['id']));
const SCORED = rowOf<{ index: number; explanationId: number }>(
  columns(explanationScores, 'x', ['index', 'explanationId']),
);
const SCORER = rowOf<{ scorer: string }>(columns(explanationScores, 'x', ['scorer']));

const SCORED_KEY: KeyColumns<{ index: number; explanationId: number }> = {
  index: ['int', (row) => row.index],
  explanation_id: ['bigint', (row) => row.explanationId],
};

/** How a new explanation is written in columns. */
const NEW_EXPLANATION: KeyColumns<NewExplanation> = {
  index: ['int', (row) => row.index],
  text: ['text', (row) => row.text],
  method: ['text', (row) => cleanProse(row.method)],
  explainer_model: ['text', (row) => proseOrNull(row.explainerModel)],
  prompt_version: ['text', (row) => proseOrNull(row.promptVersion)],
  author: ['text', (row) => proseOrNull(row.author)],
  source: ['text', (row) => cleanProse(row.source)],
  source_id: ['text', (row) => proseOrNull(row.sourceId)],
  external_key: ['text', explanationExternalKey],
  details: ['jsonb', (row) => jsonParameter(row.details)],
  made_at: ['timestamptz', (row) => row.madeAt],
};

/** How a new score is written in columns. */
const NEW_SCORE: KeyColumns<ScoreOfExplanation> = {
  ...SCORED_KEY,
  scorer: ['text', (row) => cleanProse(row.scorer)],
  value: ['float8', (row) => (row.value === null || Number.isNaN(row.value) ? null : row.value)],
  scoring_model: ['text', (row) => proseOrNull(row.scoringModel)],
  examples: ['int', (row) => row.examples],
  failed: ['int', (row) => row.failed],
  unparsable: ['int', (row) => row.unparsable],
  details: ['jsonb', (row) => jsonParameter(row.details)],
  samples: ['jsonb', (row) => jsonParameter(row.samples)],
  source: ['text', (row) => cleanProse(row.source)],
  source_id: ['text', (row) => proseOrNull(row.sourceId)],
  external_key: ['text', scoreExternalKey],
  made_at: ['timestamptz', (row) => row.madeAt],
};

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
    rows: readonly ScoreOfExplanation[];
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
  const held = await tx.run(
    `select 1 from dictionaries where space_id = $1 and id = $2 and state = 'READY' for key share`,
    [key.spaceId, key.id],
  );
  if (held === 0) throw deleted();
}

/**
 * Says that labels of the dictionary change with this transaction, and keeps it READY until that ends. Writers of one dictionary follow each other,
 * so that whoever has read a version has read what belongs to it; the lock comes before every row that they might wait for in each other.
 */
async function raiseLabelsVersion(tx: Session, key: Key): Promise<void> {
  const raised = await tx.run(
    `update dictionaries set labels_version = labels_version + 1 where space_id = $1 and id = $2 and state = 'READY'`,
    [key.spaceId, key.id],
  );
  if (raised === 0) throw deleted();
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
  const added = await tx.run(
    `insert into explanations (space_id, dictionary_id, job_id, ${nameColumns(NEW_EXPLANATION)})
     select $1, $2, $3, r.* from ${unnest(NEW_EXPLANATION, 4)} as r on conflict do nothing`,
    [dictionary.spaceId, dictionary.id, of.jobId, ...keyValues(NEW_EXPLANATION, rows)],
  );
  const { index, external_key } = NEW_EXPLANATION;
  const found = await findEach(tx, rows, {
    by: { index, external_key },
    row: EXPLANATION_ID,
    from: 'join explanations e on e.space_id = $3 and e.dictionary_id = $4 and e.index = k.index and e.external_key = k.external_key',
    values: [dictionary.spaceId, dictionary.id],
  });
  return { ids: found.map(idOf), added };
}

function idOf(row: { id: number } | null): number {
  if (row === null) throw new Error('an explanation that was written vanished');
  return row.id;
}

async function insertScores(
  tx: Session,
  of: { dictionary: Key; rows: readonly ScoreOfExplanation[]; jobId: string | null },
): Promise<number> {
  const { dictionary, rows } = of;
  if (rows.length === 0) return 0;
  const inserted = await tx.read(
    SCORED,
    `insert into explanation_scores as x (space_id, dictionary_id, job_id, ${nameColumns(NEW_SCORE)})
     select $1, $2, $3, r.* from ${unnest(NEW_SCORE, 4)} as r on conflict do nothing returning ${SCORED.list}`,
    [dictionary.spaceId, dictionary.id, of.jobId, ...keyValues(NEW_SCORE, rows)],
  );
  await decideScores(tx, { dictionary, keys: inserted });
  return inserted.length;
}

/** Copies into each explanation the latest value of its most trusted scorer. */
async function decideScores(
  tx: Session,
  of: { dictionary: Key; keys: readonly { index: number; explanationId: number }[] },
): Promise<void> {
  if (of.keys.length === 0) return;
  const scores = `${unnest(SCORED_KEY, 3)} as k (index, id)
       join explanation_scores x on x.space_id = $1 and x.dictionary_id = $2 and x.index = k.index and x.explanation_id = k.id`;
  const values = [of.dictionary.spaceId, of.dictionary.id, ...keyValues(SCORED_KEY, of.keys)];
  const scorers = await tx.read(SCORER, `select distinct ${SCORER.list} from ${scores}`, values);
  await tx.run(
    `update explanations e set score = best.value, scorer = best.scorer, scorer_rank = best.rank
     from (
       select distinct on (x.index, x.explanation_id) x.index, x.explanation_id, x.value, x.scorer, t.rank
       from ${scores}
       join unnest($5::text[], $6::smallint[]) as t (scorer, rank) on t.scorer = x.scorer
       where x.value is not null
       order by x.index, x.explanation_id, t.rank, x.scorer, coalesce(x.made_at, x.created_at) desc, x.id desc) best
     where e.space_id = $1 and e.dictionary_id = $2 and e.index = best.index and e.id = best.explanation_id`,
    [...values, scorers.map((row) => row.scorer), scorers.map((row) => scorerRank(row.scorer))],
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

function proseOrNull(text: string | null): string | null {
  return text === null ? null : cleanProse(text);
}
