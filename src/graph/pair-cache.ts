/**
 * Matchings held as arrays, so that a second question about the same pair (another threshold, the next page) reads nothing.
 *
 * A solved side never changes; its key holds the moment at which it was written, so one that was deleted and computed again is another
 * entry. Bounded by bytes, least recently used out first.
 */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../db/connect.ts';
import type { DictionaryRow } from '../../db/dictionaries.ts';
import { loadAlive, loadLatentScalars } from '../../db/latents.ts';
import {
  type EndKey,
  loadEnd,
  loadNearest,
  loadPartners,
  type MatchingRow,
  type Partners,
  type SideRow,
} from '../../db/matchings.ts';
import { buildNearestEnd, buildPartnerEnds } from '../compute/group/partner-ends.ts';
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

/** Ends read by one statement: a few, so that the next are read while these are taken apart. */
const READ_TOGETHER = { cache: false, maxBatchSize: 12 };

type Entry = { side: SideEnds } | { scalars: LatentScalars } | { alive: Uint8Array };

export class PairCache {
  readonly #db: Database;
  readonly #entries: LRUCache<string, Entry, () => Promise<Entry>>;
  /** What is asked for together is read together; nothing is remembered. */
  readonly #partners: DataLoader<EndKey, Partners>;
  readonly #nearest: DataLoader<EndKey, Partners>;
  readonly #alive: DataLoader<DictionaryRow, Uint8Array>;

  constructor(db: Database, options: { maxBytes: number }) {
    this.#db = db;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: entryBytes,
      fetchMethod: (_key, _stale, { context: load }) => load(),
    });
    this.#partners = new DataLoader((ends) => loadPartners(db, ends), READ_TOGETHER);
    this.#nearest = new DataLoader((ends) => loadNearest(db, ends), READ_TOGETHER);
    this.#alive = new DataLoader(
      (rows) =>
        loadAlive(
          db,
          rows.map(({ spaceId, id, nLatents: n }) => ({ spaceId, dictionaryId: id, n })),
        ),
      { cache: false },
    );
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

  /**
   * The pair without candidates, or with the nearest ones alone, from as few rows as may be. Pairs asked for together are read together, and
   * afresh: whoever keeps scores of them keeps the arrays.
   */
  async readReduced(pair: CompletePair, { nearest }: { nearest: boolean }): Promise<PairArrays> {
    const { matching, a, b } = pair;
    const read = async ({ side }: SideRow): Promise<SideEnds> => {
      const keyA: EndKey = { matching, side, end: 'A', n: a.nLatents };
      const keyB: EndKey = { matching, side, end: 'B', n: b.nLatents };
      const partners = this.#partners.load(keyA);
      if (!nearest) return buildPartnerEnds(await partners, b.nLatents);
      const [matched, nearestA, nearestB] = await Promise.all([
        partners,
        this.#nearest.load(keyA),
        this.#nearest.load(keyB),
      ]);
      const ends = buildPartnerEnds(matched, b.nLatents);
      return { a: buildNearestEnd(ends.a, nearestA), b: buildNearestEnd(ends.b, nearestB) };
    };
    const [decoder, encoder, aliveA, aliveB] = await Promise.all([
      read(pair.decoder),
      pair.encoder && read(pair.encoder),
      this.loadAlive(a),
      this.loadAlive(b),
    ]);
    return buildPairArrays({ measure: matching.measure, decoder, encoder, aliveA, aliveB });
  }

  /** Who is alive, 0 or 1. [n] */
  async loadAlive(dictionary: DictionaryRow): Promise<Uint8Array> {
    const { spaceId, id, statisticsVersion } = dictionary;
    const entry = await this.#load(`alive:${keyText({ spaceId, id })}:${statisticsVersion}`, async () => ({
      alive: await this.#alive.load(dictionary),
    }));
    if (!('alive' in entry)) throw new TypeError('expected who is alive');
    return entry.alive;
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
  if ('alive' in entry) return 1 + entry.alive.byteLength;
  if ('scalars' in entry) return 1 + entry.scalars.alive.byteLength + entry.scalars.firingFrequency.byteLength;
  return 1 + endBytes(entry.side.a) + endBytes(entry.side.b);
}

function endBytes(end: MatchedEnd): number {
  return end.partner.byteLength + end.cosine.byteLength + end.candidates.byteLength + end.candidateCosines.byteLength;
}
