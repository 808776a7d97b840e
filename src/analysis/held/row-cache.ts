/**
 * Unit rows of whole dictionaries and what chance gives for their sizes, so that a second recoding from the same dictionary reads nothing.
 *
 * Rows of a dictionary never change. Bounded by bytes, least recently used out first; a dictionary beyond the bound is refused before it
 * is read.
 */
import { LRUCache } from 'lru-cache';
import type { Database } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { readRows } from '../../../db/stores/latents.ts';
import { nullRecoding, type RecodingShape } from '../../compute/recoding/null-recoding.ts';
import { buildUnitRows, type UnitRows } from '../../compute/unit-rows.ts';
import { ReseedError } from '../../errors.ts';
import { keyText } from '../batches/key-text.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';

/** Draws of the null: the standard error of its mean R^2 is about 0.01 at n = 512, d = 64, and less for larger dictionaries. */
export const NULL_DRAWS = 16;
/** Sizes remembered: a few numbers each, and more sizes than a database has. */
const NULLS_KEPT = 500;

export class RowCache {
  readonly #db: Database;
  readonly #maxBytes: number;
  readonly #rows: LRUCache<string, UnitRows, DictionaryRow>;
  readonly #nulls: LRUCache<string, Float64Array, RecodingShape>;

  constructor(db: Database, { maxBytes }: { maxBytes: number }) {
    this.#db = db;
    this.#maxBytes = maxBytes;
    this.#rows = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ values }) => values.byteLength,
      fetchMethod: (_key, _stale, { context }) => this.#read(context),
    });
    this.#nulls = new LRUCache({
      max: NULLS_KEPT,
      fetchMethod: (_key, _stale, { context }) => nullRecoding(context, { draws: NULL_DRAWS, seed: RANDOM_SEED }),
    });
  }

  /** Unit decoder rows of a dictionary. Concurrent questions share one read. Throws `QUERY_TOO_COSTLY` for one beyond the bound. */
  async loadDecoder(dictionary: DictionaryRow): Promise<UnitRows> {
    const { nLatents, dIn } = dictionary;
    if (4 * nLatents * dIn > this.#maxBytes) {
      throw new ReseedError(
        'QUERY_TOO_COSTLY',
        `Cannot rebuild latents from "${dictionary.name}": it has ${nLatents} x ${dIn} numbers; expected at most ${Math.floor(this.#maxBytes / 4)}`,
        { hint: "Ask for the orphan's partner and its candidates instead." },
      );
    }
    return (await this.#rows.fetch(keyText(dictionary), { context: dictionary })) ?? this.#read(dictionary);
  }

  /** Mean R^2 of random rows after 1, 2, ... atoms; see {@link nullRecoding}. */
  async loadNull(shape: RecodingShape): Promise<Float64Array> {
    const key = `${shape.n}:${shape.d}:${shape.atoms}`;
    return this.#nulls.forceFetch(key, { context: shape });
  }

  async #read({ spaceId, id: dictionaryId, nLatents: n, dIn: d }: DictionaryRow): Promise<UnitRows> {
    const rows = await readRows(this.#db, { spaceId, dictionaryId, side: 'DECODER', start: 0, count: n, d });
    return buildUnitRows(rows, { n, d }).unit;
  }
}
