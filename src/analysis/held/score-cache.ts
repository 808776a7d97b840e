/**
 * Matchings reduced to what the analyses of a run group need, so that another threshold over the same group reads nothing.
 *
 * A group's pairs together can be more than the cache of whole pairs holds; reduced ones are a fifth of that, and last on their own. For
 * definitions by matched partners the candidates are not read at all.
 */
import { LRUCache } from 'lru-cache';
import { buildPairScores, type EndScores, type PairScores, type ScoreRule } from '../../compute/group/seed-group.ts';
import { byNeighbours, candidatesNeeded, type SharedDefinition } from '../../compute/statistics/criterion.ts';
import { candidatesUnknown } from '../../compute/statistics/known-cosines.ts';
import { keyText } from '../batches/key-text.ts';
import type { PairCache } from './pair-cache.ts';
import type { CompletePair } from './matched-pair.ts';

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
  async loadScores(pair: CompletePair, { definition, aliveOnly, minFiringFrequency }: ScoreRule): Promise<PairScores> {
    const { matching, decoder, encoder } = pair;
    assertNeighboursKept(pair, definition);
    const written = [decoder, encoder].map((side) => side?.createdAt.getTime() ?? 0);
    const candidates = candidatesNeeded({ definition, aliveOnly });
    const load = async () => {
      const arrays = await (candidates === 'ALL'
        ? this.#pairs.loadPair(pair, { candidates, minFiringFrequency })
        : this.#pairs.readPair(pair, { candidates, minFiringFrequency }));
      return buildPairScores(arrays, { definition, aliveOnly });
    };
    // who is alive may change: not what is matched
    const living = aliveOnly ? [pair.a.statisticsVersion, pair.b.statisticsVersion, minFiringFrequency ?? ''] : ['all'];
    const key = [keyText(matching), ...written, definition, ...living].join(':');
    return (await this.#entries.fetch(key, { context: load })) ?? load();
  }
}

/** Throws `COSINES_UNKNOWN` for a definition by nearest neighbours of a pair of which others published a side. */
export function assertNeighboursKept({ decoder, encoder }: CompletePair, definition: SharedDefinition): void {
  if (!byNeighbours(definition) || [decoder, encoder].every((side) => !side?.publication)) return;
  throw candidatesUnknown(`what is shared by "${definition}"`);
}

/** Arrays that two fields have in common count once. */
function endBytes({ scores, partner, cosine, decoder, encoder }: EndScores): number {
  const arrays = new Set([scores, partner, cosine, decoder, ...(encoder ? [encoder] : [])]);
  return [...arrays].reduce((total, { byteLength }) => total + byteLength, 0);
}
