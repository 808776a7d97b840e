import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { measureInitialDistance } from '../../../src/compute/training/initial-distance.ts';

/** Rows as they are documented: d normals of the stream of the seed and the path [1, i], scaled to unit length. */
function naiveRows(seed: number, n: number, d: number): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const stream = buildRandomStream(seed, [1, i]);
    const row = Array.from({ length: d }, () => stream.nextNormal());
    return row.map((value) => value / Math.hypot(...row));
  });
}

test('a dictionary that did not move is at its beginning, and another seed is far from it', async () => {
  const [n, d] = [200, 64];
  const decoder = Float32Array.from(naiveRows(5, n, d).flat());
  const own = await measureInitialDistance({ decoder, nLatents: n, dIn: d }, { seed: 5, initialRows: 'TIED' });
  expect(own.latents).toBe(n);
  expect(own.meanDecoderCosine).toBeCloseTo(1, 6);
  for (const { cosine } of own.quantiles) expect(cosine).toBeCloseTo(1, 6);
  const other = await measureInitialDistance({ decoder, nLatents: n, dIn: d }, { seed: 6, initialRows: 'TIED' });
  // the mean of n cosines of standard deviation 1 / sqrt(d): four standard errors
  expect(Math.abs(other.meanDecoderCosine)).toBeLessThan(4 / Math.sqrt(n * d));
  expect(other.quantiles[3].cosine).toBeLessThan(0.1);
});

test('rows turned by known angles have those cosines, whatever their length', async () => {
  const [n, d] = [5, 8];
  const wanted = [0.9, -0.5, 0.3, 0, 1];
  const decoder = naiveRows(9, n, d).map((row, i) => {
    const square = row[0] ** 2 + row[1] ** 2;
    const across = row.map((_, z) => (z === 0 ? -row[1] : z === 1 ? row[0] : 0) / Math.sqrt(square));
    return row.map((value, z) => (i + 1) * (wanted[i] * value + Math.sqrt(1 - wanted[i] ** 2) * across[z]));
  });
  decoder[3].fill(0); // a zero row counts as 0
  const found = await measureInitialDistance(
    { decoder: Float32Array.from(decoder.flat()), nLatents: n, dIn: d },
    { seed: 9, initialRows: 'TIED' },
  );
  expect(found.meanDecoderCosine).toBeCloseTo(1.7 / 5, 6);
  // numpy.quantile([0.9, -0.5, 0.3, 0, 1], [0, .05, .25, .5, .75, .95, 1])
  const expected = [-0.5, -0.4, 0, 0.3, 0.9, 0.98, 1];
  found.quantiles.forEach(({ cosine }, q) => expect(cosine).toBeCloseTo(expected[q], 6));
  expect(found.quantiles.map(({ fraction }) => fraction)).toEqual([0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]);
});

test('stops when it is told to', async () => {
  const decoder = new Float32Array(8);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(
    measureInitialDistance({ decoder, nLatents: 1, dIn: 8 }, { seed: 1, initialRows: 'TIED', signal }),
  ).rejects.toThrow('enough');
});
