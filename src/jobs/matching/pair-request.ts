/** Work on one matching -> the names that its jobs are known by. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { Measure } from '../../compute/side-matching.ts';

/** A matching, complete or not, and its two dictionaries in either order. */
export interface PairRequest {
  matching: MatchingRow;
  a: DictionaryRow;
  b: DictionaryRow;
}

const measureWords: Record<Measure, string> = {
  COSINE: '',
  ABSOLUTE_COSINE: ', absolute cosines',
  ACTIVATION_CORRELATION: ', matched by activation',
};

/** `place` for the payload, `content` for the key (equal for equal rows), `pair` for the title. */
export function describePair({ matching, a, b }: PairRequest): {
  place: { spaceId: number; matchingId: number };
  content: string;
  pair: string;
} {
  const names = matching.a === a.id ? `${a.name} and ${b.name}` : `${b.name} and ${a.name}`;
  return {
    place: { spaceId: matching.spaceId, matchingId: matching.id },
    content: `${matching.contentA}:${matching.contentB}:${matching.measure}`,
    pair: names + measureWords[matching.measure],
  };
}
