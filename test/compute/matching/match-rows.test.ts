/** The engine next to brute force and a dense solver, on ordinary and degenerate input; limits, stopping and determinism. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSyntheticPair, geometries } from '../../../bench/synthetic-dictionaries.ts';
import { type MatchOptions, matchRows } from '../../../src/compute/matching/match-rows.ts';
import { estimateMatchingMb } from '../../../src/compute/matching/memory-estimate.ts';
import { boundCosineRounding, buildPairScore, toCosine } from '../../../src/compute/matching/pair-score.ts';
import type { Precision } from '../../../src/compute/matching/tiles/tiles.ts';
import {
  CANDIDATES_KEPT,
  type MatchedEnd,
  type Measure,
  type SideMatching,
} from '../../../src/compute/side-matching.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';
import { matchDensely } from './dense-matching.ts';
import { exactPrecisions, precisions, skipUnlessExact } from './exact-precisions.ts';

/** Two float64 solvers sum in different orders. */
const rounding = 1e-9;
const measures: Measure[] = ['COSINE', 'ABSOLUTE_COSINE'];

function toUnit(rows: number[][]): UnitRows {
  return buildUnitRows(Float32Array.from(rows.flat()), { n: rows.length, d: rows[0].length }).unit;
}

function match(a: UnitRows, b: UnitRows, options: Partial<MatchOptions> = {}): Promise<SideMatching> {
  return matchRows(a, b, { measure: 'COSINE', threads: 1, ...options });
}

/** Largest sum over all injections of the smaller side. */
function bruteForce(a: UnitRows, b: UnitRows, measure: Measure): number {
  if (a.n > b.n) return bruteForce(b, a, measure);
  const score = buildPairScore(a, b, { measure });
  const best = (i: number, used: number): number => {
    if (i === a.n) return 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < b.n; j++)
      if (!(used & (1 << j))) most = Math.max(most, score(i, j) + best(i + 1, used | (1 << j)));
    return most;
  };
  return best(0, 0);
}

/** What holds for every result: a bijection, its scores, the exact nearest in order, a proof. */
function checkResult(side: SideMatching, a: UnitRows, b: UnitRows): void {
  const score = buildPairScore(a, b, { measure: side.measure });
  const cosine = (dot: number) => toCosine(dot, a.d);
  const pairs = Math.min(a.n, b.n);
  const matched = [...side.a.partner].filter((j) => j >= 0);
  expect(matched.length).toBe(pairs);
  expect(new Set(matched).size).toBe(pairs);
  const checkEnd = (
    end: MatchedEnd,
    n: number,
    others: number,
    other: MatchedEnd,
    scoreOf: (i: number, j: number) => number,
  ) => {
    const c = Math.min(CANDIDATES_KEPT, others);
    expect([end.candidatesPerLatent, end.candidates.length, end.candidateCosines.length]).toEqual([c, n * c, n * c]);
    for (let i = 0; i < n; i++) {
      const j = end.partner[i];
      expect(end.cosine[i]).toBe(j < 0 ? 0 : cosine(scoreOf(i, j)));
      if (j >= 0) expect(other.partner[j]).toBe(i);
      const sorted = Array.from({ length: others }, (_, k) => k).sort((x, y) => scoreOf(i, y) - scoreOf(i, x) || x - y);
      expect([...end.candidates.subarray(i * c, (i + 1) * c)]).toEqual(sorted.slice(0, c));
      for (let z = i * c; z < (i + 1) * c; z++)
        expect(end.candidateCosines[z]).toBe(cosine(scoreOf(i, end.candidates[z])));
    }
  };
  checkEnd(side.a, a.n, b.n, side.b, score);
  checkEnd(side.b, b.n, a.n, side.a, (j, i) => score(i, j));
  const { primal, dual, gap, tolerance, optimal, pairsCovered } = side.certificate;
  const summed = side.a.cosine.reduce((sum, x) => sum + x, 0);
  expect(Math.abs(primal - summed)).toBeLessThan(rounding + pairs * boundCosineRounding(a.d));
  expect(optimal).toBe(true);
  expect(gap).toBeLessThanOrEqual(tolerance);
  expect(gap).toBe(Math.max(0, dual - primal));
  expect(pairsCovered).toBe(a.n * b.n);
}

const coordinate = fc.integer({ min: -3, max: 3 }); // few values: many ties, duplicates and zero rows
const rowsArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }))
  .chain(([nA, nB, d]) => {
    const dictionary = (n: number) =>
      fc.array(fc.array(coordinate, { minLength: d, maxLength: d }), { minLength: n, maxLength: n }).map(toUnit);
    return fc.tuple(dictionary(nA), dictionary(nB), fc.constantFrom(...measures));
  });

test('equals brute force for up to 7 latents, of equal and different numbers', async () => {
  await fc.assert(
    fc.asyncProperty(rowsArbitrary, fc.constantFrom(...exactPrecisions), async ([a, b, measure], precision) => {
      const side = await match(a, b, { measure, precision });
      checkResult(side, a, b);
      expect(Math.abs(side.certificate.primal - bruteForce(a, b, measure))).toBeLessThan(rounding);
    }),
    { numRuns: 150, seed: 20250 },
  );
});

