/**
 * Matchings held as arrays, so that a second question about the same pair (another threshold, the next page) reads nothing.
 *
 * A solved side never changes; its key holds the moment at which it was written, so one that was deleted and computed again is another
 * entry. Bounded by bytes, least recently used out first.
 */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { loadFrequencies } from '../../../db/stores/firing-frequencies.ts';
import { loadAlive } from '../../../db/stores/latents.ts';
import {
  type EndKey,
  loadEnd,
  loadNearest,
  loadNearestIndexes,
  loadPartnerIndexes,
  loadPartners,
  type Partners,
  type SideRow,
} from '../../../db/stores/matchings.ts';
import {
  buildBothMatched,
  buildBothPartners,
  buildNearestEnd,
  buildPartnerEnds,
} from '../../compute/group/partner-ends.ts';
import type { BothEnds } from '../../compute/group/seed-group.ts';
import type { Candidates } from '../../compute/statistics/criterion.ts';
import {
  buildPairArrays,
  type MatchingEnd,
  type PairArrays,
  type SideEnds,
} from '../../compute/statistics/pair-arrays.ts';
import type { MatchedEnd } from '../../compute/side-matching.ts';
import { keyText } from '../batches/key-text.ts';
import type { CompletePair, MatchedPair } from './matched-pair.ts';

/** A side, and how much of it. */
interface SideAsked {
  side: SideRow;
  candidates: Candidates;
}

/** From little to much. */
const DEPTHS: readonly Candidates[] = ['NONE', 'NEAREST', 'ALL'];

/** Ends read by one statement: a few, so that the next are read while these are taken apart. */
const READ_TOGETHER = { cache: false, maxBatchSize: 12 };

type Entry = { side: SideEnds } | { frequencies: Float32Array } | { alive: Uint8Array };

export class PairCache {
  readonly #db: Database;
  readonly #entries: LRUCache<string, Entry, () => Promise<Entry>>;
  /** What is asked for together is read together; nothing is remembered. */
  readonly #partners: DataLoader<EndKey, Partners>;
  readonly #nearest: DataLoader<EndKey, Partners>;
  readonly #partnerIndexes: DataLoader<EndKey, Int32Array>;
  readonly #nearestIndexes: DataLoader<EndKey, Int32Array>;
  readonly #alive: DataLoader<DictionaryRow, Uint8Array>;
  readonly #frequencies: DataLoader<DictionaryRow, Float32Array>;

