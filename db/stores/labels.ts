/**
 * The label of a latent, its best explanation, for all latents of a dictionary at once; and what words and vectors labels are compared by.
 */
import type { EmbedderIdentity } from './embeddings.ts';
import { BEST_FIRST, type ExplanationKey } from './explanations.ts';
import type { Key } from '../schema/key.ts';
import { parseVector } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

export interface LabelRow {
  index: number;
  /** Of the explanation. */
  id: number;
  text: string;
  /** The score that decides, and whose it is. */
  score: number | null;
  scorer: string | null;
}

/** Latents whose labels are read by one statement: texts of a few megabytes. */
const LATENTS_PER_STATEMENT = 16_384;
/** Words that one statement takes. */
const WORDS_PER_STATEMENT = 20_000;

/** The labels of a dictionary of `n` latents by index, some at a time; of each text the first `characters`. */
export async function* readLabels(
  s: Session,
  { dictionary, n, characters }: { dictionary: Key; n: number; characters: number },
): AsyncGenerator<LabelRow[]> {
  for (let from = 0; from < n; from += LATENTS_PER_STATEMENT) {
    yield await s.query<LabelRow>(
      `select distinct on (e.index) e.index, e.id, left(e.text, $5) as text, e.score, e.scorer from explanations e
       where e.space_id = $1 and e.dictionary_id = $2 and e.index >= $3 and e.index < $4 order by e.index, ${BEST_FIRST}`,
      [dictionary.spaceId, dictionary.id, from, from + LATENTS_PER_STATEMENT, characters],
    );
  }
}

/** The stem of each word by PostgreSQL's English dictionary (Snowball), as full-text search has it; null for stop words. */
export async function findStems(s: Session, words: readonly string[]): Promise<(string | null)[]> {
  const stems: (string | null)[] = [];
  for (let from = 0; from < words.length; from += WORDS_PER_STATEMENT) {
    const rows = await s.query<{ stem: string | null }>(
      `select (ts_lexize('english_stem', k.word))[1] as stem from unnest($1::text[]) with ordinality as k (word, at) order by k.at`,
      [words.slice(from, from + WORDS_PER_STATEMENT)],
    );
    for (const { stem } of rows) stems.push(stem);
  }
  return stems;
}

/** Vectors of explanations under one embedder. */
export interface LabelVectors {
  embedder: EmbedderIdentity;
  /** Unit vectors; null where there is none of this embedder. In the order of the keys. */
  vectors: (Float32Array | null)[];
}

/** The vectors under the embedder that has made most of them, the latest embedder of several; null if none has made any. */
export async function findLabelVectors(s: Session, keys: readonly ExplanationKey[]): Promise<LabelVectors | null> {
  const columns = [
    keys.map((key) => key.spaceId),
    keys.map((key) => key.dictionaryId),
    keys.map((key) => key.index),
    keys.map((key) => key.id),
  ];
  const from = `from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[]) with ordinality as k (space_id, dictionary_id, index, id, at)
     join explanation_embeddings v on v.space_id = k.space_id and v.dictionary_id = k.dictionary_id and v.index = k.index
       and v.explanation_id = k.id`;
  const [embedder] = await s.query<EmbedderIdentity & { id: number }>(
    `select m.id, m.name, m.version, m.dimensions
     from (select v.embedder_id, count(*) as vectors ${from} and v.embedder_id in (select id from embedders) group by v.embedder_id) c
     join embedders m on m.id = c.embedder_id order by c.vectors desc, m.id desc limit 1`,
    columns,
  );
  if (embedder === undefined) return null;
  const rows = await s.query<{ at: number; bytes: Buffer }>(
    `select k.at::int as at, vector_send(v.vector) as bytes ${from} and v.embedder_id = $5`,
    [...columns, embedder.id],
  );
  const vectors: (Float32Array | null)[] = keys.map(() => null);
  for (const { at, bytes } of rows) vectors[at - 1] = parseVector(bytes);
  const { name, version, dimensions } = embedder;
  return { embedder: { name, version, dimensions }, vectors };
}
