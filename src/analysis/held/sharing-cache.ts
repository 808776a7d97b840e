/**
 * Who is shared, and with whom, in the pairs of a run group: each question reads what it needs and no more.
 *
 * Masks and means come from the ranks that are stored with a complete matching. What these do not hold (thresholds off their grid, the living
 * by nearest neighbours, the means of the living, a matching that has not been reduced yet) comes from the scores. Bounded by bytes, least
 * recently used out first.
 */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../../db/connect/connect.ts';
import type { Partners } from '../../../db/stores/matchings.ts';
import { findRanks, type RankKey } from '../../../db/stores/stored-ranks.ts';
import {
  type EndRanks,
  findLeastRank,
  type MatchingMeans,
  type PairRanks,
  sharedAlive,
  sharedByRanks,
} from '../../compute/group/score-ranks.ts';
import { acceptScores, type BothEnds, type ScoreRule, type SharedEnd } from '../../compute/group/seed-group.ts';
import type { MatchedPartners } from '../../compute/group/triple-consistency.ts';
import { byNeighbours, type Criterion, type SharedDefinition } from '../../compute/statistics/criterion.ts';
import { keyText } from '../batches/key-text.ts';
import type { PairCache } from './pair-cache.ts';
import type { CompletePair } from './matched-pair.ts';
import type { PairReader } from './pair-reader.ts';
import { assertNeighboursKept, type ScoreCache } from './score-cache.ts';

/** Ends read by one statement: a few, so that the next are read while these are taken apart. */
const READ_TOGETHER = { cache: false, maxBatchSize: 24 };

/** `latents`: of both dictionaries. */
type Entry =
  | { ranks: PairRanks | null }
  | { partners: BothEnds<Int32Array>; latents: number }
  | { matched: BothEnds<Partners>; latents: number };

export class SharingCache {
  readonly #reader: PairReader;
  readonly #pairs: PairCache;
  readonly #scores: ScoreCache;
  readonly #ranks: DataLoader<RankKey, EndRanks | null>;
  readonly #entries: LRUCache<string, Entry, () => Promise<Entry>>;

