/** The matching of two dictionaries under a measure, by their ids in either order. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { findMatchingsOfPairs, type MatchingRow } from '../../../db/stores/matchings.ts';
import type { Measure } from '../../compute/side-matching.ts';

/** Two dictionaries of one space, in any order, and what is maximised. */
export interface PairKey {
  spaceId: number;
  a: number;
  b: number;
  measure: Measure;
}

/** One statement for all pairs; null where the pair has not been matched. */
export function buildMatchingOfPairBatch(session: Session): DataLoader<PairKey, MatchingRow | null, string> {
  return new DataLoader((pairs) => findMatchingsOfPairs(session, pairs.map(ordered)), {
    cacheKeyFn: (pair) => {
      const { spaceId, a, b, measure } = ordered(pair);
      return `${spaceId}:${a}:${b}:${measure}`;
    },
  });
}

function ordered(pair: PairKey): PairKey {
  return pair.a < pair.b ? pair : { ...pair, a: pair.b, b: pair.a };
}
