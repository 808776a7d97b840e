/**
 * Matchings held as arrays, so that a second question about the same pair (another threshold, the next page) reads nothing.
 *
 * A solved side never changes; its key holds the moment at which it was written, so one that was deleted and computed again is another
 * entry. Bounded by bytes, least recently used out first.
 */
import { LRUCache } from 'lru-cache';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { SideRow } from '../../../db/stores/matchings.ts';
import type { MatchedEnd } from '../../compute/side-matching.ts';
import type { Candidates, Criterion } from '../../compute/statistics/criterion.ts';
import { buildPairArrays, type PairArrays, type SideEnds } from '../../compute/statistics/pair-arrays.ts';
import { ReseedError } from '../../errors.ts';
import { keyText } from '../batches/key-text.ts';
import type { CompletePair, MatchedPair } from './matched-pair.ts';
import type { PairReader, SideAsked } from './pair-reader.ts';

/** From little to much. */
const DEPTHS: readonly Candidates[] = ['NONE', 'NEAREST', 'ALL'];

/** Who counts as alive. */
type LivingRule = Pick<Criterion, 'minFiringFrequency'>;

/** How much of a pair. */
type PairAsked = LivingRule & { candidates: Candidates };

type Entry = { side: SideEnds } | { frequencies: Float32Array } | { alive: Uint8Array };

export class PairCache {
  readonly #reader: PairReader;
  readonly #entries: LRUCache<string, Entry, () => Promise<Entry>>;

  constructor(reader: PairReader, options: { maxBytes: number }) {
    this.#reader = reader;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: entryBytes,
      fetchMethod: (_key, _stale, { context: load }) => load(),
    });
  }

  /** The pair as arrays, with these candidates or more. Concurrent questions share one read. */
  loadPair(pair: CompletePair, { candidates, ...rule }: PairAsked): Promise<PairArrays> {
    return this.#buildPair(pair, { rule, read: (side) => this.loadSide(pair, { side, candidates }) });
  }

  /**
   * As {@link loadPair}, from as few rows as may be. Pairs asked for together are read together, and afresh: whoever keeps scores of them keeps
   * the arrays.
   */
  readPair(pair: CompletePair, { candidates, ...rule }: PairAsked): Promise<PairArrays> {
    return this.#buildPair(pair, { rule, read: (side) => this.#reader.readSide(pair, { side, candidates }) });
  }

  async #buildPair(
    pair: CompletePair,
    { rule, read }: { rule: LivingRule; read: (side: SideRow) => Promise<SideEnds> },
  ): Promise<PairArrays> {
    const [decoder, encoder, aliveA, aliveB] = await Promise.all([
      read(pair.decoder),
      pair.encoder && read(pair.encoder),
      this.loadAlive(pair.a, rule),
      this.loadAlive(pair.b, rule),
    ]);
    return buildPairArrays({ measure: pair.matching.measure, decoder, encoder, aliveA, aliveB });
  }

  /**
   * Who is alive, 0 or 1 (1 where nothing is known); with a minimum frequency, who is known to fire so often. [n] Throws `ALIVE_UNKNOWN` if no
   * frequency is known.
   */
  async loadAlive(dictionary: DictionaryRow, rule: LivingRule = {}): Promise<Uint8Array> {
    const { minFiringFrequency } = rule;
    if (minFiringFrequency === null || minFiringFrequency === undefined) return this.#loadFlags(dictionary);
    const [alive, frequencies] = await Promise.all([this.#loadFlags(dictionary), this.loadFrequencies(dictionary)]);
    if (frequencies.every(Number.isNaN)) {
      throw new ReseedError(
        'ALIVE_UNKNOWN',
        `Cannot count latents by their frequency: nobody has said how often those of "${dictionary.name}" fire`,
        {
          hint: 'Collect activations of it first (npm run reseed -- collect-contexts), or leave `minFiringFrequency` out.',
        },
      );
    }
    return alive.map((flag, i) => (flag === 1 && frequencies[i] >= minFiringFrequency ? 1 : 0));
  }

  async #loadFlags(dictionary: DictionaryRow): Promise<Uint8Array> {
    const { spaceId, id, statisticsVersion } = dictionary;
    const entry = await this.#load(`alive:${keyText({ spaceId, id })}:${statisticsVersion}`, async () => ({
      alive: await this.#reader.readAlive(dictionary),
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
      side: await this.#reader.readSide(pair, { side, candidates: DEPTHS[depth] }),
    }));
    if (!('side' in entry)) throw new TypeError('expected a side');
    return entry.side;
  }

  /** The firing frequency of every latent, NaN where it is not known. [n] */
  async loadFrequencies(dictionary: DictionaryRow): Promise<Float32Array> {
    const { spaceId, id, statisticsVersion } = dictionary;
    const entry = await this.#load(`frequencies:${keyText({ spaceId, id })}:${statisticsVersion}`, async () => ({
      frequencies: await this.#reader.readFrequencies(dictionary),
    }));
    if (!('frequencies' in entry)) throw new TypeError('expected frequencies');
    return entry.frequencies;
  }

  async #load(key: string, load: () => Promise<Entry>): Promise<Entry> {
    return (await this.#entries.fetch(key, { context: load })) ?? load();
  }
}

function entryBytes(entry: Entry): number {
  if ('alive' in entry) return 1 + entry.alive.byteLength;
  if ('frequencies' in entry) return 1 + entry.frequencies.byteLength;
  return 1 + endBytes(entry.side.a) + endBytes(entry.side.b);
}

function endBytes(end: MatchedEnd): number {
  return end.partner.byteLength + end.cosine.byteLength + end.candidates.byteLength + end.candidateCosines.byteLength;
}
