import { expect, test } from 'vitest';
import { canonicalCorrelation } from '../../../src/compute/similarity/canonical-correlation.ts';
import { MAX_CORRELATED_WIDTH } from '../../../src/compute/similarity/correlated-width.ts';
import { drawIsotropicRows } from '../../../src/compute/nulls/gaussian-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { noisyPair } from './noisy-pair.ts';

const options = { variance: 0.99, shuffles: 9, seed: 1, threads: 1 };

// numpy: rows less their mean; left singular vectors that keep `variance` of the squared singular values; mean of svd(Ux' Uy)
test.each([
  { of: { n: 12, d: 5, share: 1, seed: 31 }, variance: 0.8, components: [3, 3], mean: 0.51565441214372 },
  { of: { n: 30, d: 8, share: 0.5, seed: 32 }, variance: 0.99, components: [8, 8], mean: 0.4981196637805491 },
  { of: { n: 9, d: 20, share: 2, seed: 33 }, variance: 0.8, components: [5, 5], mean: 0.9530041751683577 },
  { of: { n: 1500, d: 24, share: 0.5, seed: 34 }, variance: 0.8, components: [19, 19], mean: 0.39010808163849076 },
  { of: { n: 200, d: 12, share: 3, seed: 35 }, variance: 0.99, components: [12, 12], mean: 0.9445891566101722 },
])('the numbers are those of NumPy: $of', async ({ of, variance, components, mean }) => {
  const found = await canonicalCorrelation(noisyPair(of), { ...options, variance, shuffles: 1 });
  expect(found?.components).toEqual(components);
  expect(Math.abs((found?.value ?? 0) - mean)).toBeLessThan(1e-5);
});

test('a linear map is seen through, independent rows are what shuffles give', async () => {
  const [n, d] = [300, 6];
  const a = await drawIsotropicRows({ n, d }, { stream: buildRandomStream(1) });
  const map = buildRandomStream(2);
  const matrix = Float64Array.from({ length: d * d }, () => map.nextNormal());
  const mapped = Float32Array.from({ length: n * d }, (_, at) => {
    const [i, y] = [Math.floor(at / d), at % d];
    return a.values.subarray(i * d, (i + 1) * d).reduce((sum, value, z) => sum + value * matrix[y * d + z], 0);
  });
  const same = await canonicalCorrelation({ a, b: { n, d, values: mapped } }, { ...options, variance: 1 });
  expect(same?.value).toBeCloseTo(1, 4);
  expect(same?.pValue).toBe(0.1);
  expect(same?.shuffledMean).toBeLessThan(0.25);
  const other = await drawIsotropicRows({ n, d }, { stream: buildRandomStream(3) });
  const none = await canonicalCorrelation({ a, b: other }, options);
  expect(Math.abs((none?.value ?? 1) - (none?.shuffledMean ?? 0))).toBeLessThan(0.06);
});

test('where nothing varies there is no number; what is too wide is refused; an abort ends it', async () => {
  const same = { n: 5, d: 4, values: new Float32Array(20).fill(0.5) };
  expect(await canonicalCorrelation({ a: same, b: same }, options)).toBeNull();
  const nothing = { n: 0, d: 4, values: new Float32Array(0) };
  expect(await canonicalCorrelation({ a: nothing, b: nothing }, options)).toBeNull();
  const wide = { n: 0, d: MAX_CORRELATED_WIDTH + 1, values: new Float32Array(0) };
  const code = { code: 'SIMILARITY_TOO_COSTLY' };
  await expect(canonicalCorrelation({ a: wide, b: wide }, options)).rejects.toMatchObject(code);
  const abort = new AbortController();
  const pair = noisyPair({ n: 50, d: 4, share: 1, seed: 1 });
  const running = canonicalCorrelation(pair, {
    ...options,
    signal: abort.signal,
    onProgress: ({ done }) => done === 1 && abort.abort(new Error('enough')),
  });
  await expect(running).rejects.toThrow('enough');
});
