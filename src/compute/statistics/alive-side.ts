/**
 * The numbers of one side without the dead: those of `SideStatistics`, of the latents that are alive at both ends.
 *
 * In: both ends of a side and who is alive. Out: means over living pairs and living latents. The bijection is that of all latents, not solved
 * again. Largest cosines are looked for among the candidates kept per latent: where all of those are dead, the latent is left out and
 * counted.
 */
import { type MatchedEnd } from '../side-matching.ts';
import { sumFlags } from '../group/seed-group.ts';
import { knowsCosines } from './known-cosines.ts';
import type { SideEnds } from './pair-arrays.ts';
import { findSlot } from './sharing-score.ts';
import type { LivingEnds } from './statistics.ts';

/** See `AliveSide` in schema.graphql. Means of nothing, and of what others did not publish, are null. */
export interface AliveSide {
  /** Alive latents of A, and of B. */
  readonly latentsA: number;
  readonly latentsB: number;
  /** Matched pairs of which both latents are alive. */
  readonly pairs: number;
  readonly meanMatchedCosine: number | null;
  readonly mmcsAB: number | null;
  readonly mmcsBA: number | null;
  readonly regret: number | null;
  /** Alive latents of A that `mmcsAB` and `regret` leave out, and of B that `mmcsBA` does. */
  readonly leftOutA: number;
  readonly leftOutB: number;
}

/** The side's numbers over the living, `own` those of A. O(n). */
export function aliveSide({ a, b }: SideEnds, { own, other }: LivingEnds): AliveSide {
  const nearestA = nearestLiving(a, { own, other });
  const nearestB = nearestLiving(b, { own: other, other: own });
  const matched = new Mean();
  const regret = new Mean();
  for (let i = 0; i < a.partner.length; i++) {
    const j = a.partner[i];
    if (j < 0 || own[i] !== 1 || other[j] !== 1) continue;
    matched.add(a.cosine[i]);
    const largest = nearestA.cosines[i];
    if (!Number.isNaN(largest)) regret.add(largest - a.cosine[i]);
  }
  return {
    latentsA: sumFlags(own),
    latentsB: sumFlags(other),
    pairs: matched.count,
    meanMatchedCosine: knowsCosines(a) ? matched.value : null,
    mmcsAB: nearestA.mean.value,
    mmcsBA: nearestB.mean.value,
    regret: regret.value,
    leftOutA: nearestA.leftOut,
    leftOutB: nearestB.leftOut,
  };
}

/** Of each alive latent the cosine with the nearest alive one, NaN where that is not among the candidates. */
function nearestLiving(side: MatchedEnd, { own, other }: LivingEnds) {
  const cosines = new Float64Array(own.length).fill(Number.NaN);
  const mean = new Mean();
  let leftOut = 0;
  for (let i = 0; i < own.length; i++) {
    if (own[i] !== 1) continue;
    const slot = findSlot(side, i, other);
    if (slot < 0) {
      leftOut++;
      continue;
    }
    cosines[i] = side.candidateCosines[slot];
    mean.add(cosines[i]);
  }
  return { cosines, mean, leftOut };
}

class Mean {
  count = 0;
  #total = 0;

  add(value: number): void {
    this.#total += value;
    this.count++;
  }

  get value(): number | null {
    return this.count > 0 ? this.#total / this.count : null;
  }
}
