/**
 * The two lists of a complete matching: shared pairs and orphans. Their order is fixed by the matching and the criterion, so a cursor is a
 * position in it and good for no other.
 */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { candidatesNeeded, type Criterion } from '../../compute/statistics/criterion.ts';
import { orderOrphans, orderSharedPairs } from '../../compute/statistics/latent-order.ts';
import type { MatchingEnd, PairArrays } from '../../compute/statistics/pair-arrays.ts';
import { knowsCosines } from '../../compute/statistics/known-cosines.ts';
import type { MatchedEnd } from '../../compute/side-matching.ts';
import { keyText } from '../batches/key-text.ts';
import { findPairArrays } from './complete-pair.ts';
import type { AnalysisContext } from '../context.ts';
import { buildIndexPage, indexCursor, type PageArguments } from '../../graph/paging/index-page.ts';
import { type IndexOrder } from '../ordered-rows.ts';
import { MAX_PAGE_OF_LATENTS } from '../../graph/limits.ts';
import { buildConnection } from '../../graph/paging/paging.ts';
import type { OrphanParent, SharedPairParent } from '../../graph/parents.ts';

/** A page of `sharedPairs`; null while the matching is not complete. Throws `BAD_INPUT`, `BAD_CURSOR`. */
export async function listSharedPairs(
  context: AnalysisContext,
  matching: MatchingRow,
  { criterion, args }: { criterion: Criterion; args: PageArguments },
) {
  const pair = await findPairArrays(context, matching, { ...criterion, candidates: candidatesNeeded(criterion) });
  if (pair === null) return null;
  const { index, partner } = orderSharedPairs(pair, { end: 'A', criterion });
  const order = buildFixedOrder('sharedPairs', { matching, criterion, indexes: index });
  const page = buildIndexPage(order, { args, max: MAX_PAGE_OF_LATENTS });
  const rows = page.rows.map((i) => buildSharedPair(matching, pair, { i, j: partner[-(order.valueOf(i) ?? 0)] }));
  return { ...buildConnection({ ...page, rows }, ({ a }) => indexCursor(order, a.index)), criterion };
}

/** A page of `orphans`; null while the matching is not complete. Throws `BAD_INPUT`, `BAD_CURSOR`. */
export async function listOrphans(
  context: AnalysisContext,
  matching: MatchingRow,
  { criterion, of, args }: { criterion: Criterion; of: MatchingEnd; args: PageArguments },
) {
  // the nearest latents put those in order that no threshold would make shared
  const needed = candidatesNeeded(criterion);
  const candidates = needed === 'NONE' ? 'NEAREST' : needed;
  const pair = await findPairArrays(context, matching, { ...criterion, candidates });
  if (pair === null) return null;
  const indexes = orderOrphans(pair, { end: of, criterion });
  const order = buildFixedOrder(`orphans:${of}`, { matching, criterion, indexes });
  const page = buildIndexPage(order, { args, max: MAX_PAGE_OF_LATENTS });
  const place = { spaceId: matching.spaceId, dictionaryId: of === 'A' ? matching.a : matching.b };
  const rows = page.rows.map((index): OrphanParent => ({ latent: { ...place, index }, matching, criterion }));
  return { ...buildConnection({ ...page, rows }, ({ latent }) => indexCursor(order, latent.index)), criterion };
}

/** An order whose value is the position, negative so that the highest comes first. */
function buildFixedOrder(
  name: string,
  { matching, criterion, indexes }: { matching: MatchingRow; criterion: Criterion; indexes: Int32Array },
): IndexOrder {
  const { definition, threshold, strict, aliveOnly } = criterion;
  const positions = new Map(Array.from(indexes, (index, position) => [index, position]));
  return {
    list: [name, keyText(matching), definition, threshold, Number(strict), Number(aliveOnly)].join(':'),
    indexes,
    valueOf: (index) => -(positions.get(index) ?? 0),
  };
}

/** The pair (i, j) with the cosines that the matching knows. */
export function buildSharedPair(
  { spaceId, a, b, measure }: MatchingRow,
  pair: PairArrays,
  { i, j }: { i: number; j: number },
): SharedPairParent {
  // the matched cosine is of this pair only if this side's matching names the same partner, and has its sign only for COSINE
  const known = (side: MatchedEnd | null) =>
    measure === 'COSINE' && side?.partner[i] === j && knowsCosines(side) ? side.cosine[i] : undefined;
  return {
    a: { spaceId, dictionaryId: a, index: i },
    b: { spaceId, dictionaryId: b, index: j },
    decoderCosine: known(pair.a.decoder),
    encoderCosine: known(pair.a.encoder),
  };
}
