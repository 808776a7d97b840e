/** What the decoder rows of one matched pair span: matching and rows -> SVCCA of the pairs, and the subspaces of the latents without a partner. */
import { findSides } from '../../../db/stores/matchings.ts';
import { findOrphanSpans, findSimilarities, insertSimilarity } from '../../../db/stores/similarities.ts';
import { PairReader } from '../../analysis/held/pair-reader.ts';
import { checkCorrelatedWidth } from '../../compute/similarity/correlated-width.ts';
import { ReseedError } from '../../errors.ts';
import { correlatePairs } from './correlate-pairs.ts';
import { getMatchedDictionaries } from './matched-dictionaries.ts';
import { readUnitRows } from './read-unit-rows.ts';
import { spanOrphans } from './span-orphans.ts';
import type { Task } from '../worker/task.ts';

export const compareSpans: Task<{ spaceId: number; matchingId: number }> = async (context, { spaceId, matchingId }) => {
  const key = { spaceId, id: matchingId };
  const { matching, a, b } = await getMatchedDictionaries(context.db, key);
  checkCorrelatedWidth(a.dIn);
  const [[correlated], [spanned]] = await Promise.all([
    findSimilarities(context.db, [key]),
    findOrphanSpans(context.db, [key]),
  ]);
  if (correlated !== null && spanned !== null) return async () => ({ matching: key, alreadyPresent: true });
  const [sides] = await findSides(context.db, [key]);
  const decoder = sides.find(({ side }) => side === 'DECODER');
  if (decoder === undefined) {
    throw new ReseedError('NOT_MATCHED', `Cannot compare "${a.name}" and "${b.name}": their decoders are not matched`, {
      hint: 'Match them first, then ask again.',
    });
  }
  context.progress({ step: 'reading rows', done: 0, total: 1, unit: 'steps' });
  const reader = new PairReader(context.db);
  const { A: partner } = await reader.readPartners({ matching, a, b }, decoder);
  const [aliveA, aliveB] = await Promise.all([reader.readAlive(a), reader.readAlive(b)]);
  const rowsA = await readUnitRows(context, { dictionary: a, side: 'DECODER' });
  const rowsB = await readUnitRows(context, { dictionary: b, side: 'DECODER' });
  const of = { matching, a, b, decoder, partner, aliveA, aliveB, rowsA, rowsB };
  const correlation = correlated === null ? await correlatePairs(context, of) : null;
  const spans = spanned === null ? await spanOrphans(context, of) : null;
  return async (tx) => {
    await getMatchedDictionaries(tx, key); // neither was deleted meanwhile
    if (correlation) await insertSimilarity(tx, { matching: key, kind: 'SVCCA', statistics: correlation });
    if (spans) await insertSimilarity(tx, { matching: key, kind: 'ORPHANS', statistics: spans });
    return { matching: key };
  };
};
