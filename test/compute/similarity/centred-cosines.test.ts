/** Centred cosines: against the sums written out, and on rows whose common direction is known. */
import { expect, test } from 'vitest';
import { centredCosines } from '../../../src/compute/similarity/centred-cosines.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { Turns } from '../../../src/compute/turns.ts';
import { buildUnitRows } from '../../../src/compute/unit-rows.ts';

/** Independent rows around a common one of this length, in units of a row's own. */
function drawRows({ n, d, common, seed }: { n: number; d: number; common: number; seed: number }) {
  const stream = buildRandomStream(seed);
  const own = Math.sqrt(d);
  const values = Float32Array.from(
    { length: n * d },
    (_, at) => stream.nextNormal() + (at % d === 0 ? common * own : 0),
  );
  return buildUnitRows(values, { n, d }).unit;
}

test('are the means of the cosines written out', async () => {
  const [a, b] = [drawRows({ n: 7, d: 5, common: 1, seed: 1 }), drawRows({ n: 6, d: 5, common: 1, seed: 2 })];
  const partner = Int32Array.of(3, 0, -1, 5, 1, 2, 4);
  const found = await centredCosines({ a, b, partner }, new Turns({}));
  const rowsOf = ({ n, d, values }: typeof a) =>
    Array.from({ length: n }, (_, i) => Array.from(values.subarray(i * d, (i + 1) * d)));
  const [x, y] = [rowsOf(a), rowsOf(b)];
  const average = (rows: number[][]) => rows[0].map((_, z) => rows.reduce((sum, row) => sum + row[z], 0) / rows.length);
  const [meanA, meanB] = [average(x), average(y)];
  const common = meanA.map((value, z) => (value + meanB[z]) / 2);
  expect(found.meanLength).toBeCloseTo(Math.hypot(...common), 7);
  for (const [means, less] of [
    [found.plain, common.map(() => 0)],
    [found.centred, common],
  ] as const) {
    const cosine = (i: number, j: number) => {
      const [p, q] = [x[i].map((value, z) => value - less[z]), y[j].map((value, z) => value - less[z])];
      return p.reduce((sum, value, z) => sum + value * q[z], 0) / (Math.hypot(...p) * Math.hypot(...q));
    };
    const matched = [...partner].flatMap((j, i) => (j < 0 ? [] : [cosine(i, j)]));
    expect(means.matched).toBeCloseTo(matched.reduce((sum, one) => sum + one, 0) / 6, 6);
    const all = x.flatMap((_, i) => y.map((_, j) => cosine(i, j)));
    expect(means.all).toBeCloseTo(all.reduce((sum, one) => sum + one, 0) / 42, 6);
  }
});

test('a common direction raises plain cosines of unrelated rows, and not centred ones', async () => {
  const [n, d] = [400, 64];
  const [a, b] = [drawRows({ n, d, common: 1, seed: 3 }), drawRows({ n, d, common: 1, seed: 4 })];
  const partner = Int32Array.from({ length: n }, (_, i) => i);
  const { plain, centred, meanLength } = await centredCosines({ a, b, partner }, new Turns({}));
  // rows are (common + own) / sqrt 2
  expect(plain.all).toBeCloseTo(0.5, 1);
  expect(plain.matched).toBeCloseTo(0.5, 1);
  expect(meanLength).toBeCloseTo(Math.SQRT1_2, 1);
  expect(Math.abs(centred.all)).toBeLessThan(0.01);
  expect(Math.abs(centred.matched ?? 1)).toBeLessThan(0.03);
});
