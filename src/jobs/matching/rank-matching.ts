/** A complete matching -> ranks of its sharing scores under every definition, for who looks at whole run groups. */
import type { Database, Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { type EndKey, findSides, loadNearest, loadPartners, type SideRow } from '../../../db/stores/matchings.ts';
import { findUnrankedMatching, lockMatching, replaceRanks } from '../../../db/stores/stored-ranks.ts';
import { buildNearestEnd, buildPartnerEnds } from '../../compute/group/partner-ends.ts';
import { buildPairRanks } from '../../compute/group/score-ranks.ts';
import { buildPairArrays, type SideEnds } from '../../compute/statistics/pair-arrays.ts';
import { getMatchedDictionaries } from './matched-dictionaries.ts';

/**
 * Reduces a matching as its sides stand now, in the caller's transaction; does nothing to one that is not complete. Of two transactions
 * that write its two sides, the second to come here sees what the first has written. Throws `NOT_FOUND`.
 */
export async function rankMatching(tx: Session, key: Key): Promise<void> {
  await lockMatching(tx, key);
  const { matching, a, b } = await getMatchedDictionaries(tx, key);
  const [sides] = await findSides(tx, [key]);
  if (sides.length < (a.hasEncoder && b.hasEncoder ? 2 : 1)) return;
  const readEnds = async ({ side, publication }: SideRow): Promise<SideEnds> => {
    const ends: EndKey[] = [
      { matching: key, side, end: 'A', n: a.nLatents },
      { matching: key, side, end: 'B', n: b.nLatents },
    ];
    const [partners] = await loadPartners(tx, [ends[0]]);
    const both = buildPartnerEnds(partners, b.nLatents);
    if (publication !== null) return both;
    const [nearestA, nearestB] = await loadNearest(tx, ends);
    return { a: buildNearestEnd(both.a, nearestA), b: buildNearestEnd(both.b, nearestB) };
  };
  const decoder = sides.find(({ side }) => side === 'DECODER');
  const encoder = sides.find(({ side }) => side === 'ENCODER');
  if (decoder === undefined) return;
  const arrays = buildPairArrays({
    measure: matching.measure,
    decoder: await readEnds(decoder),
    encoder: encoder === undefined ? null : await readEnds(encoder),
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