  constructor(db: Database, parts: { reader: PairReader; pairs: PairCache; scores: ScoreCache; maxBytes: number }) {
    const { reader, pairs, scores, maxBytes } = parts;
    this.#reader = reader;
    this.#pairs = pairs;
    this.#scores = scores;
    this.#ranks = new DataLoader((keys) => findRanks(db, keys), READ_TOGETHER);
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: entryBytes,
      fetchMethod: (_key, _stale, { context: load }) => load(),
    });
  }

  /** Who is shared at both ends. Throws `BAD_INPUT` (no encoders), `COSINES_UNKNOWN`. */
  async loadShared(pair: CompletePair, criterion: Criterion): Promise<BothEnds<SharedEnd>> {
    const { definition, aliveOnly } = criterion;
    const leastRank = aliveOnly && byNeighbours(definition) ? null : findLeastRank(criterion);
    const ranks = leastRank === null ? null : await this.#loadRanks(pair, definition);
    if (ranks === null || leastRank === null) {
      return acceptScores(await this.#scores.loadScores(pair, criterion), criterion);
    }
    const shared = { A: sharedByRanks(ranks.A, leastRank), B: sharedByRanks(ranks.B, leastRank) };
    if (!aliveOnly) return shared;
    const [partners, a, b] = await Promise.all([
      this.loadPartners(pair),
      this.#pairs.loadAlive(pair.a, criterion),
      this.#pairs.loadAlive(pair.b, criterion),
    ]);
    return {
      A: sharedAlive(shared.A, { definition, partners: partners.A, alive: { own: a, other: b } }),
      B: sharedAlive(shared.B, { definition, partners: partners.B, alive: { own: b, other: a } }),
    };
  }

  /** What no threshold decides, at both ends. Throws as {@link loadShared}. */
  async loadMeans(pair: CompletePair, rule: ScoreRule): Promise<BothEnds<MatchingMeans>> {
    const ranks = rule.aliveOnly ? null : await this.#loadRanks(pair, rule.definition);
    return ranks ?? this.#scores.loadScores(pair, rule);
  }

  /** The optimal partners on both sides, at both ends. */
  async loadPartners(pair: CompletePair): Promise<BothEnds<MatchedPartners>> {
    const [decoder, encoder] = await Promise.all([
      this.#loadSidePartners(pair, 'DECODER'),
      pair.encoder && this.#loadSidePartners(pair, 'ENCODER'),
    ]);
    const end = (of: 'A' | 'B'): MatchedPartners => ({
      get decoder() {
        return decoder[of];
      },
      get encoder() {
        return encoder && encoder[of];
      },
    });
    return { A: end('A'), B: end('B') };
  }

  /** The partners that the definition names, accepted or not, at both ends. Throws as {@link loadShared}. */
  async loadNamed(pair: CompletePair, rule: ScoreRule): Promise<BothEnds<Int32Array>> {
    const { definition, aliveOnly } = rule;
    if (!byNeighbours(definition)) return this.#loadSidePartners(pair, namingSide(pair, definition));
    if (aliveOnly) {
      const { A, B } = await this.#scores.loadScores(pair, rule);
      return { A: A.partner, B: B.partner };
    }
    assertNeighboursKept(pair, definition);
    const key = keyOf(pair, 'nearest indexes');
    const entry = await this.#load(key, async () => ({
      partners: await this.#reader.readNearestIndexes(pair, pair.decoder),
      latents: countLatents(pair),
    }));
    return entry.partners;
  }

  /** As {@link loadNamed}, with the cosines of the rows that the partners are named by. */
  async loadTies(pair: CompletePair, rule: ScoreRule): Promise<BothEnds<Partners>> {
    const { definition, aliveOnly } = rule;
    if (byNeighbours(definition) && aliveOnly) return this.#scores.loadScores(pair, rule);
    assertNeighboursKept(pair, definition);
    const name = byNeighbours(definition) ? 'nearest' : namingSide(pair, definition);
    const entry = await this.#load(keyOf(pair, `ties:${name}`), async () => {
      const side = name === 'ENCODER' && pair.encoder !== null ? pair.encoder : pair.decoder;
      return {
        matched: await (name === 'nearest'
          ? this.#reader.readNearest(pair, side)
          : this.#reader.readMatched(pair, side)),
        latents: countLatents(pair),
      };
    });
    return entry.matched;
  }

  /** Null where they are not stored. Throws `COSINES_UNKNOWN`. */
  async #loadRanks(pair: CompletePair, definition: SharedDefinition): Promise<PairRanks | null> {
    assertNeighboursKept(pair, definition);
    const { matching, a, b } = pair;
    const key = keyOf(pair, `ranks:${definition}`);
    const entry = await this.#load(key, async () => {
      const [A, B] = await Promise.all([
        this.#ranks.load({ matching, definition, end: 'A', n: a.nLatents }),
        this.#ranks.load({ matching, definition, end: 'B', n: b.nLatents }),
      ]);
      return { ranks: A && B && { A, B } };
    });
    // they may be made at any time
    if (entry.ranks === null) this.#entries.delete(key);
    return entry.ranks;
  }

  async #loadSidePartners(pair: CompletePair, name: 'DECODER' | 'ENCODER'): Promise<BothEnds<Int32Array>> {
    const entry = await this.#load(keyOf(pair, `partners:${name}`), async () => {
      const side = name === 'ENCODER' && pair.encoder !== null ? pair.encoder : pair.decoder;
      return { partners: await this.#reader.readPartners(pair, side), latents: countLatents(pair) };
    });
    return entry.partners;
  }

  /** The key says what is loaded. */
  async #load<Loaded extends Entry>(key: string, load: () => Promise<Loaded>): Promise<Loaded> {
    return ((await this.#entries.fetch(key, { context: load })) as Loaded | undefined) ?? load();
  }
}

function entryBytes(entry: Entry): number {
  if ('ranks' in entry) {
    return 1 + (entry.ranks === null ? 0 : entry.ranks.A.ranks.byteLength + entry.ranks.B.ranks.byteLength);
  }
  // the other end may not have been worked out yet
  if ('partners' in entry) return 1 + 4 * entry.latents;
  return 1 + 12 * entry.latents;
}

function countLatents({ a, b }: CompletePair): number {
  return a.nLatents + b.nLatents;
}

/** The rows that name partners. */
function namingSide({ encoder }: CompletePair, definition: SharedDefinition): 'DECODER' | 'ENCODER' {
  return definition === 'ENCODER' && encoder !== null ? 'ENCODER' : 'DECODER';
}

/** A solved side never changes: one that was deleted and computed again was written at another moment. */
function keyOf({ matching, decoder, encoder }: CompletePair, what: string): string {
  return [keyText(matching), decoder.createdAt.getTime(), encoder?.createdAt.getTime() ?? 0, what].join(':');
}
