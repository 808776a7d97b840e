/**
 * Matchings reduced to what the analyses of a run group need, so that another threshold over the same group reads nothing.
 *
 * A group's pairs together can be more than the cache of whole pairs holds; reduced ones are a fifth of that, and last on their own. For
 * definitions by matched partners the candidates are not read at all.
 */
import { LRUCache } from 'lru-cache';
import { buildPairScores, type EndScores, type PairScores, type ScoreRule } from '../compute/group/seed-group.ts';
import { byNeighbours } from '../compute/statistics/criterion.ts';
import { candidatesUnknown } from '../compute/statistics/known-cosines.ts';
import { keyText } from './batches/key-text.ts';
import type { CompletePair, PairCache } from './pair-cache.ts';

export class ScoreCache {
  readonly #pairs: PairCache;
  readonly #entries: LRUCache<string, PairScores, () => Promise<PairScores>>;

  constructor(pairs: PairCache, options: { maxBytes: number }) {
    this.#pairs = pairs;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: (scores) => 1 + endBytes(scores.A) + endBytes(scores.B),
      fetchMethod: (_key, _stale, { context: load }) => load(),
    });
  }

  /** The pair under a definition. Concurrent questions share one reduction. Throws `BAD_INPUT` (no encoders), `COSINES_UNKNOWN`. */
  async loadScores(pair: CompletePair, { definition, aliveOnly }: ScoreRule): Promise<PairScores> {
    const { matching, decoder, encoder } = pair;
    if (byNeighbours(definition) && [decoder, encoder].some((side) => side?.publication)) {
      throw candidatesUnknown(`what is shared by "${definition}"`);
    }
    const written = [decoder, encoder].map((side) => side?.createdAt.getTime() ?? 0);
    const load = async () => {
      // of the candidates the living are looked for, so that all are needed only where the dead do not count
      const arrays = await (byNeighbours(definition) && aliveOnly
        ? this.#pairs.loadPair(pair)
        : this.#pairs.readReduced(pair, { nearest: byNeighbours(definition) }));
      return buildPairScores(arrays, { definition, aliveOnly });
    };
    const key = [keyText(matching), ...written, definition, Number(aliveOnly)].join(':');
    return (await this.#entries.fetch(key, { context: load })) ?? load();
  }
}

/** Arrays that two fields have in common count once. */
function endBytes({ scores, partner, cosine, decoder, encoder }: EndScores): number {
  const arrays = new Set([scores, partner, cosine, decoder, ...(encoder ? [encoder] : [])]);
  return [...arrays].reduce((total, { byteLength }) => total + byteLength, 0);
}
