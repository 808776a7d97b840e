/** A matched run group as the arrays that the analyses of a group take, for jobs. */
import type { Session } from '../../../db/connect/connect.ts';
import { type DictionaryRow, listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import { loadAlive } from '../../../db/stores/latents.ts';
import {
  type EndKey,
  findSides,
  listMatchingsOfRunGroups,
  loadNearest,
  loadPartners,
} from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { buildNearestEnd, buildPartnerEnds } from '../../compute/group/partner-ends.ts';
import {
  acceptScores,
  buildPairScores,
  buildSeedGroup,
  type SeedGroup,
  type SeedPair,
  type TiedEnd,
} from '../../compute/group/seed-group.ts';
import { byNeighbours, type Criterion } from '../../compute/statistics/criterion.ts';
import { buildPairArrays } from '../../compute/statistics/pair-arrays.ts';
import { ReseedError } from '../../errors.ts';

/** The dictionaries, ordered by init seed, and the group. Throws `NOT_MATCHED` while a matching is missing, and `BAD_INPUT`. */
export async function loadSeedGroup(
  s: Session,
  { runGroup, criterion }: { runGroup: Key; criterion: Criterion },
): Promise<{ dictionaries: DictionaryRow[]; group: SeedGroup }> {
  if (byNeighbours(criterion.definition) && criterion.aliveOnly) {
    throw new ReseedError('BAD_INPUT', `Cannot tie the living alone by "${criterion.definition}" in a job`, {
      hint: 'Leave `aliveOnly` out, or use a definition by matched partners.',
    });
  }
  const dictionaries = await listDictionariesOfRunGroups(s, [runGroup]);
  const matchings = await listMatchingsOfRunGroups(s, { keys: [runGroup], measure: 'COSINE' });
  const sides = await findSides(s, matchings);
  const alive = await loadAlive(
    s,
    dictionaries.map(({ spaceId, id, nLatents: n }) => ({ spaceId, dictionaryId: id, n })),
  );
  const hasEncoders = dictionaries.every(({ hasEncoder }) => hasEncoder);
  const wanted: Side[] = hasEncoders ? ['DECODER', 'ENCODER'] : ['DECODER'];
  const at = (id: number) => dictionaries.findIndex((dictionary) => dictionary.id === id);
  const pairs: SeedPair<TiedEnd>[] = [];
  for (const [k, matching] of matchings.entries()) {
    const [a, b] = [at(matching.a), at(matching.b)];
    if (a < 0 || b < 0 || !wanted.every((side) => sides[k].some((row) => row.side === side))) continue;
    const ends = async (side: Side) => {
      const keyA: EndKey = { matching, side, end: 'A', n: dictionaries[a].nLatents };
      const keyB: EndKey = { matching, side, end: 'B', n: dictionaries[b].nLatents };
      const [partners] = await loadPartners(s, [keyA]);
      const both = buildPartnerEnds(partners, keyB.n);
      if (!byNeighbours(criterion.definition)) return both;
      const [nearestA, nearestB] = await loadNearest(s, [keyA, keyB]);
      return { a: buildNearestEnd(both.a, nearestA), b: buildNearestEnd(both.b, nearestB) };
    };
    const arrays = buildPairArrays({
      measure: 'COSINE',
      decoder: await ends('DECODER'),
      encoder: hasEncoders ? await ends('ENCODER') : null,
      aliveA: alive[a],
      aliveB: alive[b],
    });
    pairs.push({ a, b, ends: acceptScores(buildPairScores(arrays, criterion), criterion) });
  }
  const all = (dictionaries.length * (dictionaries.length - 1)) / 2;
  if (all === 0 || pairs.length < all) {
    throw new ReseedError(
      'NOT_MATCHED',
      `Cannot say what the dictionaries of this run group share: ${pairs.length} of ${all} pairs are matched; expected all, and two dictionaries at least`,
      { hint: 'Match the run group first: npm run reseed -- match <run group>' },
    );
  }
  return { dictionaries, group: buildSeedGroup({ criterion, alive, pairs }) };
}
