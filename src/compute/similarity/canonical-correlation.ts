/**
 * SVCCA (Raghu et al., 2017): do two dictionaries span the same directions over their matched pairs, whatever linear map is between them?
 *
 * In: m paired unit rows. Out: the mean canonical correlation of the two sets of principal components that keep a stated part of the
 * variance, compared with what shuffled pairings give. Rows are centred over the pairs; X_k = X V_k with V_k the first eigenvectors of X^T X;
 * the canonical correlations are the singular values of U_x^T U_y, with U = X V_k L_k^-1/2 (orthonormal columns), and their mean is over
 * the smaller number of components.
 *
 * A shuffle of the pairing leaves U_x and U_y as they are, so it costs one product and one set of singular values. The products are
 * float32 within blocks of pairs: numbers are good to about 1e-5.
 */
import { Turns, type Progress } from '../turns.ts';
import { openTileProduct } from '../matching/tiles/tile-product.ts';
import { buildRandomStream } from '../nulls/random-stream.ts';
import type { UnitRows } from '../unit-rows.ts';
import { checkCorrelatedWidth } from './correlated-width.ts';
import { type Block, type CrossProduct, openCrossProduct } from './cross-product.ts';
import type { ShuffledNumber } from './pairing-similarity.ts';
import { shuffle } from './shuffle.ts';
import { openSpectra, type Spectra } from './spectra.ts';

export interface CanonicalCorrelation extends ShuffledNumber {
  /** Pairs compared, m. */
  readonly pairs: number;
  /** Principal components kept at each end. */
  readonly components: readonly [number, number];
}

/** What is stored of one matching. JSON-able. */
export interface CanonicalCorrelationRecord {
  readonly variance: number;
  readonly shuffles: number;
  readonly seed: number;
  /** Pairs whose latents are both alive: what the pairs compared were sampled from. */
  readonly sampledFrom: number;
  readonly pairs: number;
  /** Null where nothing varies. */
  readonly correlation: CanonicalCorrelation | null;
  /** The same for each of several random rotations of B that were matched with A anew; absent in records of older versions. */
  readonly rotated?: readonly number[];
}

