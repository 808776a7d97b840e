/**
 * Cosines of matched rows before and after the mean that all rows have in common is removed.
 *
 * In: unit rows of two dictionaries and pairs of them. Out: the mean cosine over the pairs, and over all pairs of a latent here and one there, which
 * is what a random pairing gives: plain, and of the rows less m, the mean of both dictionaries' mean rows. Where rows share a direction every cosine is
 * raised by it, and centred ones are not.
 */
import type { UnitRows } from '../unit-rows.ts';

/** Means of cosines. */
export interface PairedMeans {
  /** Over the pairs; null without pairs. */
  readonly matched: number | null;
  /** Over all pairs of the two dictionaries. */
  readonly all: number;
}

export interface CentredCosines {
  readonly plain: PairedMeans;
  readonly centred: PairedMeans;
  /** |m|: 0 where rows have no direction in common, 1 where they are all one. */
  readonly meanLength: number;
}

/** `partner[i]`: the row of B that row i of A is paired with, -1 for none. O((n_A + n_B) d). */
export function centredCosines({ a, b, partner }: { a: UnitRows; b: UnitRows; partner: Int32Array }): CentredCosines {
  const [meanA, meanB] = [meanRow(a, null), meanRow(b, null)];
  const mean = meanA.map((x, z) => (x + meanB[z]) / 2);
  return {
    plain: compare({ a, b, partner, mean: null }),
    centred: compare({ a, b, partner, mean }),
    meanLength: Math.hypot(...mean),
  };
}

function compare(of: { a: UnitRows; b: UnitRows; partner: Int32Array; mean: Float64Array | null }): PairedMeans {
  const { a, b, partner, mean } = of;
  let [sum, pairs] = [0, 0];
  for (const [i, j] of partner.entries()) {
    if (j < 0) continue;
    const [x, y] = [readUnit(a, i, mean), readUnit(b, j, mean)];
    pairs++;
    for (let z = 0; z < a.d; z++) sum += x[z] * y[z];
  }
  // the mean over all pairs of dot products is the dot product of the means
  const [x, y] = [meanRow(a, mean), meanRow(b, mean)];
  return { matched: pairs > 0 ? sum / pairs : null, all: x.reduce((total, value, z) => total + value * y[z], 0) };
}

/** Mean of the rows, each less `less` and scaled to unit length. */
function meanRow(rows: UnitRows, less: Float64Array | null): Float64Array {
  const mean = new Float64Array(rows.d);
  for (let i = 0; i < rows.n; i++) {
    const row = readUnit(rows, i, less);
    for (let z = 0; z < rows.d; z++) mean[z] += row[z] / rows.n;
  }
  return mean;
}

/** Row i less `less`, of unit length or zero. */
function readUnit({ d, values }: UnitRows, i: number, less: Float64Array | null): ArrayLike<number> {
  const row = values.subarray(i * d, (i + 1) * d);
  if (less === null) return row;
  const moved = Float64Array.from(row, (x, z) => x - less[z]);
  const length = Math.sqrt(moved.reduce((sum, x) => sum + x * x, 0));
  return length > 0 ? moved.map((x) => x / length) : moved;
}