  constructor(db: Database, options: { maxBytes: number }) {
    this.#db = db;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: entryBytes,
      fetchMethod: (_key, _stale, { context: load }) => load(),
    });
    this.#partners = new DataLoader((ends) => loadPartners(db, ends), READ_TOGETHER);
    this.#nearest = new DataLoader((ends) => loadNearest(db, ends), READ_TOGETHER);
    this.#partnerIndexes = new DataLoader((ends) => loadPartnerIndexes(db, ends), READ_TOGETHER);
    this.#nearestIndexes = new DataLoader((ends) => loadNearestIndexes(db, ends), READ_TOGETHER);
    this.#alive = new DataLoader((rows) => loadAlive(db, rows.map(latentsOf)), { cache: false });
    this.#frequencies = new DataLoader((rows) => loadFrequencies(db, rows.map(latentsOf)), { cache: false });
  }

  /** The pair as arrays, with these candidates or more. Concurrent questions share one read. */
  loadPair(pair: CompletePair, { candidates }: { candidates: Candidates }): Promise<PairArrays> {
    return this.#buildPair(pair, (side) => this.loadSide(pair, { side, candidates }));
  }

  /**
   * As {@link loadPair}, from as few rows as may be. Pairs asked for together are read together, and afresh: whoever keeps scores of them keeps
   * the arrays.
   */
  readPair(pair: CompletePair, { candidates }: { candidates: Candidates }): Promise<PairArrays> {
    return this.#buildPair(pair, (side) => this.#readSide(pair, { side, candidates }));
  }

  async #buildPair(pair: CompletePair, read: (side: SideRow) => Promise<SideEnds>): Promise<PairArrays> {
    const [decoder, encoder, aliveA, aliveB] = await Promise.all([
      read(pair.decoder),
      pair.encoder && read(pair.encoder),
      this.loadAlive(pair.a),
      this.loadAlive(pair.b),
    ]);
    return buildPairArrays({ measure: pair.matching.measure, decoder, encoder, aliveA, aliveB });
  }

  async #readSide(pair: MatchedPair, { side, candidates }: SideAsked): Promise<SideEnds> {
    const [keyA, keyB] = listEndKeys(pair, side);
    if (candidates === 'ALL') {
      const [a, b] = await Promise.all([loadEnd(this.#db, keyA), loadEnd(this.#db, keyB)]);
      return { a, b };
    }
    const [matched, nearestA, nearestB] = await Promise.all([
      this.#partners.load(keyA),
      candidates === 'NEAREST' ? this.#nearest.load(keyA) : null,
      candidates === 'NEAREST' ? this.#nearest.load(keyB) : null,
    ]);
    const ends = buildPartnerEnds(matched, keyB.n);
    if (nearestA === null || nearestB === null) return ends;
    return { a: buildNearestEnd(ends.a, nearestA), b: buildNearestEnd(ends.b, nearestB) };
  }

  /** The partners of both ends on one side, without cosines, read afresh as by {@link readPair}. [n] each */
  async readPartners(pair: CompletePair, side: SideRow): Promise<BothEnds<Int32Array>> {
    const A = await this.#partnerIndexes.load(endKey(pair, { side, end: 'A' }));
    return buildBothPartners(A, pair.b.nLatents);
  }

  /** As {@link readPartners}, with cosines. */
  async readMatched(pair: CompletePair, side: SideRow): Promise<BothEnds<Partners>> {
    return buildBothMatched(await this.#partners.load(endKey(pair, { side, end: 'A' })), pair.b.nLatents);
  }

  /** The nearest decoder row of each latent of both ends, read afresh. */
  async readNearestIndexes(pair: CompletePair): Promise<BothEnds<Int32Array>> {
    const [A, B] = await this.#nearestIndexes.loadMany(listEndKeys(pair, pair.decoder));
    return { A: found(A), B: found(B) };
  }

  /** As {@link readNearestIndexes}, with cosines. */
  async readNearest(pair: CompletePair): Promise<BothEnds<Partners>> {
    const [A, B] = await this.#nearest.loadMany(listEndKeys(pair, pair.decoder));
    return { A: found(A), B: found(B) };
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

  /** One solved side as arrays, with these candidates or more; without any where others published it. */
  async loadSide(pair: MatchedPair, { side, candidates }: SideAsked): Promise<SideEnds> {
    const least = side.publication === null ? DEPTHS.indexOf(candidates) : 0;
    const keys = DEPTHS.map(
      (depth) => `side:${keyText(pair.matching)}:${side.side}:${side.createdAt.getTime()}:${depth}`,
    );
    // what was read for a question that needed more serves this one, too
    const deeper = keys.findIndex((key, depth) => depth >= least && this.#entries.has(key));
    const depth = deeper < 0 ? least : deeper;
    const entry = await this.#load(keys[depth], async () => ({
      side: await this.#readSide(pair, { side, candidates: DEPTHS[depth] }),
    }));
    if (!('side' in entry)) throw new TypeError('expected a side');
    return entry.side;
  }

  /** The firing frequency of every latent, NaN where it is not known. [n] */
  async loadFrequencies(dictionary: DictionaryRow): Promise<Float32Array> {
    const { spaceId, id, statisticsVersion } = dictionary;
    const entry = await this.#load(`frequencies:${keyText({ spaceId, id })}:${statisticsVersion}`, async () => ({
      frequencies: await this.#frequencies.load(dictionary),
    }));
    if (!('frequencies' in entry)) throw new TypeError('expected frequencies');
    return entry.frequencies;
  }

  async #load(key: string, load: () => Promise<Entry>): Promise<Entry> {
    return (await this.#entries.fetch(key, { context: load })) ?? load();
  }
}

function latentsOf({ spaceId, id, nLatents }: DictionaryRow) {
  return { spaceId, dictionaryId: id, n: nLatents };
}

function endKey({ matching, a, b }: MatchedPair, { side, end }: { side: SideRow; end: MatchingEnd }): EndKey {
  return { matching, side: side.side, end, n: end === 'A' ? a.nLatents : b.nLatents };
}

function listEndKeys(pair: MatchedPair, side: SideRow): [EndKey, EndKey] {
  return [endKey(pair, { side, end: 'A' }), endKey(pair, { side, end: 'B' })];
}

function found<Value>(value: Value | Error): Value {
  if (value instanceof Error) throw value;
  return value;
}

function entryBytes(entry: Entry): number {
  if ('alive' in entry) return 1 + entry.alive.byteLength;
  if ('frequencies' in entry) return 1 + entry.frequencies.byteLength;
  return 1 + endBytes(entry.side.a) + endBytes(entry.side.b);
}

function endBytes(end: MatchedEnd): number {
  return end.partner.byteLength + end.cosine.byteLength + end.candidates.byteLength + end.candidateCosines.byteLength;
}
