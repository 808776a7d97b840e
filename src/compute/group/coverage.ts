/**
 * Coverage: dictionaries of different sizes, compared without a bijection.
 *
 * In: a pair, from one end and on one side. Out: what part of this end's latents has a near one at the other, and how many of them share
 * the same near one (feature splitting: several latents of a larger dictionary for one of a smaller).
 */
import { assertCandidates } from '../statistics/known-cosines.ts';
import { largestCosineTail } from '../nulls/random-cosine.ts';
import type { Measure } from '../side-matching.ts';
import { type MatchingEnd, type PairArrays, type Side, viewFrom } from '../statistics/pair-arrays.ts';
import { findSlot } from '../statistics/sharing-score.ts';
import { sumFlags } from './seed-group.ts';

/** What counts as covered. */
export interface CoverageRule {
  /** Cosine threshold, 0 to 1. */
  readonly threshold: number;
  /** `>` instead of `>=`. */
  readonly strict: boolean;
  /** Count only latents that are alive, and only nearest ones that are (among the candidates kept). */
  readonly aliveOnly: boolean;
}

export interface Coverage {
  /** Latents counted. */
  readonly latents: number;
  /** Of these, those with a cosine that passes. */
  readonly covered: number;
  /** covered / latents. */
  readonly coverage: number;
  /** Different latents at the other end that are nearest to a covered one. */
  readonly nearest: number;
  /** covered / nearest; null where nothing is covered. */
  readonly splitFactor: number | null;
  /** Coverage by random vectors uniform on the sphere: the chance that the largest of n cosines passes. Null for activations. */
  readonly nullCoverage: number | null;
  /** Split factor where as many covered latents as by chance each take a nearest one at random; null where that is none, and for activations. */
  readonly nullSplitFactor: number | null;
}

/**
 * Coverage of `end` by the other; `d` is the width of the rows. O(n). Null for encoder rows if either dictionary has none. Throws
 * `COSINES_UNKNOWN`.
 */
export function coverage(
  pair: PairArrays,
  { end, side, rule, d }: { end: MatchingEnd; side: Side; rule: CoverageRule; d: number },
): Coverage | null {
  const { own, other } = viewFrom(pair, end);
  const matched = side === 'DECODER' ? own.decoder : other.encoder && own.encoder;
  if (matched === null) return null;
  assertCandidates(matched, 'what is covered');
  const { threshold, strict, aliveOnly } = rule;
  const taken = new Uint8Array(other.n);
  const { candidates, candidateCosines } = matched;
  let covered = 0;
  for (let i = 0; i < own.n; i++) {
    if (aliveOnly && own.alive[i] !== 1) continue;
    const slot = findSlot(matched, i, aliveOnly ? other.alive : null);
    if (slot < 0) continue;
    const cosine = candidateCosines[slot];
    if (strict ? cosine <= threshold : cosine < threshold) continue;
    covered++;
    taken[candidates[slot]] = 1;
  }
  const latents = aliveOnly ? sumFlags(own.alive) : own.n;
  const nearest = sumFlags(taken);
  return {
    latents,
    covered,
    coverage: latents > 0 ? covered / latents : 0,
    nearest,
    splitFactor: covered > 0 ? covered / nearest : null,
    ...(side === 'ENCODER' && pair.measure === 'ACTIVATION_CORRELATION'
      ? { nullCoverage: null, nullSplitFactor: null }
      : coverageByChance({ threshold, latents, n: other.n, d, measure: pair.measure })),
  };
}

/** What random vectors give: `latents` here, `n` there. */
function coverageByChance(of: { threshold: number; latents: number; n: number; d: number; measure: Measure }) {
  const { threshold, latents, n } = of;
  const nullCoverage = largestCosineTail(threshold, of);
  const covered = nullCoverage * latents;
  // of n nearest ones, those that at least one of the covered took: n (1 - (1 - 1 / n)^covered)
  const nearest = n > 1 ? -n * Math.expm1(covered * Math.log1p(-1 / n)) : Math.min(n, covered);
  return { nullCoverage, nullSplitFactor: nearest > 0 ? covered / nearest : null };
}
