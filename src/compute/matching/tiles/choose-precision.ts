/**
 * Two dictionaries' rows, and what this processor's products of bytes are good for -> the precision in which they are matched fastest.
 *
 * In wide dictionaries isotropic rows have cosines too close together for the error of one byte; rows of real dictionaries seldom do. So there a
 * few rows are looked at: how many of the others does each precision leave open?
 */
import type { ExecutionProvider } from '../../onnx/onnx-session.ts';
import { CANDIDATES_KEPT, type Measure } from '../../side-matching.ts';
import type { Turns } from '../../turns.ts';
import type { UnitRows } from '../../unit-rows.ts';
import { areBytesFaster, type ByteSupport } from './byte-support.ts';
import { NEAREST_KEPT } from '../nearest-lists.ts';
import { openTileProduct, TILE_COLUMNS } from './tile-product.ts';
import type { BytePrecision, Precision } from './tiles.ts';

/** Below this width a tile's scan COSTS more than its product, and coding the rows more than it saves. */
const LEAST_WIDTH = 256;
/** Fewer latents are matched before anything can be saved. */
const LEAST_LATENTS = 4096;
/** Sums of 255 * 127 must fit into 31 bits. */
const MOST_WIDTH = 65_536;
/** Error bounds of most pairs of unit rows; see byte-codes.ts. */
const USUAL_ERRORS: Record<BytePrecision, number> = { INT7: 0.027, INT8: 0.018, INT15: 0.009 };

/** Rows looked at of each dictionary: their product is less than a thousandth of the whole where this is asked. */
const SAMPLED_ROWS = 48;
/**
 * Time of a product by bytes over that of the float32 product, measured at d = 4,096: INT8 and INT15 without matrix instructions for
 * bytes, INT7 on AVX2 without VNNI. Not the times measured at the start, so that the same rows give the same precision.
 */
const COSTS: Record<Precision, number> = { INT7: 0.6, INT8: 0.36, INT15: 0.58, FLOAT32: 1 };
/** Part of all pairs that is computed again to be priced: measured on clustered rows. */
const PRICED_PART = 0.4;
/** Time, in float32 products, that it takes to tell apart one by one what is left open if all rows are: measured on isotropic rows. */
const TELLING_APART = 0.75;

interface Shape {
  nA: number;
  nB: number;
  d: number;
}

/** Where the product runs, and what that processor's bytes are good for. */
interface Place {
  provider?: ExecutionProvider;
  bytes: ByteSupport;
}

/** Chance that a normal number exceeds `z` > 0, somewhat above the true one. */
function normalTail(z: number): number {
  return Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI));
}

/** The number that a normal one exceeds with chance `p`, for p below 0.3. */
function normalQuantile(p: number): number {
  let [low, high] = [0.5, 9];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > p) low = middle;
    else high = middle;
  }
  return low;
}

/** The precisions by bytes that save time for such a pair here, cheapest first. Providers other than the processor have none. */
function listBytePrecisions({ nA, nB, d }: Shape, { provider = 'cpu', bytes }: Place): BytePrecision[] {
  if (provider !== 'cpu' || d < LEAST_WIDTH || d > MOST_WIDTH || Math.min(nA, nB) < LEAST_LATENTS) return [];
  if (bytes.bits === null || !areBytesFaster(bytes, d)) return [];
  return bytes.bits === 8 ? ['INT8', 'INT15'] : ['INT7'];
}

/**
 * The cheapest precision for `nA` x `nB` latents of width `d` whatever their rows are: judged by isotropic ones, whose cosines (standard
 * deviation d^-1/2) lie closest together compared with the error of bytes. Coarse scores must leave no more pairs per latent open than lists
 * hold.
 */
export function pickPrecision(shape: Shape & Place): Precision {
  const n = Math.max(shape.nA, shape.nB);
  const nearest = normalQuantile(CANDIDATES_KEPT / n);
  const isFineEnough = (precision: BytePrecision) =>
    normalTail(Math.max(0.5, nearest - USUAL_ERRORS[precision] * Math.sqrt(shape.d))) * n <= NEAREST_KEPT;
  return listBytePrecisions(shape, shape).find(isFineEnough) ?? 'FLOAT32';
}

/** The precisions that {@link choosePrecision} may answer, cheapest first. */
export function listPrecisions(shape: Shape & Place): Precision[] {
  const careful = pickPrecision(shape);
  const bytes = listBytePrecisions(shape, shape);
  // The cheapest one need not be looked into; and where two planes are too coarse, one is.
  if (careful === bytes[0] || (careful === 'FLOAT32' && bytes.length > 1)) return [careful];
  return [...bytes, 'FLOAT32'];
}

interface Sample {
  measure: Measure;
  threads: number;
  turns: Turns;
}

/** The precision for `a` x `b` on the processor, or on `provider`. The same rows give the same one where the same bytes are fast. */
export async function choosePrecision(rows: { a: UnitRows; b: UnitRows }, options: Sample & Place): Promise<Precision> {
  const { a, b } = rows;
  const precisions = listPrecisions({ nA: a.n, nB: b.n, d: a.d, ...options });
  if (precisions.length === 1) return precisions[0];
  const openA = await measureOpen(a, b, options);
  const openB = await measureOpen(b, a, options);
  const cost = (precision: Precision) => {
    // Open columns are looked at against all rows, open rows against the columns left.
    const again = precision === 'FLOAT32' ? 0 : openB[precision] + (1 - openB[precision]) * openA[precision];
    return COSTS[precision] * (1 + PRICED_PART + again) + TELLING_APART * again;
  };
  return precisions.reduce((best, next) => (cost(next) < cost(best) ? next : best));
}

/** Share of sampled rows of `from` whose nearest in `among` are not told apart by as many pairs as lists hold, by precision. */
async function measureOpen(
  from: UnitRows,
  among: UnitRows,
  { measure, threads, turns }: Sample,
): Promise<Record<BytePrecision, number>> {
  const { d } = from;
  const m = Math.min(SAMPLED_ROWS, from.n);
  const sampled = new Float32Array(m * d);
  for (let r = 0; r < m; r++) {
    const at = Math.floor(((r + 0.5) * from.n) / m) * d;
    sampled.set(from.values.subarray(at, at + d), r * d);
  }
  const scores = Array.from({ length: m }, () => new Float32Array(among.n));
  const product = await openTileProduct({ d, threads });
  try {
    const tile = new Float32Array(m * TILE_COLUMNS);
    for (let first = 0; first < among.n; first += TILE_COLUMNS) {
      const n = Math.min(TILE_COLUMNS, among.n - first);
      await product.multiply(sampled, among.values.subarray(first * d, (first + n) * d), tile.subarray(0, m * n));
      for (let r = 0; r < m; r++) scores[r].set(tile.subarray(r * n, (r + 1) * n), first);
      await turns.yield();
    }
  } finally {
    await product.close();
  }
  const open: Record<BytePrecision, number> = { INT7: 0, INT8: 0, INT15: 0 };
  for (const row of scores) {
    if (measure === 'ABSOLUTE_COSINE') for (let j = 0; j < row.length; j++) row[j] = Math.abs(row[j]);
    row.sort();
    // The last that a list holds must lie below the last that is wanted by more than scores may be wrong.
    const gap = row[row.length - CANDIDATES_KEPT] - row[row.length - NEAREST_KEPT];
    for (const precision of ['INT7', 'INT8', 'INT15'] as const) if (gap < USUAL_ERRORS[precision]) open[precision]++;
    await turns.yield();
  }
  return { INT7: open.INT7 / m, INT8: open.INT8 / m, INT15: open.INT15 / m };
}
