/**
 * Rows of matchings and dictionaries -> arrays, read afresh: the one way from the tables of matchings to what figures are functions of.
 *
 * What is asked for together is read together; nothing is remembered.
 */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/session.ts';
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
import type { MatchingEnd, SideEnds } from '../../compute/statistics/pair-arrays.ts';
import type { MatchedPair } from './matched-pair.ts';

/** A side, and how much of it. */
export interface SideAsked {
  side: SideRow;
  candidates: Candidates;
}

/** Ends read by one statement: a few, so that the next are read while these are taken apart. */
const READ_TOGETHER = { cache: false, maxBatchSize: 12 };

export class PairReader {
  readonly #session: Session;
  readonly #partners: DataLoader<EndKey, Partners>;
  readonly #nearest: DataLoader<EndKey, Partners>;
  readonly #partnerIndexes: DataLoader<EndKey, Int32Array>;
  readonly #nearestIndexes: DataLoader<EndKey, Int32Array>;
  readonly #alive: DataLoader<DictionaryRow, Uint8Array>;
  readonly #frequencies: DataLoader<DictionaryRow, Float32Array>;

  constructor(s: Session) {
    this.#session = s;
    this.#partners = new DataLoader((ends) => loadPartners(s, ends), READ_TOGETHER);
    this.#nearest = new DataLoader((ends) => loadNearest(s, ends), READ_TOGETHER);
    this.#partnerIndexes = new DataLoader((ends) => loadPartnerIndexes(s, ends), READ_TOGETHER);
    this.#nearestIndexes = new DataLoader((ends) => loadNearestIndexes(s, ends), READ_TOGETHER);
    this.#alive = new DataLoader((rows) => loadAlive(s, rows.map(latentsOf)), { cache: false });
    this.#frequencies = new DataLoader((rows) => loadFrequencies(s, rows.map(latentsOf)), { cache: false });
  }

  /** One solved side with these candidates; without any where others published it, as they are not known there. */
  async readSide(pair: MatchedPair, { side, candidates: asked }: SideAsked): Promise<SideEnds> {
    const candidates = side.publication === null ? asked : 'NONE';
    const [keyA, keyB] = listEndKeys(pair, side);
    if (candidates === 'ALL') {
      const [a, b] = await Promise.all([loadEnd(this.#session, keyA), loadEnd(this.#session, keyB)]);
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

  /** The partners of both ends on one side, without cosines. [n] each */
  async readPartners(pair: MatchedPair, side: SideRow): Promise<BothEnds<Int32Array>> {
    const A = await this.#partnerIndexes.load(endKey(pair, { side, end: 'A' }));
    return buildBothPartners(A, pair.b.nLatents);
  }

  /** As {@link readPartners}, with cosines. */
  async readMatched(pair: MatchedPair, side: SideRow): Promise<BothEnds<Partners>> {
    return buildBothMatched(await this.#partners.load(endKey(pair, { side, end: 'A' })), pair.b.nLatents);
  }

  /** The nearest row of each latent of both ends on one side. [n] each */
  async readNearestIndexes(pair: MatchedPair, side: SideRow): Promise<BothEnds<Int32Array>> {
    const [A, B] = await this.#nearestIndexes.loadMany(listEndKeys(pair, side));
    return { A: valueOf(A), B: valueOf(B) };
  }

  /** As {@link readNearestIndexes}, with cosines. */
  async readNearest(pair: MatchedPair, side: SideRow): Promise<BothEnds<Partners>> {
    const [A, B] = await this.#nearest.loadMany(listEndKeys(pair, side));
    return { A: valueOf(A), B: valueOf(B) };
  }

  /** Who is alive, 0 or 1. [n] */
  readAlive(dictionary: DictionaryRow): Promise<Uint8Array> {
    return this.#alive.load(dictionary);
  }

  /** The firing frequency of every latent, NaN where it is not known. [n] */
  readFrequencies(dictionary: DictionaryRow): Promise<Float32Array> {
    return this.#frequencies.load(dictionary);
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

function valueOf<Value>(value: Value | Error): Value {
  if (value instanceof Error) throw value;
  return value;
}
