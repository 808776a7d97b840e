/**
 * Sharedness against something else that is known of latents: explanation score, firing frequency.
 *
 * In: per latent a number, NaN where it is not known, and in how many dictionaries the latent is found. Out: how many are known at all, the rank
 * correlation, the shared fraction in bins of equal numbers of latents with its interval, and the mean by number of dictionaries.
 */
import { averageRanks } from '../similarity/ranks.ts';

/** The 0.975 quantile of the normal distribution: intervals of 95 %. */
const Z = 1.959963984540054;

/** What is set against what. */
export interface CovariateView {
  /** Per latent; NaN where not known. [n] */
  readonly values: ArrayLike<number>;
  /** In how many dictionaries the latent is found, its own included; 0 where it is not counted. [n] */
  readonly found: ArrayLike<number>;
  /** Dictionaries, the latent's own included. */
  readonly dictionaries: number;
}

/** Latents whose values lie between two edges. */
export interface CovariateBin {
  /** Least value in the bin. */
  readonly from: number;
  /** Greatest value in the bin. */
  readonly to: number;
  readonly latents: number;
  /** Those found in at least so many other dictionaries. */
  readonly shared: number;
  readonly sharedFraction: number;
  /** 95 % interval of the fraction by Wilson. */
  readonly low: number;
  readonly high: number;
  /** Mean number of dictionaries in which they are found. */
  readonly meanFound: number;
}

/** Latents found in exactly so many dictionaries. */
export interface FoundLevel {
  readonly dictionaries: number;
  readonly latents: number;
  readonly known: number;
  /** Mean of the known values; null where none is. */
  readonly mean: number | null;
}

export interface SharedByCovariate {
  /** Latents counted. */
  readonly latents: number;
  /** Those whose value is known. */
  readonly known: number;
  /** Spearman's correlation of value and number of dictionaries; null where fewer than three are known or one of the two does not vary. */
  readonly rankCorrelation: number | null;
  readonly bins: CovariateBin[];
  /** 1 .. S dictionaries. */
  readonly levels: FoundLevel[];
}

/** The figure; `bins`: how many at most (equal values are never divided), `inOthers`: how many other dictionaries make a latent shared. O(n log n). */
export function sharedByCovariate(
  { values, found, dictionaries }: CovariateView,
  { bins, inOthers }: { bins: number; inOthers: number },
): SharedByCovariate {
  const [value, times] = [new Float64Array(found.length), new Float64Array(found.length)];
  let known = 0;
  const levels = Array.from({ length: dictionaries }, () => ({ latents: 0, known: 0, sum: 0 }));
  let latents = 0;
  for (let i = 0; i < found.length; i++) {
    if (found[i] === 0) continue;
    latents++;
    const level = levels[found[i] - 1];
    level.latents++;
    if (Number.isNaN(values[i])) continue;
    level.known++;
    level.sum += values[i];
    value[known] = values[i];
    times[known++] = found[i];
  }
  const [x, y] = [value.subarray(0, known), times.subarray(0, known)];
  const sorted = x.slice().sort();
  return {
    latents,
    known: x.length,
    rankCorrelation: rankCorrelation({ values: x, sorted }, y),
    bins: buildBins({ value: x, sorted, found: y }, { bins, inOthers }),
    levels: levels.map(({ sum, ...level }, k) => ({
      dictionaries: k + 1,
      ...level,
      mean: level.known > 0 ? sum / level.known : null,
    })),
  };
}

/** Spearman's: Pearson's correlation of ranks, equal values sharing the mean of theirs. */
function rankCorrelation(x: { values: Float64Array; sorted: Float64Array }, y: Float64Array): number | null {
  if (y.length < 3) return null;
  const [p, q] = [averageRanks(x.values, x.sorted), averageRanks(y)];
  const mean = (y.length + 1) / 2;
  let [pp, qq, pq] = [0, 0, 0];
  for (let i = 0; i < p.length; i++) {
    const [u, v] = [p[i] - mean, q[i] - mean];
    pp += u * u;
    qq += v * v;
    pq += u * v;
  }
  return pp > 0 && qq > 0 ? pq / Math.sqrt(pp * qq) : null;
}

function buildBins(
  { value, sorted, found }: { value: Float64Array; sorted: Float64Array; found: Float64Array },
  { bins, inOthers }: { bins: number; inOthers: number },
): CovariateBin[] {
  const m = sorted.length;
  const ends = new Set<number>();
  for (let k = 1; k <= bins; k++) {
    const count = Math.round((k * m) / bins);
    if (count > 0) ends.add(sorted[count - 1]);
  }
  const upper = Float64Array.from(ends);
  const rows = Array.from(upper, () => ({ from: Number.POSITIVE_INFINITY, latents: 0, shared: 0, sum: 0 }));
  for (let i = 0; i < m; i++) {
    const row = rows[placeOf(upper, value[i])];
    row.from = Math.min(row.from, value[i]);
    row.latents++;
    row.sum += found[i];
    if (found[i] > inOthers) row.shared++;
  }
  return rows.map(({ from, latents, shared, sum }, k) => ({
    from,
    to: upper[k],
    latents,
    shared,
    sharedFraction: shared / latents,
    ...wilsonInterval(shared, latents),
    meanFound: sum / latents,
  }));
}

/** The first of the ascending `edges` that is not below `value`. */
function placeOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Wilson's score interval (1927) of a fraction, 95 %. */
function wilsonInterval(shared: number, latents: number): { low: number; high: number } {
  const p = shared / latents;
  const square = Z * Z;
  const middle = (p + square / (2 * latents)) / (1 + square / latents);
  const half = (Z * Math.sqrt((p * (1 - p)) / latents + square / (4 * latents * latents))) / (1 + square / latents);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
