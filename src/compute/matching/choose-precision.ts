/**
 * Two dictionaries' rows -> the precision in which they are matched fastest.
 *
 * In wide dictionaries isotropic rows have cosines too close together for the error of one byte; rows of real dictionaries seldom do. So there a
 * few rows are looked at: how many of the others does each precision leave open?
 */
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import { CANDIDATES_KEPT, type Measure } from '../side-matching.ts';
import type { UnitRows } from '../unit-rows.ts';
import { NEAREST_KEPT } from './nearest-lists.ts';
import type { Turns } from '../turns.ts';
import { pickPrecision, type Precision, usualErrors } from './precision.ts';
import { openTileProduct, TILE_COLUMNS } from './tile-product.ts';

/** Rows looked at of each dictionary: their product is less than a thousandth of the whole where this is asked. */
const SAMPLED_ROWS = 48;
/** Time of a product by bytes over that of the float32 product, measured at d = 4,096 without matrix instructions for bytes. */
const costs: Record<Precision, number> = { INT8: 0.36, INT15: 0.58, FLOAT32: 1 };
/** Part of all pairs that is computed again to be priced: measured on clustered rows. */
const PRICED = 0.4;
/** Time, in float32 products, that it takes to tell apart one by one what is left open if all rows are: measured on isotropic rows. */
const TELLING_APART = 0.75;

interface Sample {
  measure: Measure;
  threads: number;
  turns: Turns;
}

/**
 * The precision for `a` x `b` on the processor, or on `provider`. The same rows give the same one, and it takes no more memory than that of
 * {@link pickPrecision}.
 */
export async function choosePrecision(
  rows: { a: UnitRows; b: UnitRows },
  options: Sample & { provider?: ExecutionProvider },
): Promise<Precision> {
  const { a, b } = rows;
  const careful = pickPrecision({ nA: a.n, nB: b.n, d: a.d, provider: options.provider });
  if (careful !== 'INT15') return careful;
  const open = { a: await measureOpen(a, b, options), b: await measureOpen(b, a, options) };
  // Open columns are looked at against all rows, open rows against the columns left.
  const again = (precision: 'INT8' | 'INT15') => open.b[precision] + (1 - open.b[precision]) * open.a[precision];
  const cost = (precision: Precision) => {
    const looked = precision === 'FLOAT32' ? 0 : again(precision);
    return costs[precision] * (1 + PRICED + looked) + TELLING_APART * looked;
  };
  return (['INT8', 'INT15', 'FLOAT32'] as const).reduce((best, next) => (cost(next) < cost(best) ? next : best));
}

/** Share of sampled rows of `from` whose nearest in `among` are not told apart by as many pairs as lists hold, by precision. */
async function measureOpen(
  from: UnitRows,
  among: UnitRows,
  { measure, threads, turns }: Sample,
): Promise<{ INT8: number; INT15: number }> {
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
  let [int8, int15] = [0, 0];
  for (const row of scores) {
    if (measure === 'ABSOLUTE_COSINE') for (let j = 0; j < row.length; j++) row[j] = Math.abs(row[j]);
    row.sort();
    // The last that a list holds must lie below the last that is wanted by more than scores may be wrong.
    const gap = row[row.length - CANDIDATES_KEPT] - row[row.length - NEAREST_KEPT];
    if (gap < usualErrors.INT8) int8++;
    if (gap < usualErrors.INT15) int15++;
    await turns.yield();
  }
  return { INT8: int8 / m, INT15: int15 / m };
}
