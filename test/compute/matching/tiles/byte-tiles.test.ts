/** The error of tiles of bytes is never beyond the bound that the certificate rests on, whatever the rows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSyntheticPair } from '../../../../bench/synthetic-dictionaries.ts';
import { type Coding, codeRows } from '../../../../src/compute/matching/tiles/byte-codes.ts';
import { computeRaises, openByteTiles } from '../../../../src/compute/matching/tiles/byte-tiles.ts';
import { type BytePrecision, buildRun, ROW_CODINGS } from '../../../../src/compute/matching/tiles/tiles.ts';
import { ScanKernel } from '../../../../src/compute/matching/tiles/scan-kernel.ts';
import { buildUnitRows, type UnitRows } from '../../../../src/compute/unit-rows.ts';
import { exactPrecisions, skipUnlessExact } from '../exact-precisions.ts';

const yieldTurn = async () => {};

const bytePrecisions: BytePrecision[] = ['INT7', 'INT8', 'INT15'];

/** By the tiles of gathered rows and columns, over all pairs. */
interface Errors {
  /** Largest |tile entry - float64 dot|, and what is said to bound it. */
  error: number;
  bound: number;
  /** Largest excess of the dot over the rough score, the entry raised by its row and its column, and its bound. */
  excess: number;
  excessBound: number;
}

async function measureErrors(a: UnitRows, b: UnitRows, precision: BytePrecision): Promise<Errors> {
  const kernel = new ScanKernel();
  const tiles = await openByteTiles({ a, b }, { kernel, threads: 1, coding: ROW_CODINGS[precision], yieldTurn });
  const rows = Int32Array.from({ length: a.n }, (_, i) => a.n - 1 - i); // gathered, not a run
  const columns = buildRun(0, { length: b.n, end: b.n });
  tiles.setColumns(columns);
  await tiles.multiply(rows);
  const { tile, rowScales, rowRaises, columnRaises } = tiles.scores;
  const entries = kernel.floats(tile, a.n * b.n);
  let error = 0;
  let excess = Number.NEGATIVE_INFINITY;
  for (const [r, i] of rows.entries())
    for (const [c, j] of columns.entries()) {
      let dot = 0;
      for (let z = 0; z < a.d; z++) dot += a.values[i * a.d + z] * b.values[j * b.d + z];
      const entry = Math.fround(entries[r * b.n + c] * kernel.floats(rowScales)[r]);
      const raise = Math.fround(kernel.floats(rowRaises)[r] + kernel.floats(columnRaises)[c]);
      error = Math.max(error, Math.abs(entry - dot));
      excess = Math.max(excess, dot - Math.fround(entry + raise), Math.abs(dot) - Math.fround(Math.abs(entry) + raise));
    }
  await tiles.close();
  return { error, bound: tiles.entryBound, excess, excessBound: tiles.errorBound };
}

/** Coordinates over many orders of magnitude, of either sign: a row may be all but one spike. */
const coordinate = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -30, max: 30 }))
  .map(([x, exponent]) => x * 2 ** exponent);
const rowsArbitrary = fc.integer({ min: 1, max: 40 }).chain((d) => {
  const dictionary = fc
    .array(fc.array(coordinate, { minLength: d, maxLength: d }), { minLength: 1, maxLength: 6 })
    .map((rows) => buildUnitRows(Float32Array.from(rows.flat()), { n: rows.length, d }).unit);
  return fc.tuple(dictionary, dictionary);
});

test.for(bytePrecisions)('%s on any rows, also of huge range', async (precision, context) => {
  skipUnlessExact(context, precision);
  await fc.assert(
    fc.asyncProperty(rowsArbitrary, async ([a, b]) => {
      const { error, bound, excess, excessBound } = await measureErrors(a, b, precision);
      expect(error).toBeLessThanOrEqual(bound);
      expect(excess).toBeLessThanOrEqual(excessBound);
    }),
    { numRuns: 75, seed: 6 },
  );
});

describe.each(bytePrecisions)('%s on rows made to be hard', (precision) => {
  const d = 96;
  const build = (n: number, at: (i: number, z: number) => number): UnitRows =>
    buildUnitRows(
      Float32Array.from({ length: n * d }, (_, z) => at(Math.floor(z / d), z % d)),
      { n, d },
    ).unit;
  test.for<[string, UnitRows, UnitRows]>([
    ['single coordinates', build(20, (i, z) => (z === i ? 1 : 0)), build(20, (i, z) => (z === 2 * i ? -1 : 0))],
    ['constants', build(3, () => 1), build(3, (i, z) => (z % (i + 1) === 0 ? 1 : -1))],
    ['zero rows', build(4, (i) => i % 2), build(4, () => 0)],
    ['not of unit length', { n: 1, d, values: new Float32Array(d).fill(3) }, build(3, (i, z) => Math.sin(i + z))],
  ])('%s', async ([, a, b], context) => {
    skipUnlessExact(context, precision);
    const { error, bound, excess, excessBound } = await measureErrors(a, b, precision);
    expect(error).toBeLessThanOrEqual(bound);
    expect(excess).toBeLessThanOrEqual(excessBound);
  });
});

test.for<[BytePrecision, number]>([
  ['INT7', 0.034],
  ['INT8', 0.024],
  ['INT15', 0.0122],
])(
  '%s: the bound is some hundredths for ordinary rows: a looser one would price every pair anew',
  async ([precision, most], context) => {
    skipUnlessExact(context, precision);
    for (const geometry of ['ISOTROPIC', 'CLUSTERED', 'ANISOTROPIC'] as const) {
      const { a, b } = buildSyntheticPair({ geometry, n: 60, d: 768, seed: 8 });
      const { error, bound } = await measureErrors(a, b, precision);
      expect(error).toBeLessThan(bound / 4);
      expect(bound).toBeLessThan(most);
    }
  },
);

test.for(bytePrecisions)('%s is refused where its sums are not exact', async (precision, { skip }) => {
  if (exactPrecisions.includes(precision)) skip(`this processor computes ${precision} exactly`);
  const { a, b } = buildSyntheticPair({ geometry: 'ISOTROPIC', n: 10, d: 16, seed: 8 });
  await expect(measureErrors(a, b, precision)).rejects.toThrow('does not add codes');
});

test('a second plane leaves the rows next to nothing to lose', async () => {
  const { a, b } = buildSyntheticPair({ geometry: 'ISOTROPIC', n: 30, d: 64, seed: 9 });
  const columns = await codeRows(b, { coding: { bits: 8, planes: 1 }, offset: false, yieldTurn });
  const raise = async (planes: Coding['planes']) =>
    computeRaises(await codeRows(a, { coding: { bits: 8, planes }, offset: true, yieldTurn }), columns).rows.reduce(
      (x, y) => Math.max(x, y),
    );
  expect(await raise(1)).toBeGreaterThan(0.004);
  expect(await raise(2)).toBeLessThan(1e-4);
});
