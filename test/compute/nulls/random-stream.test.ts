import { describe, expect, test } from 'vitest';
import { buildRandomStream, buildXoshiro, naturalLogarithm } from '../../../src/compute/nulls/random-stream.ts';

/** xoshiro128** in exact integers, from the description of the algorithm. */
function* exactXoshiro(state: readonly number[]): Generator<number> {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  let [s0, s1, s2, s3] = state.map(BigInt);
  for (;;) {
    yield Number((rotate((s1 * 5n) & mask, 7n) * 9n) & mask);
    const t = (s1 << 9n) & mask;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotate(s3, 11n);
  }
}

describe('the generator', () => {
  test('is xoshiro128**', () => {
    const state = [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834] as const;
    const stream = buildXoshiro(state);
    const exact = exactXoshiro(state);
    for (let k = 0; k < 10_000; k++) expect(stream.nextUint32()).toBe(exact.next().value);
    expect(buildXoshiro([1, 2, 3, 4]).nextUint32()).toBe(11520); // (2 * 5) rotated by 7, times 9
  });

  test('gives the same numbers for the same seed and path, now and in the next release', () => {
    const read = (seed: number, path: number[]) => {
      const stream = buildRandomStream(seed, path);
      return [stream.nextUint32(), stream.nextUint32(), stream.nextUniform(), stream.nextNormal()];
    };
    expect(read(1, [0, 1])).toEqual(read(1, [0, 1]));
    expect(read(20_260_101, [2, 1, 0])).toMatchInlineSnapshot(`
      [
        2115193884,
        2208112650,
        0.6365139830223993,
        -0.6310777837389647,
      ]
    `);
  });

  test('gives other numbers for every other seed and path', () => {
    const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
    const paths = [[], [0], [1], [0, 0], [0, 1], [1, 0], [0, 0, 1], [0, 1, 0]];
    const first = seeds.flatMap((seed) =>
      paths.map((path) => {
        const stream = buildRandomStream(seed, path);
        return `${stream.nextUint32()} ${stream.nextUint32()}`;
      }),
    );
    expect(new Set(first).size).toBe(seeds.length * paths.length);
  });

  test.each([-1, 1.5, 2 ** 53, Number.NaN])('refuses the seed %s', (seed) => {
    expect(() => buildRandomStream(seed)).toThrow(RangeError);
  });
});

test('uniform numbers fill [0, 1) evenly', () => {
  const stream = buildRandomStream(11);
  const bins = new Array<number>(20).fill(0);
  for (let k = 0; k < 200_000; k++) bins[Math.floor(stream.nextUniform() * 20)]++;
  const chiSquare = bins.reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(43.8); // 19 degrees of freedom, 0.1%
});

test('normal numbers have the moments, tails and independence of a standard normal', () => {
  const stream = buildRandomStream(12);
  const n = 400_000;
  const values = Float64Array.from({ length: n }, () => stream.nextNormal());
  const moment = (power: number) => values.reduce((total, value) => total + value ** power, 0) / n;
  // five standard errors each: the moments' variances are 1, 2, 15 and 96 over n
  expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / n));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  for (const [bound, tail] of [
    [1, 0.31731],
    [2, 0.0455],
    [3, 0.0027],
    [4, 6.334e-5],
  ] as const) {
    const beyond = values.filter((value) => Math.abs(value) > bound).length;
    expect(Math.abs(beyond - tail * n)).toBeLessThan(5 * Math.sqrt(tail * n));
  }
  let product = 0; // the two numbers of one polar pair, and neighbours of different pairs
  for (let k = 1; k < n; k++) product += values[k] * values[k - 1];
  expect(Math.abs(product / n)).toBeLessThan(5 * Math.sqrt(1 / n));
});

test('the logarithm is right to rounding over the whole range', () => {
  const arguments_ = [
    2 ** -1022,
    1e-300,
    1e-8,
    0.5,
    0.70710678,
    0.7071068,
    1 - 2 ** -53,
    1,
    1 + 2 ** -52,
    Math.SQRT2,
    10,
    1e308,
  ];
  for (let k = 1; k < 5000; k++) arguments_.push(k / 5000, 1.01 ** k * 1e-10);
  for (const x of arguments_) {
    expect(Math.abs(naturalLogarithm(x) - Math.log(x))).toBeLessThanOrEqual(
      Math.max(1e-16, 4.5e-16 * Math.abs(Math.log(x))),
    );
  }
});
