/**
 * "Only in base": what part of a dictionary's latents is in none of k - 1 other seeds.
 *
 * In: a base dictionary against the others. Out: a curve over k = 2 .. S, each point the mean over ALL subsets of k - 1 others. A latent
 * that m of the K others share is in none of s chosen ones with probability C(K - m, s) / C(K, s) (hypergeometric), so the mean over
 * subsets follows from the universality counts without going through the subsets. Their spread does not: it is found by going through
 * all of them, where they are not too many.
 */
import { foundIn } from './base-universality.ts';
import { fitPowerLaw, type NoFit, type PowerLaw } from './power-law.ts';
import { type BaseView, type SeedGroup, type SharedEnd, sumFlags, viewBase } from './seed-group.ts';

export interface OnlyInBasePoint {
  /** k: dictionaries looked at, the base included. */
  readonly dictionaries: number;
  /** Mean over subsets. */
  readonly fraction: number;
  /** Over subsets (and bases, for a group); null where they are too many to go through. */
  readonly standardDeviation: number | null;
  /** Subsets (times bases) averaged. */
  readonly subsets: number;
}

export interface OnlyInBaseCurve {
  /** k = 2 .. S. */
  readonly points: OnlyInBasePoint[];
  /** Null where the points do not fix it. */
  readonly fit: PowerLaw | null;
  /** Why there is none; null where there is one. */
  readonly noFit: NoFit | null;
}

/** Subsets of 16 others are 65,536: as many counts per base, summed in about a million steps. */
export const MAX_OTHERS_ENUMERATED = 16;

/** The curve of one base dictionary. O(n S), and O(S 2^S) for the spread. */
export function onlyInBase(view: BaseView): OnlyInBaseCurve {
  const others = view.others.length;
  const latents = sumFlags(view.counted);
  const sharedBy = new Array<number>(others + 1).fill(0); // latents shared with exactly m others
  for (const u of foundIn(view)) if (u > 0) sharedBy[u - 1]++;
  const spreads = others <= MAX_OTHERS_ENUMERATED ? enumerateSpreads(view, latents) : null;
  const points: OnlyInBasePoint[] = [];
  for (let chosen = 1; chosen <= others; chosen++) {
    points.push({
      dictionaries: chosen + 1,
      fraction: meanAlone(sharedBy, { others, chosen, latents }),
      standardDeviation: spreads && spreads[chosen],
      subsets: binomial(others, chosen),
    });
  }
  return withFit(points);
}

/** The mean of the curves of all base dictionaries of one group, each with equal weight; the spread is over bases and subsets together. */
export function meanOnlyInBase(curves: readonly OnlyInBaseCurve[]): OnlyInBaseCurve {
  const points = (curves[0]?.points ?? []).map(({ dictionaries }, p): OnlyInBasePoint => {
    const all = curves.map((curve) => curve.points[p]);
    const fraction = mean(all.map((point) => point.fraction));
    const variances = all.flatMap(({ standardDeviation: sd, fraction: own }) =>
      sd === null ? [] : [sd ** 2 + (own - fraction) ** 2],
    );
    return {
      dictionaries,
      fraction,
      standardDeviation: variances.length === all.length ? Math.sqrt(mean(variances)) : null,
      subsets: all.reduce((total, { subsets }) => total + subsets, 0),
    };
  });
  return withFit(points);
}

/** The mean of the curves of all base dictionaries, without each dictionary of the group: k = 2 .. S - 1. [S][S - 2] O(S^2 n). */
export function onlyInBaseWithout(group: SeedGroup<SharedEnd>): number[][] {
  const size = group.counted.length;
  const sums = Array.from({ length: size }, () => new Array<number>(Math.max(0, size - 2)).fill(0));
  for (let base = 0; base < size; base++) {
    const view = viewBase(group, base);
    const found = foundIn(view);
    const sharedBy = new Array<number>(size).fill(0);
    for (const u of found) if (u > 0) sharedBy[u - 1]++;
    for (const [other, end] of group.ends[base].entries()) {
      if (end === null) continue;
      const withOther = new Array<number>(size + 1).fill(0);
      for (let i = 0; i < found.length; i++) if (end.shared[i] === 1) withOther[found[i] - 1]++;
      const rest = sharedBy.map((count, m) => count - withOther[m] + withOther[m + 1]).slice(0, size - 1);
      const of = { others: size - 2, latents: group.latents[base] };
      const curve = sums[other];
      for (let chosen = 1; chosen <= size - 2; chosen++) curve[chosen - 1] += meanAlone(rest, { ...of, chosen });
    }
  }
  return sums.map((curve) => curve.map((sum) => sum / (size - 1)));
}

/** Of latents of which `sharedBy[m]` are shared with exactly m others: the fraction in none of `chosen` others, mean over all choices. */
function meanAlone(
  sharedBy: readonly number[],
  { latents, ...choice }: { others: number; chosen: number; latents: number },
): number {
  const alone = sharedBy.reduce((sum, count, m) => sum + count * missesAll({ ...choice, m }), 0);
  return latents > 0 ? alone / latents : 0;
}

function withFit(points: OnlyInBasePoint[]): OnlyInBaseCurve {
  const found = fitPowerLaw(points.map(({ dictionaries, fraction }) => ({ k: dictionaries, value: fraction })));
  return typeof found === 'string' ? { points, fit: null, noFit: found } : { points, fit: found, noFit: null };
}

/** C(others - m, chosen) / C(others, chosen): none of the m is among the chosen. */
function missesAll({ others, m, chosen }: { others: number; m: number; chosen: number }): number {
  let probability = 1;
  for (let t = 0; t < chosen; t++) probability *= Math.max(0, others - m - t) / (others - t);
  return probability;
}

/** Standard deviation over the subsets of each size of the fraction that is in none of them. [others + 1] */
function enumerateSpreads({ others }: BaseView, latents: number): number[] {
  const all = 2 ** others.length;
  // alone[T]: first the latents shared with exactly the others in T, then those shared with no one outside T
  const alone = new Float64Array(all);
  const n = others[0]?.n ?? 0;
  const sets = new Uint32Array(n);
  for (const [o, { shared }] of others.entries()) for (let i = 0; i < n; i++) sets[i] |= shared[i] << o;
  for (let i = 0; i < n; i++) alone[sets[i]]++;
  // latents that are not counted are shared with no one: they were put into the empty set
  alone[0] -= n - latents;
  for (let o = 0; o < others.length; o++) {
    for (let set = 0; set < all; set++) if (set & (1 << o)) alone[set] += alone[set ^ (1 << o)];
  }
  const sums = new Float64Array(others.length + 1);
  const means = new Float64Array(others.length + 1);
  const counts = new Float64Array(others.length + 1);
  const fractionOf = (chosen: number) => (latents > 0 ? alone[all - 1 - chosen] / latents : 0);
  for (let set = 0; set < all; set++) {
    // Welford's update: subsets of one size often differ by less than their mean's rounding
    const size = popcount(set);
    const value = fractionOf(set);
    const delta = value - means[size];
    means[size] += delta / ++counts[size];
    sums[size] += delta * (value - means[size]);
  }
  return Array.from(sums, (sum, size) => Math.sqrt(sum / counts[size]));
}

function popcount(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) count++;
  return count;
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let t = 1; t <= k; t++) value = (value * (n - k + t)) / t;
  return Math.round(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
