/** Subspaces of orphans: against NumPy, and on planted rows that share a subspace and no direction. */
import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { measureRank, type OrphanSpans, orphanSpans } from '../../../src/compute/similarity/orphan-spans.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

const everyone = ({ n }: UnitRows) => Array.from({ length: n }, (_, i) => i);

async function compare(a: UnitRows, b: UnitRows, draws = 0): Promise<OrphanSpans> {
  const end = (rows: UnitRows) => ({ rows, orphans: everyone(rows), among: everyone(rows) });
  const found = await orphanSpans({ a: end(a), b: end(b) }, { draws, seed: 1, threads: 1 });
  if (found === null) throw new TypeError('expected orphans at both ends');
  return found;
}

/** Rows that decay over d, so that some directions matter more. */
function buildRows(n: number, step: number, scale: number): UnitRows {
  const d = 12;
  const values = Float32Array.from({ length: n * d }, (_, at) => {
    const [i, z] = [Math.floor(at / d), at % d];
    return Math.sin(1.7 * i * (z + 1) + step * (i + 1) + 0.3 * z * z) * Math.exp(-z / scale);
  });
  return buildUnitRows(values, { n, d }).unit;
}

test('effective ranks, principal angles and parts held are those of NumPy', async () => {
  // numpy.linalg.eigh, numpy.linalg.svd and numpy.quantile, NumPy 2.4.6, on the same rows in float64
  const { effectiveRank, directions, cosines, meanSquaredCosine, ofA, ofB } = await compare(
    buildRows(30, 1.1, 3),
    buildRows(24, 2.3, 4),
  );
  expect(effectiveRank[0]).toBeCloseTo(4.466201549581698, 4);
  expect(effectiveRank[1]).toBeCloseTo(5.430749343472764, 4);
  expect(directions).toEqual([5, 6]);
  const expected = [0.99966540908, 0.99927468323, 0.99885859074, 0.99600449761, 0.84971834937];
  cosines.forEach((cosine, k) => expect(cosine).toBeCloseTo(expected[k], 5));
  expect(meanSquaredCosine).toBeCloseTo(0.9419291079, 5);
  expect(ofA.mean).toBeCloseTo(0.9678863113, 5);
  [0.9616946, 0.97884441, 0.98928637].forEach((part, q) => expect(ofA.quartiles[q]).toBeCloseTo(part, 5));
  expect(ofB.mean).toBeCloseTo(0.9148047264, 5);
  [0.89331409, 0.92800875, 0.94542417].forEach((part, q) => expect(ofB.quartiles[q]).toBeCloseTo(part, 5));
});

/** Rows in the first `rank` dimensions of d, and a little noise. */
function plant({ n, d, rank, noise, seed }: { n: number; d: number; rank: number; noise: number; seed: number }) {
  const stream = buildRandomStream(seed);
  const values = Float32Array.from({ length: n * d }, (_, at) => (at % d < rank ? 1 : noise) * stream.nextNormal());
  return buildUnitRows(values, { n, d }).unit;
}

test('a planted subspace is found though no row comes back, and unrelated rows have what chance gives', async () => {
  const [n, d, rank] = [40, 48, 6];
  const planted = await compare(
    plant({ n, d, rank, noise: 0.05, seed: 1 }),
    plant({ n, d, rank, noise: 0.05, seed: 2 }),
  );
  for (const effective of planted.effectiveRank) expect(Math.abs(effective - rank)).toBeLessThan(1.5);
  expect(planted.cosines.filter((cosine) => cosine > 0.97)).toHaveLength(rank);
  expect(planted.ofA.mean).toBeGreaterThan(0.95);
  // in other dimensions
  const turned = plant({ n, d, rank, noise: 0.05, seed: 3 });
  const moved = buildUnitRows(
    turned.values.map((_, at) => turned.values[at - (at % d) + ((at + 24) % d)]),
    { n, d },
  ).unit;
  const apart = await compare(plant({ n, d, rank, noise: 0.05, seed: 1 }), moved);
  expect(apart.meanSquaredCosine).toBeLessThan(0.2);
  const [x, y] = [4, 5].map((seed) => plant({ n, d, rank: d, noise: 1, seed }));
  const noise = await compare(x, y);
  const [rA, rB] = noise.directions;
  expect(Math.abs(noise.meanSquaredCosine - Math.max(rA, rB) / d)).toBeLessThan(0.08);
  expect(Math.abs(noise.ofA.mean - rB / d)).toBeLessThan(0.08);
});

test('random latents of two dictionaries are drawn as many as orphans, and say what a subset gives', async () => {
  const [n, d, rank] = [90, 48, 6];
  // the last 30 latents of each are orphans in a subspace; the others are anywhere
  const dictionary = (seed: number): UnitRows => {
    const [all, low] = [
      plant({ n, d, rank: d, noise: 1, seed }),
      plant({ n: 30, d, rank, noise: 0.05, seed: seed + 9 }),
    ];
    all.values.set(low.values, 60 * d);
    return all;
  };
  const end = (rows: UnitRows) => ({ rows, orphans: everyone(rows).slice(60), among: everyone(rows) });
  const found = await orphanSpans({ a: end(dictionary(1)), b: end(dictionary(2)) }, { draws: 5, seed: 3, threads: 1 });
  expect(found?.subsets).toHaveLength(5);
  const most = Math.max(...(found?.subsets ?? []).map(({ meanSquaredCosine }) => meanSquaredCosine));
  expect(found?.meanSquaredCosine).toBeGreaterThan(most);
  expect(found?.ofA.mean).toBeGreaterThan(Math.max(...(found?.subsets ?? []).map(({ ofA }) => ofA)));
});

test('without orphans there is nothing to compare, and the effective rank of equal eigenvalues is their number', async () => {
  const rows = plant({ n: 8, d: 6, rank: 6, noise: 1, seed: 7 });
  const none = { rows, orphans: [], among: everyone(rows) };
  const all = { rows, orphans: everyone(rows), among: everyone(rows) };
  expect(await orphanSpans({ a: none, b: all }, { draws: 1, seed: 1, threads: 1 })).toBeNull();
  expect(measureRank([2, 2, 2, 0])).toBeCloseTo(3, 12);
  expect(measureRank([5, 0, 0])).toBe(1);
});
