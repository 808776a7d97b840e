/**
 * Sharedness against something else that is known of latents: explanation score, firing frequency.
 *
 * In: per latent a number, NaN where it is not known, and in how many dictionaries the latent is found. Out: how many are known at all, the rank
 * correlation, the shared fraction in bins of equal numbers of latents, and the mean by number of dictionaries, each with its interval. Latents of
 * several dictionaries that are one feature are copies: intervals count features.
 */
import { averageRanks } from '../similarity/ranks.ts';
import { countIndependent } from './independent-count.ts';
import { studentQuantile } from './student-quantile.ts';
import { wilsonInterval } from './wilson-interval.ts';

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
  /** The feature of each latent, where several may be of one; absent where each is its own. [n] */
  readonly features?: ArrayLike<number>;
  /** Of each latent with its partner, NaN where there is none; absent where latents have several others. [n] */
  readonly cosines?: ArrayLike<number>;
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
  /** Independent ones among the latents, see {@link countIndependent}. */
  readonly independent: number;
  /** 95 % interval of the fraction by Wilson. */
  readonly low: number;
  readonly high: number;
  /** Mean number of dictionaries in which they are found. */
  readonly meanFound: number;
  /** Mean cosine with the partner, over latents that have one; null where no cosine is known. */
  readonly meanCosine: number | null;
  /** Its 95 % interval by Student's t; null for fewer than two. */
  readonly cosineLow: number | null;
  readonly cosineHigh: number | null;
}

/** Latents found in exactly so many dictionaries. */
export interface FoundLevel {
  readonly dictionaries: number;
  readonly latents: number;
  readonly known: number;
  /** Mean of the known values; null where none is. */
  readonly mean: number | null;
  /** 95 % interval of the mean by Student's t; null for fewer than two independent values. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface SharedByCovariate {
  /** Latents counted. */
  readonly latents: number;
  /** Those whose value is known. */
  readonly known: number;
  /** Spearman's correlation of value and number of dictionaries; null where fewer than three are known or one of the two does not vary. */
  readonly rankCorrelation: number | null;
  /** 95 % interval of the correlation (Bonett and Wright 2000); null where there is none, and for fewer than four independent latents. */
  readonly rankInterval: { readonly low: number; readonly high: number } | null;
  readonly bins: CovariateBin[];
  /** 1 .. S dictionaries. */
  readonly levels: FoundLevel[];
}

/** The figure; `bins`: how many at most (equal values are never divided), `inOthers`: how many other dictionaries make a latent shared. O(n log n). */
export function sharedByCovariate(
  { values, found, dictionaries, features, cosines }: CovariateView,
  { bins, inOthers }: { bins: number; inOthers: number },
): SharedByCovariate {
  const [value, times] = [new Float64Array(found.length), new Float64Array(found.length)];
  const [feature, cosine] = [new Float64Array(found.length), new Float64Array(found.length)];
  let known = 0;
  const levels = Array.from({ length: dictionaries }, () => ({ latents: 0, known: 0, sum: 0, squares: 0 }));
  let latents = 0;
  for (let i = 0; i < found.length; i++) {
    if (found[i] === 0) continue;
    latents++;
    const level = levels[found[i] - 1];
    level.latents++;
    if (Number.isNaN(values[i])) continue;
    level.known++;
    level.sum += values[i];
    level.squares += values[i] ** 2;
    value[known] = values[i];
    feature[known] = features?.[i] ?? i;
    cosine[known] = cosines?.[i] ?? Number.NaN;
    times[known++] = found[i];
  }
  const [x, y, of] = [value, times, feature].map((part) => part.subarray(0, known));
  const sorted = x.slice().sort();
  const correlation = rankCorrelation({ values: x, sorted }, y);
  return {
    latents,
    known: x.length,
    rankCorrelation: correlation,
    rankInterval: correlation === null ? null : rankInterval(correlation, countIndependent(of)),
    bins: buildBins({ value: x, sorted, found: y, feature: of, cosine: cosine.subarray(0, known) }, { bins, inOthers }),
    levels: levels.map(({ latents: counted, ...level }, k) => ({
      dictionaries: k + 1,
      latents: counted,
      known: level.known,
      ...meanInterval(level, countIndependent(of.filter((_, i) => y[i] === k + 1))),
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

/** By Fisher's transformation, with the variance (1 + r^2 / 2) / (m - 3) of ranks. */
function rankInterval(correlation: number, count: number): { low: number; high: number } | null {
  if (count <= 3) return null;
  const half = Z * Math.sqrt((1 + correlation ** 2 / 2) / (count - 3));
  const centre = Math.atanh(correlation);
  return { low: Math.tanh(centre - half), high: Math.tanh(centre + half) };
}

function meanInterval({ known, sum, squares }: { known: number; sum: number; squares: number }, count: number) {
  if (known === 0) return { mean: null, low: null, high: null };
  const mean = sum / known;
  if (known < 2 || count < 2) return { mean, low: null, high: null };
  const variance = Math.max(0, squares - known * mean ** 2) / (known - 1);
  const half = studentQuantile(Math.floor(count) - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half };
}

function buildBins(
  parts: Record<'value' | 'sorted' | 'found' | 'feature' | 'cosine', Float64Array>,
  { bins, inOthers }: { bins: number; inOthers: number },
): CovariateBin[] {
  const { value, sorted, found, feature, cosine } = parts;
  const m = sorted.length;
  const ends = new Set<number>();
  for (let k = 1; k <= bins; k++) {
    const count = Math.round((k * m) / bins);
    if (count > 0) ends.add(sorted[count - 1]);
  }
  const upper = Float64Array.from(ends);
  const rows = Array.from(upper, () => ({
    from: Number.POSITIVE_INFINITY,
    latents: 0,
    shared: 0,
    sum: 0,
    features: [] as number[],
    cosines: { known: 0, sum: 0, squares: 0 },
  }));
  for (let i = 0; i < m; i++) {
    const row = rows[placeOf(upper, value[i])];
    row.from = Math.min(row.from, value[i]);
    row.latents++;
    row.features.push(feature[i]);
    row.sum += found[i];
    if (found[i] > inOthers) row.shared++;
    if (Number.isNaN(cosine[i])) continue;
    row.cosines.known++;
    row.cosines.sum += cosine[i];
    row.cosines.squares += cosine[i] ** 2;
  }
  return rows.map(({ from, latents, shared, sum, features, cosines }, k) => {
    const independent = countIndependent(features);
    const matched = meanInterval(cosines, cosines.known);
    return {
      from,
      to: upper[k],
      latents,
      shared,
      sharedFraction: shared / latents,
      independent,
      ...wilsonInterval(shared / latents, independent),
      meanFound: sum / latents,
      meanCosine: matched.mean,
      cosineLow: matched.low && Math.max(-1, matched.low),
      cosineHigh: matched.high && Math.min(1, matched.high),
    };
  });
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
