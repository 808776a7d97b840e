/** Exactness of products of bytes is what sums in float64 say, on whatever processor; times decide where bytes are used. */
import { expect, test } from 'vitest';
import { buildSyntheticPair } from '../../../../bench/synthetic-dictionaries.ts';
import {
  type CodeBits,
  openByteProduct,
  topCode,
  zeroPoint,
} from '../../../../src/compute/matching/tiles/tile-product.ts';
import {
  areBytesFaster,
  type ByteSupport,
  describeByteSupport,
  findByteSupport,
  isExact,
  measureByteSupport,
  NO_BYTES,
} from '../../../../src/compute/matching/tiles/byte-support.ts';
import { choosePrecision } from '../../../../src/compute/matching/tiles/choose-precision.ts';
import { matchRows } from '../../../../src/compute/matching/match-rows.ts';
import { buildRandomStream } from '../../../../src/compute/nulls/random-stream.ts';
import { Turns } from '../../../../src/compute/turns.ts';
import { skipUnlessExact } from '../exact-precisions.ts';

/** Largest |entry - sum in float64| over tiles of many shapes and of extreme and ordinary codes. */
async function measureError(bits: CodeBits): Promise<number> {
  const [zero, top] = [zeroPoint(bits), topCode(bits)];
  const stream = buildRandomStream(5);
  const drawCode = (most: number) => Math.round((2 * stream.nextUniform() - 1) * most);
  let worst = 0;
  for (const [m, n, d] of [
    [1, 1, 2],
    [1, 50, 300],
    [37, 1, 65],
    [70, 33, 257],
    [130, 17, 768],
  ]) {
    const product = await openByteProduct({ d, bits, threads: 1 });
    const fills: [(z: number) => number, (z: number) => number][] = [
      [() => top, (z) => ((z % n) % 2 === 0 ? 127 : -127)],
      [() => -top, () => 127],
      [() => drawCode(top), () => drawCode(127)],
    ];
    for (const [fillX, fillY] of fills) {
      const x = Uint8Array.from({ length: m * d }, (_, z) => zero + fillX(z));
      const y = Int8Array.from({ length: d * n }, (_, z) => fillY(z));
      const tile = new Float32Array(m * n);
      await product.multiply({ x, y, yScales: new Float32Array(n).fill(1), tile });
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let z = 0; z < d; z++) sum += (x[i * d + z] - zero) * y[z * n + j];
          worst = Math.max(worst, Math.abs(tile[i * n + j] - sum));
        }
    }
    await product.close();
  }
  return worst;
}

test.each<CodeBits>([7, 8])('codes of %i bits are called exact where their sums are', async (bits) => {
  expect((await measureError(bits)) === 0).toBe(await isExact(bits));
});

test('times are taken of the most bits that are exact, and say where bytes are used', async () => {
  const { bits } = await findByteSupport();
  const real = await measureByteSupport({ threads: 1, now: () => performance.now() });
  expect(real.bits).toBe(bits);
  for (const { cost } of real.costs) expect(cost).toBeGreaterThan(0);
  // By a clock that moves on by as much at every look, bytes take as long as float32.
  let looks = 0;
  const equal = await measureByteSupport({ threads: 1, now: () => looks++ });
  expect(equal).toEqual(bits === null ? NO_BYTES : { bits, costs: real.costs.map(({ d }) => ({ d, cost: 1 })) });
  expect(areBytesFaster(equal, 4096)).toBe(false);
});

test('what was measured is said in one phrase', () => {
  expect(describeByteSupport(NO_BYTES)).toBe('float32');
  expect(describeByteSupport({ bits: 7, costs: [{ d: 4096, cost: 0.594 }] })).toBe(
    "codes of 7 bits where they take less than 0.8 of float32's time (0.59 at d = 4,096)",
  );
});

test.for(['INT7', 'INT8'] as const)('%s and float32 alone give the same matching', async (precision, context) => {
  skipUnlessExact(context, precision);
  const { a, b } = buildSyntheticPair({ geometry: 'CLUSTERED', n: 4200, nB: 4096, d: 256, shared: 0.5, seed: 9 });
  const bytes: ByteSupport = { bits: precision === 'INT7' ? 7 : 8, costs: [{ d: 256, cost: 0.3 }] };
  const options = { measure: 'COSINE', threads: 2 } as const;
  expect(await choosePrecision({ a, b }, { ...options, bytes, turns: new Turns({}) })).toBe(precision);
  const [fast, plain] = [
    await matchRows(a, b, { ...options, bytes }),
    await matchRows(a, b, { ...options, bytes: NO_BYTES }),
  ];
  expect(fast.a).toEqual(plain.a);
  expect(fast.b).toEqual(plain.b);
  expect(fast.certificate.optimal && plain.certificate.optimal).toBe(true);
  expect(fast.certificate.roundingBound).toBeGreaterThan(plain.certificate.roundingBound); // it was computed by bytes
});
