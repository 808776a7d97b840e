import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawIsotropicRows } from '../../../src/compute/nulls/gaussian-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { fitNonNegative } from '../../../src/compute/recoding/non-negative-fit.ts';
import { nullRecoding } from '../../../src/compute/recoding/null-recoding.ts';
import { recode } from '../../../src/compute/recoding/recode.ts';
import { definitions } from '../../../src/analysis/definitions/definitions.ts';
import { judgeRecoding } from '../../../src/compute/recoding/verdict.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

const isotropic = (n: number, d: number, seed: number) =>
  drawIsotropicRows({ n, d }, { stream: buildRandomStream(seed) });
const rowOf = ({ d, values }: UnitRows, i: number) => values.subarray(i * d, (i + 1) * d);
const dot = (x: ArrayLike<number>, y: ArrayLike<number>) => {
  let sum = 0;
  for (let z = 0; z < x.length; z++) sum += x[z] * y[z];
  return sum;
};

/** sum of weights[k] * row atoms[k]. */
function combine(rows: UnitRows, atoms: number[], weights: number[]): Float32Array {
  return Float32Array.from({ length: rows.d }, (_, z) =>
    atoms.reduce((sum, i, k) => sum + weights[k] * rows.values[i * rows.d + z], 0),
  );
}

/** Solves a small system by elimination with pivots; null where it is singular. */
function eliminate(matrix: number[][], right: number[]): number[] | null {
  const rows = matrix.map((row, y) => [...row, right[y]]);
  for (let y = 0; y < rows.length; y++) {
    const pivot = rows
      .slice(y)
      .reduce((best, row, at) => (Math.abs(row[y]) > Math.abs(rows[best][y]) ? y + at : best), y);
    [rows[y], rows[pivot]] = [rows[pivot], rows[y]];
    if (Math.abs(rows[y][y]) < 1e-12) return null;
    for (let other = 0; other < rows.length; other++) {
      if (other === y) continue;
      const factor = rows[other][y] / rows[y][y];
      for (let z = y; z <= rows.length; z++) rows[other][z] -= factor * rows[y][z];
    }
  }
  return rows.map((row, y) => row[rows.length] / row[y]);
}

/** The least |x - sum c d|^2 over c >= 0: of all subsets whose unconstrained optimum is not negative, the best. */
function bestByEnumeration(x: ArrayLike<number>, vectors: ArrayLike<number>[]): number {
  let best = dot(x, x);
  for (let subset = 1; subset < 2 ** vectors.length; subset++) {
    const used = vectors.filter((_, k) => subset & (1 << k));
    const solution = eliminate(
      used.map((one) => used.map((other) => dot(one, other))),
      used.map((one) => dot(one, x)),
    );
    if (solution === null || solution.some((value) => value < 0)) continue;
    best = Math.min(best, squaredRest(x, used, solution));
  }
  return best;
}

function squaredRest(x: ArrayLike<number>, vectors: ArrayLike<number>[], weights: ArrayLike<number>): number {
  const rest = Array.from(x, (value, z) => vectors.reduce((left, vector, k) => left - weights[k] * vector[z], value));
  return dot(rest, rest);
}

