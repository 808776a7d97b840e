/**
 * The two lists of a complete matching: shared pairs and orphans. Their order is fixed by the matching and the criterion, so that the
 * value of a latent is its position.
 */
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { candidatesNeeded, type Criterion } from '../../compute/statistics/criterion.ts';
import { orderOrphans, orderSharedPairs } from '../../compute/statistics/latent-order.ts';
import type { MatchingEnd, PairArrays, Side } from '../../compute/statistics/pair-arrays.ts';
import { knowsCosines } from '../../compute/statistics/known-cosines.ts';
import type { MatchedEnd } from '../../compute/side-matching.ts';
import { keyText } from '../batches/key-text.ts';
import { type LatentPair, readKnown } from './latent-pair-cosine.ts';
import { findPairArrays } from './complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import type { IndexOrder, OrderedRows } from '../ordered-rows.ts';

/** A latent that is not shared under a criterion. */
export interface Orphan {
  latent: LatentKey;
  matching: MatchingRow;
  criterion: Criterion;
}

/** Shared pairs; null while the matching is not complete. Throws `BAD_INPUT`, `COSINES_UNKNOWN`. */
export async function listSharedPairs(
  context: AnalysisContext,
  matching: MatchingRow,
  criterion: Criterion,
): Promise<OrderedRows<LatentPair> | null> {
  const pair = await findPairArrays(context, matching, { ...criterion, candidates: candidatesNeeded(criterion) });
  if (pair === null) return null;
  const { index, partner } = orderSharedPairs(pair, { end: 'A', criterion });
  const order = buildFixedOrder('sharedPairs', { matching, criterion, indexes: index });
  const partnerOf = (i: number) => partner[-(order.valueOf(i) ?? 0)];
  return { ...order, rowOf: (i) => buildSharedPair(matching, pair, { i, j: partnerOf(i) }) };
}

/** Orphans; null while the matching is not complete. Throws `BAD_INPUT`, `COSINES_UNKNOWN`. */
export async function listOrphans(
  context: AnalysisContext,
  matching: MatchingRow,
  { criterion, of }: { criterion: Criterion; of: MatchingEnd },
): Promise<OrderedRows<Orphan> | null> {
  // the nearest latents put those in order that no threshold would make shared
  const needed = candidatesNeeded(criterion);
  const candidates = needed === 'NONE' ? 'NEAREST' : needed;
  const pair = await findPairArrays(context, matching, { ...criterion, candidates });
  if (pair === null) return null;
  const indexes = orderOrphans(pair, { end: of, criterion });
  const order = buildFixedOrder(`orphans:${of}`, { matching, criterion, indexes });
  const place = { spaceId: matching.spaceId, dictionaryId: of === 'A' ? matching.a : matching.b };
  return { ...order, rowOf: (index) => ({ latent: { ...place, index }, matching, criterion }) };
}

/** An order whose value is the position, negative so that the highest comes first. */
function buildFixedOrder(
  name: string,
  { matching, criterion, indexes }: { matching: MatchingRow; criterion: Criterion; indexes: Int32Array },
): IndexOrder {
  const { definition, threshold, strict, aliveOnly, minFiringFrequency } = criterion;
  const positions = new Map(Array.from(indexes, (index, position) => [index, position]));
  return {
    list: [
      name,
      keyText(matching),
      definition,
      threshold,
      Number(strict),
      Number(aliveOnly),
      minFiringFrequency ?? '',
    ].join(':'),
    indexes,
    valueOf: (index) => -(positions.get(index) ?? 0),
  };
}

/** The pair (i, j) with the cosines that the matching knows. */
export function buildSharedPair(
  { spaceId, a, b, measure }: MatchingRow,
  pair: PairArrays,
  { i, j }: { i: number; j: number },
): LatentPair {
  // the matched score is of this pair only if this side's matching names the same partner
  const known = (side: Side, end: MatchedEnd | null) =>
    readKnown(measure, { side, score: end?.partner[i] === j && knowsCosines(end) ? end.cosine[i] : undefined });
  return {
    a: { spaceId, dictionaryId: a, index: i },
    b: { spaceId, dictionaryId: b, index: j },
    decoderCosine: known('DECODER', pair.a.decoder),
    encoderCosine: known('ENCODER', pair.a.encoder),
  };
}
