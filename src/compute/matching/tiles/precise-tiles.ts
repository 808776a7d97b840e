/**
 * Scores of all pairs of some rows and some columns, as precisely as float32 products can give them: close rows are multiplied by
 * their differences from a common leader.
 *
 * With a_i = a_p + x_i and b_j = b_q + y_j, a_i.b_j = a_i.b_q + a_p.(b_j - b_q) + x_i.y_j. The first two terms are exact in float64,
 * and the rounding of the last shrinks with the differences: near copies that are 1e-6 apart are told apart to 1e-13.
 */
import { type CloseRows, groupCloseRows } from './row-groups.ts';
import type { Engine } from '../engine.ts';
import {
  buildPairScore,
  FLOAT32_ROUNDOFF,
  FLOAT32_SMALLEST,
  FLOAT64_ROUNDOFF,
  gamma,
  type PairScore,
} from '../pair-score.ts';
import { openTileProduct, TILE_COLUMNS, TILE_ROWS } from './tile-product.ts';
import type { UnitRows } from '../../unit-rows.ts';

/** Share of a tile's entries that, open to doubt, are better computed all anew with more precision than one by one exactly. */
export const DENSE_SHARE = 0.05;

/** Scores of rows x columns, [m, n], each within `bound` of the exact one. */
export interface PreciseTile {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly scores: Float64Array;
  readonly bound: number;
}

/** Differences of the named rows from their leader, or the rows themselves, [names.length, d], and the largest length. */
function subtractLeader(
  { d, values }: UnitRows,
  { leader, names }: CloseRows,
): { differences: Float32Array; longest: number } {
  const differences = new Float32Array(names.length * d);
  let longest = 0;
  for (let q = 0; q < names.length; q++) {
    let square = 0;
    for (let z = 0; z < d; z++) {
      const difference = values[names[q] * d + z] - (leader < 0 ? 0 : values[leader * d + z]);
      differences[q * d + z] = difference;
      square += difference * difference;
    }
    longest = Math.max(longest, square);
  }
  return { differences, longest: Math.sqrt(longest) * (1 + d * FLOAT64_ROUNDOFF) };
}

function* cut({ leader, names }: CloseRows, length: number): Generator<CloseRows> {
  for (let at = 0; at < names.length; at += length) yield { leader, names: names.subarray(at, at + length) };
}

/** Calls `visit` with tiles that cover `rows` x `columns` once. They are void after the call. */
export async function visitPrecisely(
  engine: Engine,
  names: { rows: Int32Array; columns: Int32Array; visit: (tile: PreciseTile) => Promise<void> | void },
): Promise<void> {
  const { a, b, turns } = engine;
  const { d } = a;
  const dot: PairScore = buildPairScore(a, b, { measure: 'COSINE' });
  const product = await openTileProduct({ d, threads: engine.threads });
  const entries = new Float32Array(
    Math.min(TILE_ROWS, names.rows.length) * Math.min(TILE_COLUMNS, names.columns.length),
  );
  const scores = new Float64Array(entries.length);
  const lengths = (1 + 2 ** -20) ** 2; // of unit rows
  try {
    const rowGroups = await groupCloseRows(a, names.rows, turns);
    for (const columnGroup of await groupCloseRows(b, names.columns, turns))
      for (const columnPart of cut(columnGroup, TILE_COLUMNS)) {
        const y = subtractLeader(b, columnPart);
        for (const rowGroup of rowGroups)
          for (const rowPart of cut(rowGroup, TILE_ROWS)) {
            const x = subtractLeader(a, rowPart);
            const [m, n] = [rowPart.names.length, columnPart.names.length];
            const tile = entries.subarray(0, m * n);
            await product.multiply(x.differences, y.differences, tile);
            const [p, q] = [rowPart.leader, columnPart.leader];
            const rowBase = Float64Array.from(rowPart.names, (i) => (q < 0 ? 0 : dot(i, q)));
            const both = p < 0 || q < 0 ? 0 : dot(p, q);
            const columnBase = Float64Array.from(columnPart.names, (j) => (p < 0 ? 0 : dot(p, j) - both));
            for (let r = 0, z = 0; r < m; r++)
              for (let c = 0; c < n; c++, z++) {
                const score = rowBase[r] + columnBase[c] + tile[z];
                scores[z] = engine.absolute ? Math.abs(score) : score;
              }
            const bound =
              (gamma(d, FLOAT32_ROUNDOFF) + 4 * FLOAT32_ROUNDOFF) * x.longest * y.longest +
              (4 * gamma(d, FLOAT64_ROUNDOFF) + 8 * FLOAT64_ROUNDOFF) * lengths +
              2 * d * FLOAT32_SMALLEST;
            await names.visit({
              rows: rowPart.names,
              columns: columnPart.names,
              scores: scores.subarray(0, m * n),
              bound,
            });
            await turns.yield();
          }
      }
  } finally {
    await product.close();
  }
}