describe('equals a dense solver', () => {
  const shapes = [
    { n: 200, nB: 200, d: 8 },
    { n: 170, nB: 230, d: 24 },
    { n: 230, nB: 90, d: 16 },
  ];
  const cases = shapes.flatMap((shape) =>
    geometries.flatMap((geometry) =>
      measures.flatMap((measure) => precisions.map((precision) => ({ ...shape, geometry, measure, precision }))),
    ),
  );
  test.for(cases)('$geometry $n x $nB x $d $measure $precision', async ({ measure, precision, ...shape }, context) => {
    skipUnlessExact(context, precision);
    const { a, b } = buildSyntheticPair({ ...shape, shared: 0.3, seed: 7 });
    const side = await match(a, b, { measure, precision });
    checkResult(side, a, b);
    expect(Math.abs(side.certificate.primal - matchDensely(a, b, measure).certificate.primal)).toBeLessThan(rounding);
  });
});

describe('degenerate input ends with the optimum', () => {
  const { a: some, b: others } = buildSyntheticPair({ geometry: 'CLUSTERED', n: 180, d: 6, shared: 0.2, seed: 3 });
  const repeat = (rows: UnitRows, pick: (i: number) => number, n: number): UnitRows => ({
    n,
    d: rows.d,
    values: Float32Array.from(
      { length: n * rows.d },
      (_, z) => rows.values[pick(Math.floor(z / rows.d)) * rows.d + (z % rows.d)],
    ),
  });
  const blank = (rows: UnitRows, isZero: (i: number) => boolean): UnitRows => ({
    ...rows,
    values: rows.values.map((x, z) => (isZero(Math.floor(z / rows.d)) ? 0 : x)),
  });
  const negate = (rows: UnitRows): UnitRows => ({ ...rows, values: rows.values.map((x) => -x) });
  const positive = (rows: UnitRows): UnitRows => ({ ...rows, values: rows.values.map(Math.abs) });
  const same = repeat(some, () => 0, 180);
  const cases: [string, UnitRows, UnitRows][] = [
    ['identical dictionaries', some, some],
    ['each row three times', repeat(some, (i) => i % 60, 180), repeat(others, (i) => i % 60, 180)],
    ['each row ninety times', repeat(some, (i) => i % 2, 180), repeat(others, (i) => i % 2, 180)],
    ['all rows equal', same, same],
    ['all rows equal, more there', same, repeat(some, () => 0, 250)],
    ['all cosines -1', same, negate(same)],
    ['all cosines negative', positive(some), negate(positive(others))],
    ['a third zero here', blank(some, (i) => i % 3 === 0), others],
    ['a third zero there', some, blank(others, (i) => i % 3 === 0)],
    ['most zero in both', blank(some, (i) => i % 5 > 0), blank(others, (i) => i % 4 > 0)],
    ['a third zero there, all cosines negative', positive(some), blank(negate(positive(others)), (i) => i % 3 === 0)],
    ['all zero', blank(some, () => true), blank(others, () => true)],
    [
      'zero rows, fewer here',
      blank(
        repeat(some, (i) => i, 100),
        (i) => i % 2 === 0,
      ),
      blank(others, (i) => i % 3 > 0),
    ],
    ['one latent in each', repeat(some, () => 0, 1), repeat(others, () => 3, 1)],
    ['one against many', repeat(some, () => 0, 1), others],
    ['many against one', some, repeat(others, () => 5, 1)],
    ['65 against 180: one more than a list holds', repeat(some, (i) => i, 65), others],
  ];
  test.each(cases)('%s', async (_, a, b) => {
    for (const measure of measures) {
      const { primal } = matchDensely(a, b, measure).certificate;
      for (const precision of exactPrecisions) {
        const side = await match(a, b, { measure, precision });
        checkResult(side, a, b);
        expect(Math.abs(side.certificate.primal - primal)).toBeLessThan(rounding);
      }
    }
  });
});

test('is turned around with its arguments', async () => {
  const { a, b } = buildSyntheticPair({ geometry: 'SPLIT', n: 150, nB: 190, d: 12, seed: 5 });
  const [there, back] = [await match(a, b), await match(b, a)];
  expect(back.a).toEqual(there.b);
  expect(back.b).toEqual(there.a);
});

test('is the same with one thread, with two and when repeated', async () => {
  const { a, b } = buildSyntheticPair({ geometry: 'CLUSTERED', n: 2500, d: 32, seed: 11 });
  for (const precision of exactPrecisions) {
    const first = await match(a, b, { precision, threads: 1 });
    expect(await match(a, b, { precision, threads: 2 })).toEqual(first);
    expect(await match(a, b, { precision, threads: 1 })).toEqual(first);
  }
});

