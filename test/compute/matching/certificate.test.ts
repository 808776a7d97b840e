/**
 * The proof is checked without the engine: every pair in float64 against the prices. A check that sees nothing wrong in wrong
 * prices would be worthless, so those are tried too.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSyntheticPair } from '../../../bench/synthetic-dictionaries.ts';
import { buildCertificate, includeRowRounding } from '../../../src/compute/matching/certificate.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { openEngine } from '../../../src/compute/matching/engine.ts';
import { findNearestLists } from '../../../src/compute/matching/nearest-lists.ts';
import { findOptimum } from '../../../src/compute/matching/optimum.ts';
import { Turns } from '../../../src/compute/turns.ts';
import type { Precision } from '../../../src/compute/matching/tiles/tiles.ts';
import type { Measure } from '../../../src/compute/side-matching.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';
import { gaussianRows } from '../../db/example-rows.ts';
import { assign } from './dense-matching.ts';
import { exactPrecisions, precisions, skipUnlessExact } from './exact-precisions.ts';

interface Proof {
  u: Float64Array;
  v: Float64Array;
  rowMate: Int32Array;
}

/** With `kept` far below the engine's own length of lists, most pairs are left to pricing. */
async function prove(
  a: UnitRows,
  b: UnitRows,
  { measure, kept, precision = 'FLOAT32' }: { measure: Measure; kept: number; precision?: Precision },
) {
  const engine = await openEngine({ a, b }, { measure, threads: 1, precision, turns: new Turns({}) });
  try {
    return {
      optimum: await findOptimum(engine, await findNearestLists({ ...engine, kept })),
      roundingBound: engine.tiles.errorBound,
    };
  } finally {
    await engine.close();
  }
}

/** All scores, summed front to back in float64: not the engine's order. */
function denseScores(a: UnitRows, b: UnitRows, measure: Measure): Float64Array[] {
  return Array.from({ length: a.n }, (_, i) =>
    Float64Array.from({ length: b.n }, (_, j) => {
      let sum = 0;
      for (let z = 0; z < a.d; z++) sum += a.values[i * a.d + z] * b.values[j * b.d + z];
      return measure === 'COSINE' ? sum : Math.abs(sum);
    }),
  );
}

/** What is wrong with a proof: empty if nothing is. */
function findFlaws(scores: Float64Array[], { u, v, rowMate }: Proof): string[] {
  const allowed = 1e-11; // the engine's own allowance, and another order of summation
  const flaws: string[] = [];
  const taken = new Set(rowMate);
  if (taken.size !== u.length || taken.has(-1)) flaws.push('not a bijection');
  for (let i = 0; i < u.length; i++) {
    for (let j = 0; j < v.length; j++)
      if (scores[i][j] > u[i] + v[j] + allowed) flaws.push(`pair ${i}, ${j} exceeds the prices`);
    if (Math.abs(scores[i][rowMate[i]] - u[i] - v[rowMate[i]]) > allowed)
      flaws.push(`matched pair of ${i} is not tight`);
  }
  if (v.length > u.length) {
    for (let j = 0; j < v.length; j++) {
      if (v[j] < -allowed) flaws.push(`price of column ${j} is negative`);
      if (!taken.has(j) && v[j] > allowed) flaws.push(`unmatched column ${j} has a price`);
    }
  }
  return flaws;
}

const shapes = [
  { n: 300, nB: 300, d: 10, geometry: 'CLUSTERED' },
  { n: 280, nB: 340, d: 10, geometry: 'SPLIT' },
  { n: 300, nB: 300, d: 40, geometry: 'ANISOTROPIC' },
] as const;

describe.each(shapes)('$geometry $n x $nB x $d', (shape) => {
  test.each<Measure>(['COSINE', 'ABSOLUTE_COSINE'])('%s: prices cover every pair', async (measure) => {
    const { a, b } = buildSyntheticPair({ ...shape, shared: 0.3, seed: 21 });
    const scores = denseScores(a, b, measure);
    const { optimum, roundingBound } = await prove(a, b, { measure, kept: 64 });
    expect(findFlaws(scores, optimum)).toEqual([]);

    const { u, v, rowMate, rounds } = optimum;
    const matched = Float64Array.from(rowMate, (j, i) => scores[i][j]);
    const certificate = buildCertificate({ matched, u, v, violation: 1e-12, roundingBound, rounds });
    expect(certificate.optimal).toBe(true);

    // Lowering one price leaves a pair uncovered; raising one costs the bound its tightness; both must show.
    for (const i of [0, 57, 299 % a.n]) {
      const lower = { ...optimum, u: u.with(i, u[i] - 1e-6) };
      expect(findFlaws(scores, lower)).not.toEqual([]);
      const higher = { ...optimum, u: u.with(i, u[i] + 1e-3) };
      expect(findFlaws(scores, higher)).toEqual([`matched pair of ${i} is not tight`]);
      expect(buildCertificate({ matched, u: higher.u, v, violation: 1e-12, roundingBound, rounds }).optimal).toBe(
        false,
      );
    }
    const swapped = { ...optimum, rowMate: rowMate.with(0, rowMate[1]).with(1, rowMate[0]) };
    expect(findFlaws(scores, swapped).length).toBeGreaterThan(0);
    const worse = Float64Array.from(swapped.rowMate, (j, i) => scores[i][j]);
    expect(buildCertificate({ matched: worse, u, v, violation: 1e-12, roundingBound, rounds }).optimal).toBe(false);
  });
});

