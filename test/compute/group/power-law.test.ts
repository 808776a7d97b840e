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
  if (law === null) throw new Error('expected a fit');
  return law;
}

test('a curve without noise gives its parameters back', () => {
  const parameter = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      parameter(0.05, 2),
      parameter(0.1, 4),
      parameter(-0.5, 0.9),
      fc.integer({ min: 5, max: 20 }),
      (a, b, c, to) => {
        const points = Array.from({ length: to - 1 }, (_, i) => ({ k: i + 2, value: at({ a, b, c }, i + 2) }));
        const law = fitted(points);
        expect(law.residual).toBeLessThan(1e-7);
        for (const { k, value } of points) expect(at(law, k)).toBeCloseTo(value, 6);
        expect(law.b / b).toBeCloseTo(1, 2);
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
        c: law.c + size * stream.nextNormal(),
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

test('no fit for three points, a constant, a straight line or a step', () => {
  expect(fitPowerLaw(published.slice(0, 3))).toBeNull();
  expect(fitPowerLaw([2, 3, 4, 5].map((k) => ({ k, value: 0.5 })))).toBeNull();
  expect(fitPowerLaw([2, 3, 4, 5].map((k) => ({ k, value: 1 - k / 10 })))).toBeNull();
  expect(fitPowerLaw([1, 0, 0, 0].map((value, i) => ({ k: i + 2, value })))).toBeNull();
});
