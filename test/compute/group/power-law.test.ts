import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPowerLaw, type PowerLaw } from '../../../src/compute/group/power-law.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';

/** Fraction only in the base for k = 2 .. 9, arXiv 2501.16615. */
const published = [0.583, 0.484, 0.436, 0.406, 0.385, 0.37, 0.358, 0.348].map((value, i) => ({ k: i + 2, value }));

const at = ({ a, b, c }: Pick<PowerLaw, 'a' | 'b' | 'c'>, k: number) => a * k ** -b + c;
const squares = (law: Pick<PowerLaw, 'a' | 'b' | 'c'>, points: { k: number; value: number }[]) =>
  points.reduce((total, { k, value }) => total + (value - at(law, k)) ** 2, 0);

function fitted(points: { k: number; value: number }[]): PowerLaw {
  const law = fitPowerLaw(points);
  if (typeof law === 'string') throw new Error(`expected a fit, got ${law}`);
  return law;
}

test('a curve without noise gives its parameters back', () => {
  const parameter = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      parameter(0.05, 2),
      parameter(0.1, 4),
      parameter(0, 0.9),
      fc.integer({ min: 5, max: 20 }),
      (a, b, c, to) => {
        const points = Array.from({ length: to - 1 }, (_, i) => ({ k: i + 2, value: at({ a, b, c }, i + 2) }));
        const law = fitted(points);
        expect(law.residual).toBeLessThan(1e-7);
        for (const { k, value } of points) expect(at(law, k)).toBeCloseTo(value, 6);
        expect(law.b / b).toBeCloseTo(1, 2);
        expect(law.cLow).toBeLessThanOrEqual(law.c);
        expect(law.cHigh).toBeGreaterThanOrEqual(law.c);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

test('with noise no neighbouring parameters leave less', () => {
  const stream = buildRandomStream(2);
  for (let draw = 0; draw < 20; draw++) {
    const points = Array.from({ length: 8 }, (_, i) => ({
      k: i + 2,
      value: at({ a: 0.6, b: 0.9, c: 0.25 }, i + 2) + 0.003 * stream.nextNormal(),
    }));
    const law = fitted(points);
    expect(law.residual).toBeCloseTo(Math.sqrt(squares(law, points) / 8), 12);
    for (let step = 0; step < 200; step++) {
      const size = 10 ** (-1 - 3 * stream.nextUniform());
      const near = {
        a: law.a + size * stream.nextNormal(),
        b: law.b + size * stream.nextNormal(),
        c: Math.max(0, law.c + size * stream.nextNormal()),
      };
      expect(squares(near, points)).toBeGreaterThanOrEqual(squares(law, points) - 1e-15);
    }
  }
});

test("the paper's points are fitted to their third digit and level off above a quarter", () => {
  const law = fitted(published);
  expect(law.points).toBe(8);
  expect(law.residual).toBeLessThan(0.001);
  expect(law.b).toBeGreaterThan(0.6);
  expect(law.b).toBeLessThan(1.1);
  expect(law.c).toBeGreaterThan(0.2);
  expect(law.c).toBeLessThan(0.348);
});

test('what remains is never negative, and has the interval of its profile', () => {
  // a curve that falls faster than any power law with c >= 0
  const below = [2, 3, 4, 5, 6, 7, 8].map((k) => ({ k, value: k ** -0.5 - 0.02 }));
  const law = fitted(below);
  expect([law.c, law.cLow]).toEqual([0, 0]);
  expect(squares(law, below)).toBeLessThan(1e-3);
  // every c inside fits nearly as well for some a and b, no c outside does: brute force over b
  const { cLow, cHigh, residual } = fitted(published);
  expect([cLow < 0.28, cHigh > 0.28]).toEqual([true, true]);
  const least = (c: number) => {
    let best = Number.POSITIVE_INFINITY;
    for (let b = 0.02; b < 6; b += 0.001) {
      const xs = published.map(({ k }) => k ** -b);
      const a =
        published.reduce((sum, { value }, i) => sum + xs[i] * (value - c), 0) / xs.reduce((sum, x) => sum + x * x, 0);
      best = Math.min(best, squares({ a, b, c }, published));
    }
    return best;
  };
  // F(1, 5) = 6.6079 at 95%
  const allowed = 8 * residual ** 2 * (1 + 6.6079 / 5);
  for (const end of [cLow, cHigh]) expect(least(end) / allowed).toBeCloseTo(1, 2);
});

test('the interval holds what was put in, in nearly all of 200 noisy curves', () => {
  const stream = buildRandomStream(3);
  let [inside, fits] = [0, 0];
  for (let draw = 0; draw < 200; draw++) {
    const points = Array.from({ length: 8 }, (_, i) => ({
      k: i + 2,
      value: at({ a: 0.6, b: 0.9, c: 0.25 }, i + 2) + 0.001 * stream.nextNormal(),
    }));
    const law = fitPowerLaw(points);
    if (typeof law === 'string') continue;
    fits++;
    if (law.cLow <= 0.25 && 0.25 <= law.cHigh) inside++;
  }
  expect(fits).toBeGreaterThan(150);
  expect(inside / fits).toBeGreaterThan(0.9);
});

test('no fit where the points do not fix it: three points, a constant, a straight line, a step, noise', () => {
  expect(fitPowerLaw(published.slice(0, 3))).toBe('TOO_FEW_POINTS');
  expect(fitPowerLaw([2, 3, 4, 5].map((k) => ({ k, value: 0.5 })))).toBe('CONSTANT');
  expect(fitPowerLaw([1, 0, 0, 0].map((value, i) => ({ k: i + 2, value })))).toBe('NO_POWER_LAW');
  const noisy = [0.6, 0.52, 0.47, 0.45].map((value, i) => ({ k: i + 2, value }));
  expect(fitPowerLaw(noisy)).toBe('UNFIXED');
  const line = [2, 3, 4, 5].map((k) => ({ k, value: 1 - k / 10 }));
  expect(['UNFIXED', 'NO_POWER_LAW']).toContain(fitPowerLaw(line));
});