export interface CanonicalCorrelationOptions {
  /** Part of the variance to keep, above 0, at most 1. */
  readonly variance: number;
  readonly shuffles: number;
  readonly seed: number;
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** An eigenvalue below this share of the largest is rounding of the float32 products, and no component. */
const FLAT = 1e-6;
/** A shuffle that gives the same number up to the rounding of float32 products is not below it. */
const SUMMATION = 1e-6;
/** Rows of one product with the components. */
const ROWS_PER_PRODUCT = 4096;

/**
 * SVCCA of rows i of `a` and i of `b`; null where one side does not vary (fewer than two pairs, or equal rows). Memory: four times the
 * rows of one side. O(m d^2 (4 + shuffles) + d^3 (2 + shuffles)). Throws `SIMILARITY_TOO_COSTLY`; rejects with the signal's reason.
 */
export async function canonicalCorrelation(
  { a, b }: { a: UnitRows; b: UnitRows },
  options: CanonicalCorrelationOptions,
): Promise<CanonicalCorrelation | null> {
  if (a.n !== b.n) throw new RangeError(`expected as many rows at both ends, got ${a.n} and ${b.n}`);
  checkCorrelatedWidth(Math.max(a.d, b.d));
  const { shuffles, seed, threads, signal } = options;
  const turns = new Turns(options);
  const steps = 3 + shuffles;
  const report = (done: number, step: string) => turns.report({ step, done, total: steps });
  const cross = await openCrossProduct({ threads, turns });
  const spectra = openSpectra(signal);
  try {
    await report(0, 'principal components of A');
    const x = await whiten(a, { ...options, multiply: cross.multiply, spectra });
    await report(1, 'principal components of B');
    const y = x && (await whiten(b, { ...options, multiply: cross.multiply, spectra }));
    if (x === null || y === null) return null;
    const meanCorrelation = async (order?: Int32Array) => {
      const values = await cross.multiply({ x, y, pairs: a.n, order });
      const spectrum = await spectra.find({
        kind: 'SINGULAR_VALUES',
        values,
        rows: x.columns,
        columns: y.columns,
      });
      return spectrum.values.reduce((sum, one) => sum + Math.min(1, one), 0) / spectrum.values.length;
    };
    await report(2, 'canonical correlations');
    const value = await meanCorrelation();
    const order = Int32Array.from({ length: a.n }, (_, i) => i);
    const stream = buildRandomStream(seed);
    let total = 0;
    let atLeast = 0;
    for (let s = 0; s < shuffles; s++) {
      await report(3 + s, 'shuffles');
      shuffle(order, stream);
      const shuffled = await meanCorrelation(order);
      total += shuffled;
      if (shuffled >= value - SUMMATION) atLeast++;
    }
    return {
      value,
      shuffledMean: shuffles > 0 ? total / shuffles : 0,
      pValue: (1 + atLeast) / (1 + shuffles),
      leastPValue: 1 / (1 + shuffles),
      pairs: a.n,
      components: [x.columns, y.columns],
    };
  } finally {
    await Promise.all([cross.close(), spectra.close()]);
  }
}

/** The components that keep enough variance, as orthonormal columns over the pairs, [m, k]; null where nothing varies. */
async function whiten(
  { n: pairs, d, values }: UnitRows,
  {
    variance,
    threads,
    signal,
    multiply,
    spectra,
  }: CanonicalCorrelationOptions & { multiply: CrossProduct; spectra: Spectra },
): Promise<Block | null> {
  const centred: Block = { values: centre(values, { pairs, d }), columns: d };
  const gram = await multiply({ x: centred, y: centred, pairs });
  // the two halves of a float32 product may differ in the last place
  for (let y = 0; y < d; y++) {
    for (let z = 0; z < y; z++) gram[y * d + z] = gram[z * d + y] = (gram[y * d + z] + gram[z * d + y]) / 2;
  }
  const spectrum = await spectra.find({ kind: 'SYMMETRIC_EIGEN', values: gram, rows: d, columns: d });
  const k = countComponents(spectrum.values, variance);
  if (k === 0) return null;
  const directions = new Float32Array(k * d);
  for (let c = 0; c < k; c++) {
    const scale = 1 / Math.sqrt(spectrum.values[c]);
    for (let z = 0; z < d; z++) directions[c * d + z] = spectrum.vectors[c * d + z] * scale;
  }
  const product = await openTileProduct({ d, threads });
  try {
    const scores = new Float32Array(pairs * k);
    for (let from = 0; from < pairs; from += ROWS_PER_PRODUCT) {
      signal?.throwIfAborted();
      const to = Math.min(pairs, from + ROWS_PER_PRODUCT);
      const rows = centred.values.subarray(from * d, to * d);
      await product.multiply(rows, directions, scores.subarray(from * k, to * k));
    }
    return { values: scores, columns: k };
  } finally {
    await product.close();
  }
}

/** The fewest first eigenvalues (largest first) whose sum is at least `variance` of the whole. */
function countComponents(values: Float64Array, variance: number): number {
  const real = values.filter((value) => value > FLAT * Math.max(0, values[0]) && value > FLAT);
  const total = real.reduce((sum, value) => sum + value, 0);
  let kept = 0;
  let k = 0;
  while (k < real.length && kept < variance * total) kept += real[k++];
  return k;
}

/** Rows less their mean row. */
function centre(values: Float32Array, { pairs, d }: { pairs: number; d: number }): Float32Array {
  const means = new Float64Array(d);
  for (let at = 0; at < values.length; at++) means[at % d] += values[at] / pairs;
  const centred = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) centred[at] = values[at] - means[at % d];
  return centred;
}
