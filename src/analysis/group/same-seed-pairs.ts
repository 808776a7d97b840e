/** Dictionaries of one run group that began from the same weights. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { definitions } from '../definitions/definitions.ts';

/** Every pair of `dictionaries` with a known and equal init seed, in their order. */
export function listSameSeedPairs(dictionaries: readonly DictionaryRow[]) {
  return dictionaries.flatMap((a, i) =>
    dictionaries
      .slice(i + 1)
      .filter((b) => isSameSeed(a, b))
      .map((b) => ({ a, b, initSeed: a.initSeed ?? 0, warning: definitions.sameInitSeed.statement() })),
  );
}

/** Whether both seeds are known and equal. */
export function isSameSeed(a: DictionaryRow, b: DictionaryRow): boolean {
  return a.initSeed !== null && a.initSeed === b.initSeed;
}
