/** Sums of substitutions -> changes of FVU for each pair with bootstrap intervals, their quality over many pairs, and random stand-ins. */
import { buildRandomStream } from '../nulls/random-stream.ts';
import { GROUPS, type SubstitutionSums } from './substitution-sums.ts';

/** Resamplings of the groups of contexts. */
const RESAMPLINGS = 1_000;
/** Part outside the interval on either side. */
const TAIL = 0.025;

/** Changes of FVU in dictionary A, for each of its latents; NaN where there is no pair. [nA] each */
export interface PairSubstitutions {
  /** Without the latent. */
  readonly ablated: Float64Array;
  /** With its partner. */
  readonly substituted: Float64Array;
  /** Bounds of the latter that hold with 95 %. */
  readonly atLeast: Float64Array;
  readonly atMost: Float64Array;
  /** With a random latent that fires about as often; NaN where there was none. */
  readonly random: Float64Array;
}

/** What substitution by the partners of one list gives, and by random latents. */
export function buildSubstitutions(
  sums: SubstitutionSums,
  { partner, at, random, seed }: { partner: Int32Array; at: number; random: number; seed: number },
): PairSubstitutions {
  const n = partner.length;
  const { variance } = sums;
  const { lost } = sums.substituted(at);
  const where = (values: Float64Array, of: Int32Array) => values.map((value, i) => (of[i] < 0 ? Number.NaN : value));
  const ablated = totalGroups(sums.ablated, { n, variance });
  const bounds = boundTotals(lost, { n, variance, seed });
  return {
    ablated: where(ablated, partner),
    substituted: where(totalGroups(lost, { n, variance }), partner),
    atLeast: where(bounds.atLeast, partner),
    atMost: where(bounds.atMost, partner),
    random: where(totalGroups(sums.substituted(random).lost, { n, variance }), sums.standIns(random)),
  };
}

/** Totals over the groups of each latent, divided by `variance`. [n] */
function totalGroups(lost: Float64Array, { n, variance }: { n: number; variance: number }): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let g = i * GROUPS; g < (i + 1) * GROUPS; g++) sum += lost[g];
    return sum / variance;
  });
}

/** Percentile bootstrap over groups of contexts: bounds of each total. The same groups are drawn for every latent. */
function boundTotals(
  lost: Float64Array,
  { n, variance, seed }: { n: number; variance: number; seed: number },
): { atLeast: Float64Array; atMost: Float64Array } {
  const random = buildRandomStream(seed);
  const weights = Array.from({ length: RESAMPLINGS }, () => {
    const drawn = new Uint8Array(GROUPS);
    for (let g = 0; g < GROUPS; g++) drawn[random.nextUint32() % GROUPS]++;
    return drawn;
  });
  const [atLeast, atMost] = [new Float64Array(n), new Float64Array(n)];
  const totals = new Float64Array(RESAMPLINGS);
  for (let i = 0; i < n; i++) {
    for (const [draw, drawn] of weights.entries()) {
      let sum = 0;
      for (let g = 0; g < GROUPS; g++) sum += drawn[g] * lost[i * GROUPS + g];
      totals[draw] = sum / variance;
    }
    totals.sort();
    atLeast[i] = totals[Math.floor(TAIL * RESAMPLINGS)];
    atMost[i] = totals[Math.ceil((1 - TAIL) * RESAMPLINGS) - 1];
  }
  return { atLeast, atMost };
}

/** The part of what some latents are worth that their stand-ins make good: 1 - sum of losses with them / sum of losses without the latents. */
export function measureQuality(
  ablated: ArrayLike<number>,
  { lost, of }: { lost: ArrayLike<number>; of: readonly number[] },
): number | null {
  let [worth, left] = [0, 0];
  for (const i of of) {
    if (Number.isNaN(ablated[i]) || Number.isNaN(lost[i])) continue;
    worth += ablated[i];
    left += lost[i];
  }
  return worth > 0 ? 1 - left / worth : null;
}

/** Quality against coverage: pairs in the order of `score`, best first; point k has the first (k + 1) / points of them. */
export function qualityCurve(
  { ablated, substituted }: { ablated: ArrayLike<number>; substituted: ArrayLike<number> },
  { score, points }: { score: ArrayLike<number>; points: number },
): { coverage: number; quality: number | null }[] {
  const order = Array.from({ length: score.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(substituted[i]))
    .sort((x, y) => score[y] - score[x] || x - y);
  return Array.from({ length: points }, (_, k) => {
    const coverage = (k + 1) / points;
    const of = order.slice(0, Math.round(coverage * order.length));
    return { coverage, quality: measureQuality(ablated, { lost: substituted, of }) };
  });
}

/** Random stand-ins: the latents of B in an order in which each meets one of A that fires as often. [nA]; -1 where B has too few. */
export function chooseRandomStandIns(
  { firesA, firesB, partner }: { firesA: ArrayLike<number>; firesB: ArrayLike<number>; partner: Int32Array },
  seed: number,
): Int32Array {
  const byFrequency = (fires: ArrayLike<number>) =>
    Array.from({ length: fires.length }, (_, i) => i).sort((x, y) => fires[y] - fires[x] || x - y);
  const [orderA, orderB] = [byFrequency(firesA), byFrequency(firesB)];
  const random = buildRandomStream(seed);
  const chosen = new Int32Array(firesA.length).fill(-1);
  const pairs = Math.min(orderA.length, orderB.length);
  for (let from = 0; from < pairs; from += NEIGHBOURS) {
    const length = Math.min(NEIGHBOURS, pairs - from);
    const offset = 1 + (random.nextUint32() % Math.max(1, length - 1));
    for (let z = 0; z < length; z++) {
      const i = orderA[from + z];
      let j = orderB[from + ((z + offset) % length)];
      // its own partner is no random latent: the next one is taken, and leaves this one to nobody
      if (j === partner[i]) j = -1;
      chosen[i] = j;
    }
  }
  return chosen;
}

/** Latents of neighbouring frequencies among which a stand-in is chosen. */
const NEIGHBOURS = 16;
