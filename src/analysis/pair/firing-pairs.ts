/** What matched latents do on the same tokens: where direction and firing name the same partner, and where they do not. */
import type { MatchingFiringRow } from '../../../db/stores/matching-firings.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { findTwins, type TwinRule } from '../../compute/firing/twins.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { keyText } from '../batches/key-text.ts';
import { checkRange } from '../check-range.ts';
import { definitions } from '../definitions/definitions.ts';
import type { OrderedRows } from '../ordered-rows.ts';
import { findPairArrays } from './complete-pair.ts';

/** A matching by activation with what was stored of it. */
export interface MatchedFiring {
  matching: MatchingRow;
  firing: MatchingFiringRow;
}

/** Two latents on the same tokens. */
export interface FiringPair {
  a: LatentKey;
  b: LatentKey;
  cosine: number;
  correlation: number;
  jaccard: number | null;
  bGivenA: number | null;
  aGivenB: number | null;
  firesA: number;
  firesB: number;
}

/** What was stored of a matching by activation; null for one of another measure. */
export async function findMatchedFiring(
  { batches }: AnalysisContext,
  matching: MatchingRow,
): Promise<MatchedFiring | null> {
  const firing = await batches.firings.load(matching);
  return firing && { matching, firing };
}

/** All pairs of one kind, in order, and what they are in words. Throws `BAD_INPUT`. */
export async function listFiringPairs(
  context: AnalysisContext,
  { matching, firing }: MatchedFiring,
  asked: TwinRule,
): Promise<{ rows: OrderedRows<FiringPair>; statement: string }> {
  const rule = {
    kind: asked.kind,
    cosine: checkRange('cosine', asked.cosine, { min: -1, max: 1 }),
    correlation: checkRange('correlation', asked.correlation, { min: -1, max: 1 }),
  };
  const pair = await findPairArrays(context, matching, { aliveOnly: false, candidates: 'NONE' });
  const encoder = pair?.a.encoder;
  if (!pair || !encoder) throw new TypeError('a matching by activation has both sides');
  const { decoder } = pair.a;
  const byDirection = { partner: decoder.partner, cosine: decoder.cosine, correlation: firing.correlations };
  const byFiring = { partner: encoder.partner, cosine: firing.cosines, correlation: encoder.cosine };
  const { index, value } = findTwins({ byDirection, byFiring }, rule);
  const used = rule.kind === 'FIRING_ONLY' ? byFiring : byDirection;
  const both = rule.kind === 'FIRING_ONLY' ? firing.bothByFiring : firing.bothByDirection;
  return {
    rows: {
      list: ['firing', keyText(matching), rule.kind, rule.cosine, rule.correlation].join(':'),
      indexes: index,
      valueOf: (i) => (Number.isNaN(value[i]) ? null : value[i]),
      rowOf: (i) => {
        const j = used.partner[i];
        const counts = { firesA: firing.firesA[i], firesB: firing.firesB[j], both: both[i] };
        return {
          a: { spaceId: matching.spaceId, dictionaryId: matching.a, index: i },
          b: { spaceId: matching.spaceId, dictionaryId: matching.b, index: j },
          cosine: used.cosine[i],
          correlation: used.correlation[i],
          ...describeFiring(counts),
        };
      },
    },
    statement: definitions.firingPairs.statement(rule, { tokens: firing.source.tokens }),
  };
}

function describeFiring({ firesA, firesB, both }: { firesA: number; firesB: number; both: number }) {
  const share = (whole: number) => (whole === 0 ? null : both / whole);
  return { firesA, firesB, jaccard: share(firesA + firesB - both), bGivenA: share(firesA), aGivenB: share(firesB) };
}
