/** Families where the truth is known: planted features with noise, duplicates inside a dictionary, and dictionaries that share nothing. */
import { expect, test } from 'vitest';
import { buildFamilies, countFeatures, familySize, listMembers } from '../../../src/compute/group/families.ts';
import { acceptScores, buildPairScores, buildSeedGroup } from '../../../src/compute/group/seed-group.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildPairArrays } from '../../../src/compute/statistics/pair-arrays.ts';
import { buildUnitRows } from '../../../src/compute/unit-rows.ts';
import { shuffle } from './example-group.ts';

interface Recipe {
  seeds: number;
  n: number;
  d: number;
  /** Planted features, of which a dictionary has each with a probability from 0.2 to 1; 0 for unrelated dictionaries. */
  features: number;
  noise: number;
  duplicates: number;
  threshold: number;
}

/** A group matched by decoder rows, and the feature of each latent (negative: its own). */
async function plant(recipe: Recipe, seed: number) {
  const { seeds, n, d, features, noise, duplicates } = recipe;
  const stream = buildRandomStream(seed);
  const normals = () => Float32Array.from({ length: d }, () => stream.nextNormal());
  const planted = Array.from({ length: features }, normals);
  const truth = Array.from({ length: seeds }, (_, s) => {
    const has = shuffle(stream, features).filter((f) => stream.nextUniform() < 0.2 + (0.8 * (f % 10)) / 9);
    const own = has.slice(0, n - duplicates);
    const twice = features > 0 ? own.slice(0, duplicates) : [];
    return Array.from({ length: n }, (_, i) => [...own, ...twice][i] ?? -1 - s * n - i);
  });
  const units = truth.map((of) => {
    const rows = new Float32Array(n * d);
    of.forEach((feature, i) => {
      const own = normals();
      for (let z = 0; z < d; z++) rows[i * d + z] = feature < 0 ? own[z] : planted[feature][z] + noise * own[z];
    });
    return buildUnitRows(rows, { n, d }).unit;
  });
  const alive = truth.map(() => new Uint8Array(n).fill(1));
  const criterion = { definition: 'DECODER', threshold: recipe.threshold, strict: false, aliveOnly: false } as const;
  const pairs = [];
  for (let a = 0; a < seeds; a++) {
    for (let b = a + 1; b < seeds; b++) {
      const decoder = await matchRows(units[a], units[b], { measure: 'COSINE', threads: 1 });
      const arrays = buildPairArrays({ measure: 'COSINE', decoder, encoder: null, aliveA: alive[a], aliveB: alive[b] });
      pairs.push({ a, b, ends: acceptScores(buildPairScores(arrays, criterion), criterion) });
    }
  }
  return { truth, group: buildSeedGroup({ criterion, alive, pairs }) };
}

/** Of the pairs of latents in one family, and of those in one connected component, the part that is of one feature. */
function measurePrecision({ truth, group }: Awaited<ReturnType<typeof plant>>) {
  const families = buildFamilies(group);
  let [same, all] = [0, 0];
  for (let f = 0; f < families.count; f++) {
    const members = listMembers(families, { f, first: familySize(families, f) });
    for (const [at, x] of members.entries()) {
      for (const y of members.slice(0, at)) {
        all++;
        if (truth[x.dictionary][x.index] === truth[y.dictionary][y.index]) same++;
      }
    }
  }
  return { families, precision: same / all };
}

test('planted features come out as families, though their components chain', async () => {
  const recipe = { seeds: 5, n: 64, d: 16, features: 80, noise: 0.6, duplicates: 4, threshold: 0.5 };
  for (const seed of [1, 2, 3]) {
    const planted = await plant(recipe, seed);
    const { families, precision } = measurePrecision(planted);
    const features = new Set(planted.truth.flat()).size;
    const inAll = planted.truth[0].filter((f) => f >= 0 && planted.truth.every((of) => of.includes(f)));
    // connected components alone: a handful of features, pairs of one feature in a hundred
    expect(families.conflicts).toBeGreaterThan(0);
    expect(precision).toBeGreaterThan(0.65);
    const union = families.inExactly.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(union / features - 1)).toBeLessThan(0.15);
    expect(families.inExactly[4]).toBeLessThanOrEqual(new Set(inAll).size);
    expect(families.inExactly[4]).toBeGreaterThan(0);
  }
});

test('with little noise all planted features are found, and duplicates start families of their own', async () => {
  const recipe = { seeds: 4, n: 64, d: 64, features: 70, noise: 0.2, duplicates: 4, threshold: 0.6 };
  const planted = await plant(recipe, 4);
  const { families, precision } = measurePrecision(planted);
  expect(precision).toBeGreaterThan(0.98);
  const inAll = new Set(planted.truth[0].filter((f) => f >= 0 && planted.truth.every((of) => of.includes(f))));
  expect(Math.abs(families.inExactly[3] - inAll.size)).toBeLessThanOrEqual(3);
});

test('unrelated dictionaries have no core, and hardly fewer features than pairs leave', async () => {
  const recipe = { seeds: 6, n: 48, d: 16, features: 0, noise: 0, duplicates: 0, threshold: 0.5 };
  const { group } = await plant(recipe, 5);
  const { inExactly, conflicts } = countFeatures(group);
  expect(conflicts).toBeGreaterThan(0);
  expect(inExactly[5]).toBe(0);
  expect(inExactly.reduce((sum, count) => sum + count, 0)).toBeGreaterThan((6 * 48) / 2);
});
