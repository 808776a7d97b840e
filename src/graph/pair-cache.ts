/**
 * Matchings held as arrays, so that a second question about the same pair (another threshold, the next page) reads nothing.
 *
 * A solved side never changes; its key holds the moment at which it was written, so one that was deleted and computed again is another
 * entry. Bounded by bytes, least recently used out first.
 */
import { LRUCache } from 'lru-cache';
import type { Database } from '../../db/connect.ts';
import type { DictionaryRow } from '../../db/dictionaries.ts';
import { loadLatentScalars } from '../../db/latents.ts';
import { loadEnd, loadPartners, type MatchingRow, type SideRow } from '../../db/matchings.ts';
import { buildPartnerEnds } from '../compute/group/partner-ends.ts';
import { buildPairArrays, type PairArrays, type SideEnds } from '../compute/statistics/pair-arrays.ts';
import type { MatchedEnd } from '../compute/side-matching.ts';
import { keyText } from './batches/key-text.ts';

/** A matching with the dictionaries at its ends. */
export interface MatchedPair {
  matching: MatchingRow;
  a: DictionaryRow;
  b: DictionaryRow;
}

/** A complete matching: its ends and its solved sides. */
export interface CompletePair extends MatchedPair {
  decoder: SideRow;
  /** Null if either dictionary has no encoder. */
  encoder: SideRow | null;
}

/** What is known about each latent of a dictionary beside its vectors. */
export type LatentScalars = Awaited<ReturnType<typeof loadLatentScalars>>;

type Entry = { side: SideEnds } | { scalars: LatentScalars };

export class PairCache {
  readonly #db: Database;
  readonly #entries: LRUCache<string, Entry, () => Promise<Entry>>;

  constructor(db: Database, options: { maxBytes: number }) {
    this.#db = db;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: entryBytes,
      fetchMethod: (_key, _stale, { context: load }) => load(),
    });
  }

  /** The pair as arrays. Concurrent questions share one read. */
  async loadPair(pair: CompletePair): Promise<PairArrays> {
    const [decoder, encoder, a, b] = await Promise.all([
      this.loadSide(pair, pair.decoder),
      pair.encoder && this.loadSide(pair, pair.encoder),
      this.loadScalars(pair.a),
      this.loadScalars(pair.b),
    ]);
    return buildPairArrays({ measure: pair.matching.measure, decoder, encoder, aliveA: a.alive, aliveB: b.alive });
  }

  /** The pair without candidates, from one end of each side. Read afresh: whoever keeps scores of it keeps the arrays. */
  async readPartners(pair: CompletePair): Promise<PairArrays> {
    const { matching, a, b } = pair;
    const read = async ({ side }: SideRow) =>
      buildPartnerEnds(await loadPartners(this.#db, { matching, side, end: 'A', n: a.nLatents }), b.nLatents);
    const [decoder, encoder, scalarsA, scalarsB] = await Promise.all([
      read(pair.decoder),
      pair.encoder && read(pair.encoder),
      this.loadScalars(a),
      this.loadScalars(b),
    ]);
    return buildPairArrays({
      measure: matching.measure,
      decoder,
      encoder,
      aliveA: scalarsA.alive,
      aliveB: scalarsB.alive,
    });
  }

  /** One solved side as arrays. */
  async loadSide({ matching, a, b }: MatchedPair, { side, createdAt }: SideRow): Promise<SideEnds> {
    const entry = await this.#load(`side:${keyText(matching)}:${side}:${createdAt.getTime()}`, async () => ({
      side: {
        a: await loadEnd(this.#db, { matching, side, end: 'A', n: a.nLatents }),
        b: await loadEnd(this.#db, { matching, side, end: 'B', n: b.nLatents }),
      },
    }));
    if (!('side' in entry)) throw new TypeError('expected a side');
    return entry.side;
  }

  /** Aliveness and firing frequency of every latent. */
  async loadScalars({ spaceId, id, nLatents, statisticsVersion }: DictionaryRow): Promise<LatentScalars> {
    const entry = await this.#load(`scalars:${keyText({ spaceId, id })}:${statisticsVersion}`, async () => ({
      scalars: await loadLatentScalars(this.#db, { spaceId, dictionaryId: id, n: nLatents }),
    }));
    if (!('scalars' in entry)) throw new TypeError('expected scalars');
    return entry.scalars;
  }

  async #load(key: string, load: () => Promise<Entry>): Promise<Entry> {
    return (await this.#entries.fetch(key, { context: load })) ?? load();
  }
}

function entryBytes(entry: Entry): number {
  if ('scalars' in entry) return 1 + entry.scalars.alive.byteLength + entry.scalars.firingFrequency.byteLength;
  return 1 + endBytes(entry.side.a) + endBytes(entry.side.b);
}

function endBytes(end: MatchedEnd): number {
  return end.partner.byteLength + end.cosine.byteLength + end.candidates.byteLength + end.candidateCosines.byteLength;
}
