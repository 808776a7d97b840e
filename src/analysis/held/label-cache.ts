/**
 * The labels of whole dictionaries, each latent's best explanation: as sets of stems with scores, so that a second question reads nothing.
 *
 * Bounded by bytes, least recently used out first. What makes an entry stale is the version in the dictionary's row, which every writer of
 * explanations and scores raises in its own transaction.
 */
import { LRUCache } from 'lru-cache';
import type { Database } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { findStems, readLabels } from '../../../db/stores/labels.ts';
import { buildWordSets, splitWords, type WordSets } from '../../compute/labels/word-sets.ts';
import { keyText } from '../batches/key-text.ts';

/** Characters of a text that are compared: three paragraphs. */
export const LABEL_CHARACTERS = 2_000;
/** Bytes of a vocabulary, per word. */
const WORD_BYTES = 32;

const NO_WORDS: readonly string[] = [];

/** What a dictionary's latents are called by. Arrays are the cache's; do not write to them. */
export interface Labels {
  /** Explanation of each latent; 0 for none. [n] */
  readonly id: Float64Array;
  /** The score that decides; NaN for none. [n] */
  readonly score: Float64Array;
  /** Whose score it is: place in `scorers`, -1 for none. [n] */
  readonly scorer: Int32Array;
  readonly scorers: readonly string[];
  /** Examples behind the score; 0 where not known. [n] */
  readonly examples: Int32Array;
  /** Stems without stop words. [n] */
  readonly words: WordSets;
}

export class LabelCache {
  readonly #db: Database;
  readonly #entries: LRUCache<string, Labels, DictionaryRow>;

  constructor(db: Database, { maxBytes }: { maxBytes: number }) {
    this.#db = db;
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: labelBytes,
      fetchMethod: (_key, _stale, { context }) => this.#read(context),
    });
  }

  /** The labels of a dictionary, as new as its row at least. Concurrent questions share one read. */
  async loadLabels(dictionary: DictionaryRow): Promise<Labels> {
    const key = `${keyText(dictionary)}:${dictionary.labelsVersion}`;
    return (await this.#entries.fetch(key, { context: dictionary })) ?? this.#read(dictionary);
  }

  async #read(dictionary: DictionaryRow): Promise<Labels> {
    const n = dictionary.nLatents;
    const id = new Float64Array(n);
    const score = new Float64Array(n).fill(Number.NaN);
    const scorer = new Int32Array(n).fill(-1);
    const examples = new Int32Array(n);
    const scorers = new Map<string, number>();
    const texts = Array.from({ length: n }, () => NO_WORDS);
    for await (const rows of readLabels(this.#db, { dictionary, n, characters: LABEL_CHARACTERS })) {
      for (const row of rows) {
        id[row.index] = row.id;
        texts[row.index] = [...new Set(splitWords(row.text))];
        if (row.score === null || row.scorer === null) continue;
        const place = scorers.get(row.scorer) ?? scorers.size;
        scorers.set(row.scorer, place);
        score[row.index] = row.score;
        scorer[row.index] = place;
        examples[row.index] = row.examples ?? 0;
      }
    }
    const distinct = [...new Set(texts.flat())];
    const stems = await findStems(this.#db, distinct);
    const stemOf = new Map(distinct.map((word, at) => [word, stems[at]]));
    const words = buildWordSets(
      texts.map((list) =>
        list === NO_WORDS ? list : list.map((word) => stemOf.get(word) ?? null).filter((stem) => stem !== null),
      ),
    );
    return { id, score, scorer, scorers: [...scorers.keys()], examples, words };
  }
}

function labelBytes({ id, score, scorer, examples, words }: Labels): number {
  const arrays = [id, score, scorer, examples, words.offsets, words.words];
  return arrays.reduce((total, { byteLength }) => total + byteLength, 1 + WORD_BYTES * words.vocabulary.length);
}
