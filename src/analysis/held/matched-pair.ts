/** A matching as rows: the dictionaries at its ends and its solved sides. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchingRow, SideRow } from '../../../db/stores/matchings.ts';

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
