/** A complete matching -> ranks of its sharing scores under every definition, for who looks at whole run groups. */
import type { Database, Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { findUnrankedMatching, lockMatching, replaceRanks } from '../../../db/stores/stored-ranks.ts';
import { buildBatches } from '../../analysis/batches/batches.ts';
import { PairReader } from '../../analysis/held/pair-reader.ts';
import { findCompletePair } from '../../analysis/pair/complete-pair.ts';
import { buildPairRanks } from '../../compute/group/score-ranks.ts';
import { buildPairArrays } from '../../compute/statistics/pair-arrays.ts';
import { getMatchedDictionaries } from './matched-dictionaries.ts';

/**
 * Reduces a matching as its sides stand now, in the caller's transaction; does nothing to one that is not complete. Of two transactions
 * that write its two sides, the second to come here sees what the first has written. Throws `NOT_FOUND`.
 */
export async function rankMatching(tx: Session, key: Key): Promise<void> {
  await lockMatching(tx, key);
  const { matching, a, b } = await getMatchedDictionaries(tx, key);
  const batches = buildBatches(tx);
  for (const dictionary of [a, b]) batches.dictionaries.prime(dictionary, dictionary);
  const pair = await findCompletePair({ batches }, matching);
  if (pair === null) return;
  const reader = new PairReader(tx);
  const arrays = buildPairArrays({
    measure: matching.measure,
    decoder: await reader.readSide(pair, { side: pair.decoder, candidates: 'NEAREST' }),
    encoder: pair.encoder && (await reader.readSide(pair, { side: pair.encoder, candidates: 'NEAREST' })),
    // all latents count
    aliveA: new Uint8Array(a.nLatents).fill(1),
    aliveB: new Uint8Array(b.nLatents).fill(1),
  });
  await replaceRanks(tx, { matching: key, all: buildPairRanks(arrays) });
}

/** What reduces complete matchings that older versions have left, one for each call, by key; false once there is none. */
export function buildRanker(db: Database): () => Promise<boolean> {
  let last: Key | null = null;
  let ended = false;
  return async () => {
    if (ended) return false;
    const next = await findUnrankedMatching(db, last);
    if (next === null) {
      ended = true;
      return false;
    }
    last = next;
    await db.transaction((tx) => rankMatching(tx, next));
    return true;
  };
}