test('a negative price of a column that may stay unmatched does not lower the bound', () => {
  const proof = {
    matched: Float64Array.of(0.5),
    u: Float64Array.of(0.9),
    v: Float64Array.of(-0.4, 0),
    violation: 1e-12,
    roundingBound: 0,
    rounds: 1,
  };
  expect(buildCertificate(proof)).toMatchObject({ dual: expect.closeTo(0.9, 9), optimal: false });
  expect(buildCertificate({ ...proof, v: Float64Array.of(-0.4) })).toMatchObject({
    dual: expect.closeTo(0.5, 9),
    optimal: true,
  });
});

describe('short lists leave the work to pricing', () => {
  const lengths = [1, 2, 5];
  const cases = shapes.flatMap((shape) =>
    lengths.flatMap((kept) => precisions.map((precision) => ({ ...shape, kept, precision }))),
  );
  test.for(cases)('$geometry $n x $nB, lists of $kept, $precision', async ({ kept, precision, ...shape }, context) => {
    skipUnlessExact(context, precision);
    const { a, b } = buildSyntheticPair({ ...shape, shared: 0.3, seed: 22 });
    const { optimum } = await prove(a, b, { measure: 'COSINE', kept, precision });
    expect(optimum.pairsPriced).toBeGreaterThan(0);
    if (kept < 5) expect(optimum.rounds).toBeGreaterThan(1);
    expect(findFlaws(denseScores(a, b, 'COSINE'), optimum)).toEqual([]);
  });

  // Coordinates of few values make masses of equal scores: duplicates, zero rows, crowded lists.
  const rowsOf = (n: number, d: number) =>
    fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: d, maxLength: d }), { minLength: n, maxLength: n });
  const pairArbitrary = fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 4 }))
    .chain(([n, more, d]) => fc.tuple(rowsOf(n, d), rowsOf(n + more, d), fc.integer({ min: 1, max: 3 })));
  test('on any rows, also where nearly all pairs are equal', async () => {
    const toUnit = (rows: number[][]) =>
      buildUnitRows(Float32Array.from(rows.flat()), { n: rows.length, d: rows[0].length }).unit;
    await fc.assert(
      fc.asyncProperty(
        pairArbitrary,
        fc.constantFrom<Measure>('COSINE', 'ABSOLUTE_COSINE'),
        fc.constantFrom(...exactPrecisions),
        async ([x, y, kept], measure, precision) => {
          const [a, b] = [toUnit(x), toUnit(y)];
          const { optimum } = await prove(a, b, { measure, kept, precision });
          expect(findFlaws(denseScores(a, b, measure), optimum)).toEqual([]);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });
});

test('many copies of one row in dictionaries of different sizes are placed in a few rounds', async () => {
  const spoil = ({ n, d, values }: UnitRows): UnitRows => ({
    n,
    d,
    values: values.map((x, z) => (Math.floor(z / d) % 2 === 0 ? d ** -0.5 : x)),
  });
  const { a, b } = buildSyntheticPair({ geometry: 'CLUSTERED', n: 600, nB: 2400, d: 16, shared: 0.3, seed: 23 });
  const rows = { a: spoil(a), b: spoil(b) };
  const { optimum } = await prove(rows.a, rows.b, { measure: 'COSINE', kept: 64 });
  expect(findFlaws(denseScores(rows.a, rows.b, 'COSINE'), optimum)).toEqual([]);
  expect(optimum.rounds).toBeLessThanOrEqual(3);
});

test('with the rounding of rows the bound holds for the rows as stored, and without it does not', async () => {
  let beyond = 0;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const [n, d] = [60, 12];
    const rows = [2 * seed, 2 * seed + 1].map((one) => gaussianRows({ n, d, seed: one }));
    const [a, b] = rows.map((values) => buildUnitRows(values, { n, d }).unit);
    const { certificate, a: end } = await matchRows(a, b, { measure: 'COSINE', threads: 1 });
    // the stored rows in float64
    const length = (values: Float32Array, i: number) => Math.hypot(...values.subarray(i * d, (i + 1) * d));
    const cosines = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => {
        let dot = 0;
        for (let z = 0; z < d; z++) dot += rows[0][i * d + z] * rows[1][j * d + z];
        return dot / (length(rows[0], i) * length(rows[1], j));
      }),
    );
    const total = (partner: ArrayLike<number>) =>
      Array.from(partner, (j, i) => cosines[i][j]).reduce((sum, one) => sum + one, 0);
    const best = total(assign(cosines));
    const { primal, dual, gap, optimal, rowRounding } = includeRowRounding(certificate, { pairs: n, d });
    expect(best).toBeLessThanOrEqual(dual);
    expect(best - total(end.partner)).toBeLessThanOrEqual(gap);
    expect(Math.abs(primal - total(end.partner))).toBeLessThanOrEqual(rowRounding);
    expect(gap).toBeLessThan(n * 2.5e-7);
    expect(optimal).toBe(true);
    if (best > certificate.dual) beyond++;
  }
  expect(beyond).toBeGreaterThan(0);
});

test('no cosine is above 1, and a row has 1 with itself and with its copies', async () => {
  const [n, d] = [64, 7];
  const values = gaussianRows({ n, d, seed: 9 });
  const { unit } = buildUnitRows(values, { n, d });
  // the rows again, of other lengths
  const copies = buildUnitRows(
    values.map((x, at) => x * (1 + Math.floor(at / d))),
    { n, d },
  ).unit;
  const { a, certificate } = await matchRows(unit, copies, { measure: 'COSINE', threads: 1 });
  expect([...a.partner]).toEqual([...a.partner.keys()]);
  expect(new Set(a.cosine)).toEqual(new Set([1]));
  expect(Math.max(...a.candidateCosines)).toBe(1);
  expect(includeRowRounding(certificate, { pairs: n, d }).primal).toBeLessThanOrEqual(n);
});
