/**
 * The label of a latent, its best explanation, for all latents of a dictionary at once; and what words and vectors labels are compared by.
 */
import type { EmbedderIdentity } from './embeddings.ts';
import { BEST_FIRST } from './explanations.ts';
import { findEach, keysInOrder, keyValues } from '../connect/keyed-rows.ts';
import { embedders, explanations } from '../schema/explanation-tables.ts';
import { EXPLANATION_KEY, type ExplanationKey, type Key } from '../schema/key.ts';
import { columns, computed, optional, rowOf } from '../schema/row.ts';
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
  /** Examples behind that score, where known. */
  examples: number | null;
}

const LABEL = rowOf<LabelRow>({
  ...columns(explanations, 'e', ['index', 'id', 'score', 'scorer']),
  text: computed('left(e.text, $5)', 'text'),
  examples: optional(
    computed(
      `(select x.examples from explanation_scores x where x.space_id = e.space_id and x.dictionary_id = e.dictionary_id and x.index = e.index
         and x.explanation_id = e.id and x.scorer = e.scorer and x.value = e.score order by x.id desc limit 1)`,
      'integer',
    ),
  ),
});
const STEM = rowOf<{ stem: string | null }>({
  stem: optional(computed("(ts_lexize('english_stem', k.word))[1]", 'text')),
});
const EMBEDDER = rowOf<EmbedderIdentity & { id: number }>(
  columns(embedders, 'm', ['id', 'name', 'version', 'dimensions']),
);
const VECTOR = rowOf<{ bytes: Buffer }>({ bytes: computed('vector_send(v.vector)', 'bytea') });

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
    yield await s.read(
      LABEL,
      `select distinct on (e.index) ${LABEL.list} from explanations e
       where e.space_id = $1 and e.dictionary_id = $2 and e.index >= $3 and e.index < $4 order by e.index, ${BEST_FIRST}`,
      [dictionary.spaceId, dictionary.id, from, from + LATENTS_PER_STATEMENT, characters],
    );
  }
}

/** The stem of each word by PostgreSQL's English dictionary (Snowball), as full-text search has it; null for stop words. */
export async function findStems(s: Session, words: readonly string[]): Promise<(string | null)[]> {
  const stems: (string | null)[] = [];
  for (let from = 0; from < words.length; from += WORDS_PER_STATEMENT) {
    const found = await findEach(s, words.slice(from, from + WORDS_PER_STATEMENT), {
      by: { word: ['text', (word: string) => word] },
      row: STEM,
      from: '',
    });
    for (const row of found) stems.push(row && row.stem);
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
  const vectorsOfKeys = `join explanation_embeddings v on v.space_id = k.space_id and v.dictionary_id = k.dictionary_id and v.index = k.index
       and v.explanation_id = k.id`;
  const [embedder] = await s.read(
    EMBEDDER,
    `select ${EMBEDDER.list}
     from (select v.embedder_id, count(*) as vectors from ${keysInOrder(EXPLANATION_KEY)} ${vectorsOfKeys} and v.embedder_id in (select id from embedders) group by v.embedder_id) c
     join embedders m on m.id = c.embedder_id order by c.vectors desc, m.id desc limit 1`,
    keyValues(EXPLANATION_KEY, keys),
  );
  if (embedder === undefined) return null;
  const vectors = await findEach(s, keys, {
    by: EXPLANATION_KEY,
    row: VECTOR,
    from: `${vectorsOfKeys} and v.embedder_id = $5`,
    values: [embedder.id],
  });
  const { name, version, dimensions } = embedder;
  return { embedder: { name, version, dimensions }, vectors: vectors.map((row) => row && parseVector(row.bytes)) };
}
