/**
 * Sharing scores on a grid of thresholds: two bytes per latent that say, exactly, who is shared at every threshold of up
 * to four decimals.
 *
 * In: what `buildPairScores` says of an end under a definition. Out: with q = 10,000, for each latent the rank 2k + 1 if its score is k/q,
 * 2k + 2 if it lies between k/q and (k + 1)/q (or above 1), and 0 if it is below 0. Then s >= k/q is rank >= 2k + 1, and s > k/q is rank >= 2k + 2.
 * Every other threshold, and the living alone by nearest neighbours, is decided by the scores themselves.
 */
import { ReseedError } from '../../errors.ts';
import { type Criterion, sharedDefinitions, type SharedDefinition } from '../statistics/criterion.ts';
import type { PairArrays } from '../statistics/pair-arrays.ts';
import { buildPairScores, type EndScores, type PairScores, type SharedEnd } from './seed-group.ts';
import type { MatchedPartners } from './triple-consistency.ts';

/** Steps from 0 to 1: ranks fit two bytes, and more decimals than these are rarely typed. */
const STEPS = 10_000;
/** The part of a summary that no threshold decides. */
export type MatchingMeans = Pick<EndScores, 'agreement' | 'meanDecoderCosine' | 'meanEncoderCosine'>;

/** One end of a pair under a definition, all latents counted. */
export interface EndRanks extends MatchingMeans {
  readonly ranks: Uint16Array; // [n]
}

/** Both ends of a pair. */
export type PairRanks = Readonly<Record<'A' | 'B', EndRanks>>;

/** Both ends under every definition that the pair knows enough for. O(n). */
export function buildPairRanks(pair: PairArrays): { definition: SharedDefinition; ranks: PairRanks }[] {
  return sharedDefinitions.flatMap((definition) => {
    const scores = findScores(pair, definition);
    return scores === null ? [] : [{ definition, ranks: { A: rankEnd(scores.A), B: rankEnd(scores.B) } }];
  });
}

/** Null where encoders, cosines or candidates are missing. */
function findScores(pair: PairArrays, definition: SharedDefinition): PairScores | null {
  try {
    return buildPairScores(pair, { definition, aliveOnly: false });
  } catch (error) {
    if (error instanceof ReseedError) return null;
    throw error;
  }
}

function rankEnd({ scores, agreement, meanDecoderCosine, meanEncoderCosine }: EndScores): EndRanks {
  return { ranks: rankScores(scores), agreement, meanDecoderCosine, meanEncoderCosine };
}

/** The rank of each score. [n], new. */
export function rankScores(scores: Float64Array): Uint16Array {
  const ranks = new Uint16Array(scores.length);
  for (let i = 0; i < ranks.length; i++) {
    const score = scores[i];
    if (!(score >= 0)) continue;
    let k = Math.min(STEPS, Math.floor(score * STEPS));
    // the product is rounded: step to where the comparison itself changes
    while (k > 0 && score < k / STEPS) k--;
    while (k < STEPS && score >= (k + 1) / STEPS) k++;
    ranks[i] = score === k / STEPS ? 2 * k + 1 : 2 * k + 2;
  }
  return ranks;
}

/** The least rank that passes; null for a threshold that is none of the grid. */
export function findLeastRank({ definition, threshold, strict }: Omit<Criterion, 'aliveOnly'>): number | null {
  // its scores are infinite
  if (definition === 'AGREE') return 1;
  const k = Math.round(threshold * STEPS);
  return k / STEPS === threshold ? 2 * k + 1 + Number(strict) : null;
}

/** 1 where a latent is shared. [n], new. */
export function sharedByRanks({ ranks }: Pick<EndRanks, 'ranks'>, leastRank: number): SharedEnd {
  const shared = new Uint8Array(ranks.length);
  // the sign of the difference, without a branch on what is as good as random
  for (let i = 0; i < shared.length; i++) shared[i] = 1 - ((ranks[i] - leastRank) >>> 31);
  return { n: shared.length, shared };
}

/**
 * As {@link sharedByRanks}, of the living whose partners live, too: those that the definition looks at, on the sides that it looks at. For
 * definitions by matched partners.
 */
export function sharedAlive(
  end: SharedEnd,
  {
    definition,
    partners,
    alive,
  }: {
    definition: SharedDefinition;
    partners: MatchedPartners;
    alive: { own: Uint8Array; other: Uint8Array };
  },
): SharedEnd {
  const shared = end.shared.slice();
  const lives = (partner: Int32Array) => {
    for (let i = 0; i < shared.length; i++) {
      if (shared[i] === 1 && (alive.own[i] !== 1 || alive.other[partner[i]] !== 1)) shared[i] = 0;
    }
  };
  if (definition !== 'ENCODER') lives(partners.decoder);
  if (definition !== 'DECODER' && partners.encoder !== null) lives(partners.encoder);
  return { n: end.n, shared };
}