describe('near copies, closer together than float32 products can tell', () => {
  // Every row is one of `groups` rows and a small step: 1e-6 is the worst for the solver, 1e-4 for the tiles.
  const drawNear = (options: { n: number; d: number; groups: number; step: number; seed: number }): UnitRows => {
    const { n, d, groups, step, seed } = options;
    const centres = buildRandomStream(1, [groups, d]);
    const centre = Float64Array.from({ length: groups * d }, () => centres.nextNormal());
    const stream = buildRandomStream(seed, [n, d]);
    const values = Float32Array.from(
      { length: n * d },
      (_, z) => centre[(Math.floor(z / d) % groups) * d + (z % d)] + step * stream.nextNormal(),
    );
    return buildUnitRows(values, { n, d }).unit;
  };
  const cases = [
    { n: 220, nB: 220, groups: 1, step: 1e-6 },
    { n: 200, nB: 200, groups: 1, step: 1e-4 },
    { n: 180, nB: 220, groups: 3, step: 1e-6 },
  ].flatMap((shape) =>
    measures.flatMap((measure) => precisions.map((precision) => ({ ...shape, measure, precision }))),
  );
  test.for(cases)(
    '$n x $nB in $groups groups, $step, $measure $precision',
    async ({ measure, precision, ...shape }, context) => {
      skipUnlessExact(context, precision);
      const a = drawNear({ ...shape, d: 24, seed: 2 });
      const b = drawNear({ ...shape, n: shape.nB, d: 24, seed: 3 });
      const side = await match(a, b, { measure, precision });
      checkResult(side, a, b);
      expect(side.certificate.gap).toBeLessThan(2e-12 * shape.n);
      expect(Math.abs(side.certificate.primal - matchDensely(a, b, measure).certificate.primal)).toBeLessThan(rounding);
    },
  );

  test('a thousand and more end soon', async () => {
    const [a, b] = [2, 3].map((seed) => drawNear({ n: 1500, d: 64, groups: 1, step: 1e-6, seed }));
    const { certificate } = await match(a, b, { threads: 2 });
    expect(certificate.optimal).toBe(true);
    expect(certificate.gap).toBeLessThan(3e-9);
  }, 30_000);
});

test('reports how far it is', async () => {
  const { a, b } = buildSyntheticPair({ geometry: 'SPLIT', n: 1500, d: 16, seed: 12 });
  const steps = new Set<string>();
  await match(a, b, {
    onProgress: ({ step, done, total }) => {
      steps.add(step);
      expect(done).toBeLessThanOrEqual(total);
    },
  });
  expect(steps).toContain('candidates');
  expect(steps).toContain('certificate');
});

describe('stops when told to', () => {
  const { a, b } = buildSyntheticPair({ geometry: 'CLUSTERED', n: 2500, d: 24, seed: 13 });
  test('before it begins', async () => {
    const reason = new Error('not wanted');
    await expect(match(a, b, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
  test.each(['candidates', 'assignment', 'certificate'])('in the step %s', async (step) => {
    const stop = new AbortController();
    const reason = new Error('not wanted');
    let after = 0;
    const onProgress = (progress: { step: string }) => {
      if (stop.signal.aborted) after++;
      if (progress.step === step) stop.abort(reason);
    };
    await expect(match(a, b, { signal: stop.signal, onProgress })).rejects.toBe(reason);
    expect(after).toBe(0);
  });
  test('by a timer, which the work must let fire', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1);
    await expect(match(a, b, { signal: stop.signal })).rejects.toThrow('aborted');
  });
});

describe('memory', () => {
  const { a, b } = buildSyntheticPair({ geometry: 'ISOTROPIC', n: 300, d: 16, seed: 14 });
  test('what does not fit is refused beforehand', async () => {
    const needed = estimateMatchingMb({ nA: 300, nB: 300, d: 16, precision: 'FLOAT32' });
    await expect(match(a, b, { memoryMb: needed - 1 })).rejects.toMatchObject({
      code: 'TOO_LARGE_TO_MATCH',
      message: expect.stringMatching(new RegExp(`needs about ${needed} MB; expected at most ${needed - 1} MB`)),
      hint: expect.stringContaining('RESEED_MEMORY_MB'),
    });
    await expect(match(a, b, { memoryMb: needed })).resolves.toBeDefined();
  });
  test('the estimate grows with each size', () => {
    const estimate = (nA: number, nB: number, d: number, precision: Precision = 'FLOAT32') =>
      estimateMatchingMb({ nA, nB, d, precision });
    expect(estimate(32768, 32768, 768)).toBeGreaterThan(estimate(16384, 32768, 768));
    expect(estimate(32768, 32768, 768)).toBeLessThan(2048);
    expect(estimate(131072, 131072, 4096)).toBeLessThan(8192);
    expect(estimate(131072, 131072, 4096, 'INT8')).toBeLessThan(8192);
    expect(estimate(131072, 131072, 4096, 'INT8') - estimate(131072, 131072, 4096)).toBeGreaterThan(1000);
  });
});

test('rows of different widths and empty dictionaries are mistakes of the caller', async () => {
  const rows = toUnit([[1, 0]]);
  await expect(match(rows, toUnit([[1]]))).rejects.toThrow(RangeError);
  await expect(match(rows, { n: 0, d: 2, values: new Float32Array() })).rejects.toThrow(RangeError);
});
