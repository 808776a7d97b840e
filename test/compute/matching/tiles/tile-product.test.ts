/** The tile is the product of the rows, within the stated rounding bound, whatever the shape and the number of threads. */
import { describe, expect, test } from 'vitest';
import { buildPairScore, computeRoundingBound } from '../../../../src/compute/matching/pair-score.ts';
import { buildRandomStream } from '../../../../src/compute/nulls/random-stream.ts';
import { openTileProduct } from '../../../../src/compute/matching/tiles/tile-product.ts';
import { buildUnitRows, type UnitRows } from '../../../../src/compute/unit-rows.ts';

function drawUnit(n: number, d: number, seed: number): UnitRows {
  const stream = buildRandomStream(seed, [n, d]);
  return buildUnitRows(
    Float32Array.from({ length: n * d }, () => stream.nextNormal()),
    { n, d },
  ).unit;
}

describe.each([
  { m: 1, n: 1, d: 1 },
  { m: 1, n: 37, d: 5 },
  { m: 19, n: 1, d: 300 },
  { m: 33, n: 65, d: 768 },
])('$m x $n x $d', ({ m, n, d }) => {
  test.each([1, 2])('%i threads', async (threads) => {
    const [a, b] = [drawUnit(m, d, 1), drawUnit(n, d, 2)];
    const product = await openTileProduct({ d, threads });
    const tile = new Float32Array(m * n).fill(Number.NaN);
    await product.multiply(a.values, b.values, tile);
    await product.close();
    const score = buildPairScore(a, b, { measure: 'COSINE' });
    const bound = computeRoundingBound(a, b);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) expect(Math.abs(tile[i * n + j] - score(i, j))).toBeLessThanOrEqual(bound);
  });
});

test('the bound holds for the worst summation too, and not by much more than it must', () => {
  // All products equal and all roundings the same way: one after the other is the order with the largest error.
  const d = 4096;
  const value = Math.fround(Math.sqrt(1 / d) * (1 + 2 ** -12));
  const rows: UnitRows = { n: 1, d, values: new Float32Array(d).fill(value) };
  const product = Math.fround(value * value);
  let sum = 0;
  for (let z = 0; z < d; z++) sum = Math.fround(sum + product);
  const error = Math.abs(sum - buildPairScore(rows, rows, { measure: 'COSINE' })(0, 0));
  expect(error).toBeGreaterThan(0);
  expect(computeRoundingBound(rows, rows)).toBeGreaterThanOrEqual(error);
  expect(computeRoundingBound(rows, rows)).toBeLessThan(3e-4);
});

test('rows longer than unit length widen the bound', () => {
  const rows = drawUnit(5, 16, 3);
  const doubled: UnitRows = { ...rows, values: rows.values.map((x) => 2 * x) };
  expect(computeRoundingBound(doubled, doubled) / computeRoundingBound(rows, rows)).toBeCloseTo(4, 6);
});