describe('non-negative least squares', () => {
  const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround), { minLength: 4, maxLength: 4 });
  test('is the best of all active sets', () => {
    fc.assert(
      fc.property(vector, fc.array(vector, { minLength: 1, maxLength: 6 }), (x, vectors) => {
        // duplicates are legal and common in dictionaries
        const all = [...vectors, vectors[0]];
        const coefficients = fitNonNegative({
          gram: all.flatMap((one) => all.map((other) => dot(one, other))),
          products: all.map((one) => dot(one, x)),
        });
        expect(Math.min(...coefficients)).toBeGreaterThanOrEqual(0);
        expect(squaredRest(x, all, coefficients)).toBeLessThanOrEqual(bestByEnumeration(x, vectors) + 1e-9);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  test('takes out a row that came in first', () => {
    // x is between e1 and e2; the third row is nearest to x and useless once both are there
    const vectors = [
      [0.7, 0.7, 0.14],
      [1, 0, 0],
      [0, 1, 0],
    ];
    const x = [1, 1, 0];
    const coefficients = fitNonNegative({
      gram: vectors.flatMap((one) => vectors.map((other) => dot(one, other))),
      products: vectors.map((one) => dot(one, x)),
    });
    for (const [k, expected] of [0, 1, 1].entries()) expect(coefficients[k]).toBeCloseTo(expected, 12);
  });
});

describe('recoding', () => {
  test('recovers exact sparse combinations', async () => {
    const rows = await isotropic(300, 64, 1);
    for (const weights of [[1], [0.8, 0.6], [0.9, 0.5, 0.7], [1, 0.9, 0.8, 0.7]]) {
      const atoms = weights.map((_, k) => 37 * k + 5);
      const found = await recode(combine(rows, atoms, weights), rows, { atoms: 6 });
      expect([...found.atoms].sort((i, j) => i - j)).toEqual(atoms);
      for (const [k, i] of atoms.entries())
        expect(found.coefficients[found.atoms.indexOf(i)]).toBeCloseTo(weights[k], 5);
      expect(found.rSquared.at(-1)).toBeGreaterThan(1 - 1e-12);
    }
  });

  test('never subtracts', async () => {
    const rows = await isotropic(3, 40, 2);
    const { atoms, coefficients } = await recode(combine(rows, [0, 1], [1, -1]), rows, { atoms: 3 });
    expect([...atoms]).not.toContain(1);
    expect(Math.min(...coefficients)).toBeGreaterThanOrEqual(0);
    const opposite = rowOf(rows, 1).map((value) => -value);
    expect(
      (
        await recode(
          opposite,
          { ...rows, n: 2, values: Float32Array.of(...rowOf(rows, 1), ...rowOf(rows, 1)) },
          { atoms: 2 },
        )
      ).atoms,
    ).toHaveLength(0);
  });

  test('more atoms explain more, each fit is the best for its atoms, and fewer atoms are the beginning of more', async () => {
    const rows = await isotropic(200, 12, 3);
    const targets = await isotropic(20, 12, 4);
    for (let i = 0; i < targets.n; i++) {
      const x = rowOf(targets, i);
      const full = await recode(x, rows, { atoms: 6 });
      for (let k = 1; k <= full.atoms.length; k++) {
        const part = await recode(x, rows, { atoms: k });
        expect(part.rSquared).toEqual(full.rSquared.slice(0, k));
        const used = Array.from(part.atoms, (row) => rowOf(rows, row));
        expect(1 - part.rSquared[k - 1]).toBeCloseTo(bestByEnumeration(x, used) / dot(x, x), 10);
        if (k > 1) expect(full.rSquared[k - 1]).toBeGreaterThan(full.rSquared[k - 2] - 1e-12);
      }
    }
  });

  test('is the best of all subsets where rows are orthogonal, and its first atom always is', async () => {
    const d = 6;
    const axes = buildUnitRows(
      Float32Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 2 : 0)),
      { n: d, d },
    ).unit;
    const oblique = await isotropic(9, d, 5);
    const targets = await isotropic(12, d, 6);
    for (let i = 0; i < targets.n; i++) {
      const x = rowOf(targets, i);
      const best = (rows: UnitRows, size: number) => {
        let least = dot(x, x);
        for (let subset = 0; subset < 2 ** rows.n; subset++) {
          const used = Array.from({ length: rows.n }, (_, k) => k).filter((k) => subset & (1 << k));
          if (used.length === size)
            least = Math.min(
              least,
              bestByEnumeration(
                x,
                used.map((k) => rowOf(rows, k)),
              ),
            );
        }
        return 1 - least / dot(x, x);
      };
      for (const size of [1, 2, 3])
        expect((await recode(x, axes, { atoms: size })).rSquared.at(-1)).toBeCloseTo(best(axes, size), 10);
      expect((await recode(x, oblique, { atoms: 1 })).rSquared[0]).toBeCloseTo(best(oblique, 1), 10);
      expect((await recode(x, oblique, { atoms: 3 })).rSquared.at(-1)).toBeLessThanOrEqual(best(oblique, 3) + 1e-12);
    }
  });

  test('zero directions, zero rows and equal rows', async () => {
    const one = Float32Array.of(0, 0.6, 0.8);
    const rows = { n: 4, d: 3, values: Float32Array.of(0, 0, 0, ...one, ...one, 1, 0, 0) };
    expect((await recode(new Float32Array(3), rows, { atoms: 2 })).atoms).toHaveLength(0);
    const found = await recode(one, rows, { atoms: 4 });
    expect([...found.atoms]).toEqual([1]);
    expect((await recode(one, { ...rows, n: 0, values: new Float32Array(0) }, { atoms: 2 })).atoms).toHaveLength(0);
    await expect(recode(new Float32Array(2), rows, { atoms: 1 })).rejects.toThrow('expected 3 values, got 2');
  });

  test('stops when it is told to', async () => {
    const rows = await isotropic(10, 4, 7);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(recode(rowOf(rows, 0), rows, { atoms: 4, signal })).rejects.toThrow('enough');
  });
});

describe('null', () => {
  test.each([
    { n: 60, d: 10, atoms: 4 },
    { n: 25, d: 5, atoms: 4 },
    { n: 40, d: 3, atoms: 4 },
    { n: 2, d: 30, atoms: 3 },
  ])('is what recoding from whole random rows gives: %o', async ({ n, d, atoms }) => {
    const draws = 1_500;
    const sums = Array.from({ length: atoms }, () => [0, 0]);
    for (let draw = 0; draw < draws; draw++) {
      const stream = buildRandomStream(11, [draw]);
      const rows = await drawIsotropicRows({ n, d }, { stream });
      const { rSquared } = await recode(
        Float32Array.from({ length: d }, (_, z) => Number(z === 0)),
        rows,
        { atoms },
      );
      for (const [k, sum] of sums.entries()) {
        const value = rSquared[Math.min(k, rSquared.length - 1)] ?? 0;
        sum[0] += value / draws;
        sum[1] += value ** 2 / draws;
      }
    }
    const found = await nullRecoding({ n, d, atoms }, { draws, seed: 12 });
    // both are means over draws: five standard errors of their difference
    for (const [k, [mean, square]] of sums.entries())
      expect(Math.abs(found[k] - mean)).toBeLessThan(
        5 * Math.sqrt((2 * Math.max(0, square - mean ** 2)) / draws) + 1e-9,
      );
  });

  test('depends on the seed alone', async () => {
    const shape = { n: 50, d: 8, atoms: 3 };
    const first = await nullRecoding(shape, { draws: 3, seed: 1 });
    expect(await nullRecoding(shape, { draws: 3, seed: 1 })).toEqual(first);
    expect(await nullRecoding(shape, { draws: 3, seed: 2 })).not.toEqual(first);
  });
});

describe('verdict', () => {
  const rule = { minRSquared: 0.49, minAboveNull: 0.2 };
  const nullRSquared = [0.1, 0.2, 0.3, 0.4];
  test.each([
    { rSquared: [0.49], expected: { verdict: 'FOUND', atomsNeeded: 1 } },
    { rSquared: [0.4, 0.48, 0.5, 0.7], expected: { verdict: 'SPLIT', atomsNeeded: 3 } },
    { rSquared: [0.2, 0.3, 0.45, 0.55], expected: { verdict: 'MISSING', atomsNeeded: null } }, // 0.55 is what chance nearly gives
    { rSquared: [], expected: { verdict: 'MISSING', atomsNeeded: null } },
  ])('$rSquared: $expected.verdict', ({ rSquared, expected }) => {
    expect(judgeRecoding({ rSquared, nullRSquared }, rule)).toEqual(expected);
  });

  test('names every number', () => {
    const rule = { minRSquared: 0.31, minAboveNull: 0.07, atoms: 5, draws: 13, seed: 77 };
    const statement = definitions.recoding.statement({ ...rule, aliveOnly: false });
    for (const number of ['0.31', '0.07', '5 rows', '13 draws', 'seed 77']) expect(statement).toContain(number);
    expect(statement).toContain('dead ones included');
    expect(definitions.recoding.statement({ ...rule, aliveOnly: true })).toContain('alive latents');
  });
});
