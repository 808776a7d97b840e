import { expect, test } from 'vitest';
import { baseHistogram, foundIn, meanFractions } from '../../../src/compute/group/base-universality.ts';
import { meanOnlyInBase, onlyInBase } from '../../../src/compute/group/only-in-base.ts';
import { type BaseView, viewBase } from '../../../src/compute/group/seed-group.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { accepted, buildExampleGroup, criteria, toSeedGroup } from './example-group.ts';

const example = buildExampleGroup([13, 13, 10, 13, 13], 11);
const bases = example.alive.map((_, base) => base);

/** The other dictionaries that share each counted latent of `base`. */
function sharers(base: number, criterion: (typeof criteria)[number]): Set<number>[] {
  return example.alive[base].flatMap((flag, i) => {
    if (criterion.aliveOnly && flag === 0) return [];
    return [new Set(bases.filter((b) => b !== base && accepted(example, { a: base, b, i, criterion }) !== null))];
  });
}

test.each(criteria)('the histogram counts latents by the number of dictionaries, dead ones apart: %o', (criterion) => {
  const group = toSeedGroup(example, criterion);
  const histograms = bases.map((base) => baseHistogram(viewBase(group, base)));
  histograms.forEach(({ latents, counts, fractions }, base) => {
    const found = sharers(base, criterion).map((others) => 1 + others.size);
    expect(latents).toBe(found.length);
    expect(counts).toEqual([1, 2, 3, 4, 5].map((k) => found.filter((u) => u === k).length));
    expect(fractions.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
  });
  const mean = meanFractions(histograms);
  expect(mean[0]).toBeCloseTo(histograms.reduce((total, { fractions }) => total + fractions[0], 0) / 5, 12);
});

/** Every subset of `size` of `values`. */
function subsetsOf(values: number[], size: number): number[][] {
  if (size === 0) return [[]];
  return values.flatMap((value, i) => subsetsOf(values.slice(i + 1), size - 1).map((rest) => [value, ...rest]));
}

function statistics(values: number[]) {
  const mean = values.reduce((x, y) => x + y, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((total, x) => total + (x - mean) ** 2, 0) / values.length) };
}

test.each(criteria)(
  'the closed form is the mean over all subsets, one by one, and the spread theirs: %o',
  (criterion) => {
    const group = toSeedGroup(example, criterion);
    const curves = bases.map((base) => onlyInBase(viewBase(group, base)));
    const mean = meanOnlyInBase(curves);
    [1, 2, 3, 4].forEach((size, p) => {
      const fractions = bases.map((base) => {
        const found = sharers(base, criterion);
        const others = bases.filter((b) => b !== base);
        return subsetsOf(others, size).map(
          (subset) => found.filter((sharing) => subset.every((b) => !sharing.has(b))).length / found.length,
        );
      });
      fractions.forEach((values, base) => {
        const point = curves[base].points[p];
        expect(point.subsets).toBe(values.length);
        expect(point.dictionaries).toBe(size + 1);
        expect(point.fraction).toBeCloseTo(statistics(values).mean, 12);
        expect(point.standardDeviation).toBeCloseTo(statistics(values).deviation, 12);
      });
      const pooled = statistics(fractions.flat());
      expect(mean.points[p].fraction).toBeCloseTo(pooled.mean, 12);
      expect(mean.points[p].standardDeviation).toBeCloseTo(pooled.deviation, 12);
      expect(mean.points[p].subsets).toBe(fractions.flat().length);
    });
  },
);

/** A base whose latent i is shared with other o where `shared` says so. */
function buildView(parts: { n: number; others: number; shared: (i: number, o: number) => boolean }): BaseView {
  const { n, others, shared } = parts;
  const mask = (o: number) => Uint8Array.from({ length: n }, (_, i) => Number(shared(i, o)));
  return {
    counted: new Uint8Array(n).fill(1),
    others: Array.from({ length: others }, (_, o) => ({ n, shared: mask(o) })),
  };
}

test('with too many others to go through the mean is still exact, and no spread is given', () => {
  const stream = buildRandomStream(4);
  const flags = Array.from({ length: 50 * 20 }, () => stream.nextUniform() < 0.2);
  const view = buildView({ n: 50, others: 20, shared: (i, o) => flags[i * 20 + o] });
  const { points } = onlyInBase(view);
  expect(points).toHaveLength(20);
  expect(points.every(({ standardDeviation }) => standardDeviation === null)).toBe(true);
  const unshared = flags.filter((flag) => !flag).length;
  expect(points[0].fraction).toBeCloseTo(unshared / 1000, 12);
  expect(points[9].subsets).toBe(184_756);
  expect(points[19].fraction).toBe([...foundIn(view)].filter((u) => u === 1).length / 50);
});

test('a curve of fewer than four points has no fit, one of eight has', () => {
  const shared = (i: number, o: number) => i % (o + 2) === 0;
  expect(onlyInBase(buildView({ n: 60, others: 3, shared }))).toMatchObject({ fit: null, noFit: 'TOO_FEW_POINTS' });
  const eight = onlyInBase(
    buildView({ n: 1_000, others: 8, shared: (i, o) => i >= 300 && (i * 7 + o * 131) % 97 > 30 }),
  );
  expect([eight.fit === null, eight.noFit]).toEqual([false, null]);
  expect(onlyInBase(buildView({ n: 60, others: 0, shared }))).toEqual({
    points: [],
    fit: null,
    noFit: 'TOO_FEW_POINTS',
  });
});
