import { expect, test } from 'vitest';
import { drawIsotropicRows, drawRows, estimateGaussian } from '../../../src/compute/nulls/gaussian-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

/** Rows near a few directions, none of length 1 before scaling; every `zeroEvery`-th is zero. */
function skewedRows({ n, d, zeroEvery = 0 }: { n: number; d: number; zeroEvery?: number }): UnitRows {
  const stream = buildRandomStream(99);
  const rows = Float32Array.from({ length: n * d }, (_, k) => {
    const spread = 1 / (1 + (k % d));
    return (k % d === 0 ? 0.8 : 0) + spread * stream.nextNormal();
  });
  if (zeroEvery > 0) for (let i = 0; i < n; i += zeroEvery) rows.fill(0, i * d, (i + 1) * d);
  return buildUnitRows(rows, { n, d }).unit;
}

/** Mean and covariance by their definitions, over the rows that are not zero. */
function naiveMoments({ n, d, values }: UnitRows) {
  const rows = Array.from({ length: n }, (_, i) => [...values.subarray(i * d, (i + 1) * d)]).filter((row) =>
    row.some(Boolean),
  );
  const average = (f: (row: number[]) => number) => rows.reduce((total, row) => total + f(row), 0) / rows.length;
  const mean = Array.from({ length: d }, (_, y) => average((row) => row[y]));
  const covariance = mean.map((_, y) => mean.map((_, z) => average((row) => (row[y] - mean[y]) * (row[z] - mean[z]))));
  return { mean, covariance };
}

const largest = (values: number[]) => Math.max(...values.map(Math.abs));

test.each([
  { n: 300, d: 9 },
  { n: 131, d: 6, zeroEvery: 4 },
  { n: 40, d: 1 },
])('mean and factor are those of the non-zero rows: %o', async (shape) => {
  const unit = skewedRows(shape);
  const { mean, factor, d, jitter } = await estimateGaussian(unit);
  const naive = naiveMoments(unit);
  expect(largest(naive.mean.map((value, z) => value - mean[z]))).toBeLessThan(1e-12);
  for (let y = 0; y < d; y++) {
    for (let z = 0; z < d; z++) {
      let product = 0;
      for (let k = 0; k <= Math.min(y, z); k++) product += factor[y * d + k] * factor[z * d + k];
      expect(Math.abs(product - naive.covariance[y][z])).toBeLessThan(1e-12 + (y === z ? 2 * jitter : 0));
    }
  }
});

test('fewer rows than dimensions still give a factor, with a jitter far below the spread', async () => {
  const unit = skewedRows({ n: 5, d: 24 });
  const { factor, jitter } = await estimateGaussian(unit);
  const trace = naiveMoments(unit).covariance.reduce((total, row, z) => total + row[z], 0);
  expect(jitter).toBeGreaterThan(0);
  expect(jitter).toBeLessThan((1e-5 * trace) / 24);
  expect(factor.every(Number.isFinite)).toBe(true);
});

test('rows drawn have the direction statistics of the rows estimated', async () => {
  const gaussian = await estimateGaussian(skewedRows({ n: 4000, d: 8 }));
  // unit length changes the moments: the reference is the same Gaussian, drawn and scaled entry by entry from its definition
  const stream = buildRandomStream(5);
  const naive = Float32Array.from({ length: 40_000 * 8 });
  for (let i = 0; i < 40_000; i++) {
    const z = Array.from({ length: 8 }, () => stream.nextNormal());
    for (let y = 0; y < 8; y++) {
      naive[i * 8 + y] = z
        .slice(0, y + 1)
        .reduce((total, value, k) => total + gaussian.factor[y * 8 + k] * value, gaussian.mean[y]);
    }
  }
  const expected = naiveMoments(buildUnitRows(naive, { n: 40_000, d: 8 }).unit);
  const drawn = naiveMoments(await drawRows(gaussian, { n: 40_000, stream: buildRandomStream(6) }));
  // entries are at most 1, so a mean of 40,000 has a standard error of at most 0.005; five of the difference of two
  expect(largest(drawn.mean.map((value, z) => value - expected.mean[z]))).toBeLessThan(0.02);
  expect(
    largest(drawn.covariance.flatMap((row, y) => row.map((value, z) => value - expected.covariance[y][z]))),
  ).toBeLessThan(0.02);
  expect(Math.abs(drawn.mean[0])).toBeGreaterThan(0.2);
});

test('the same stream draws the same rows, across block borders', async () => {
  const gaussian = await estimateGaussian(skewedRows({ n: 100, d: 5 }));
  const long = await drawRows(gaussian, { n: 300, stream: buildRandomStream(1) });
  const short = await drawRows(gaussian, { n: 130, stream: buildRandomStream(1) });
  expect(long.values.subarray(0, 130 * 5)).toEqual(short.values);
});

test('isotropic rows have unit length, no preferred direction and covariance 1 / d', async () => {
  const [n, d] = [20_000, 6];
  const rows = await drawIsotropicRows({ n, d }, { stream: buildRandomStream(3) });
  for (let i = 0; i < n; i += 97) {
    expect(Math.hypot(...rows.values.subarray(i * d, (i + 1) * d))).toBeCloseTo(1, 6);
  }
  const { mean, covariance } = naiveMoments(rows);
  expect(largest(mean)).toBeLessThan(5 * Math.sqrt(1 / (d * n)));
  expect(largest(covariance.flatMap((row, y) => row.map((value, z) => value - (y === z ? 1 / d : 0))))).toBeLessThan(
    0.01,
  );
});

test('all rows equal, one row, and no non-zero row have no spread', async () => {
  for (const values of [
    [3, 4, 3, 4],
    [3, 4],
    [0, 0],
  ]) {
    const { unit } = buildUnitRows(Float32Array.from(values), { n: values.length / 2, d: 2 });
    const gaussian = await estimateGaussian(unit);
    expect(gaussian.jitter).toBe(0);
    const drawn = await drawRows(gaussian, { n: 2, stream: buildRandomStream(1) });
    expect([...drawn.values.subarray(0, 2)]).toEqual([...unit.values.subarray(0, 2)]);
  }
});

test('an aborted signal stops the work while it continues', async () => {
  const stop = new AbortController();
  const drawing = drawIsotropicRows({ n: 200_000, d: 64 }, { stream: buildRandomStream(1), signal: stop.signal });
  setImmediate(() => stop.abort(new Error('stopped')));
  await expect(drawing).rejects.toThrow('stopped');
});
