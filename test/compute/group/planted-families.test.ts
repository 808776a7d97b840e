/** Families where the truth is known: planted features with noise, duplicates inside a dictionary, and dictionaries that share nothing. */
import { expect, test } from 'vitest';
import { buildFamilies, countFeatures, familySize, listMembers } from '../../../src/compute/group/families.ts';
import { plantGroup } from './planted-group.ts';

/** Of the pairs of latents in one family the part that is of one feature, and of all pairs of one feature the part that is in one family. */
function measurePrecision({ truth, group }: Awaited<ReturnType<typeof plantGroup>>) {
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
  const spans = Map.groupBy(
    truth.flatMap((of, s) => [...new Set(of)].map((feature) => ({ feature, s }))),
    ({ feature }) => feature,
  );
  const pairs = [...spans.values()].reduce((sum, seeds) => sum + (seeds.length * (seeds.length - 1)) / 2, 0);
  return { families, precision: same / all, recall: same / pairs };
}

test('planted features come out as families, though their components chain', async () => {
  const recipe = { seeds: 5, n: 64, d: 16, features: 80, noise: 0.6, duplicates: 4, threshold: 0.5 };
  for (const seed of [1, 2, 3]) {
    const planted = await plantGroup(recipe, seed);
    const { families, precision, recall } = measurePrecision(planted);
    const features = new Set(planted.truth.flat()).size;
    const inAll = new Set(planted.truth[0].filter((f) => f >= 0 && planted.truth.every((of) => of.includes(f)))).size;
    // connected components alone: a handful of features, pairs of one feature in a hundred
    expect(families.conflicts).toBeGreaterThan(0);
    expect(precision).toBeGreaterThan(0.7);
    expect(recall).toBeGreaterThan(0.7);
    const union = families.inExactly.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(union / features - 1)).toBeLessThan(0.15);
    // the core is too low, by a third at most: growing alone finds half of it
    expect(families.inExactly[4]).toBeLessThanOrEqual(inAll);
    expect(families.inExactly[4]).toBeGreaterThanOrEqual((2 / 3) * inAll - 1);
  }
});

test('with little noise all planted features are found, and duplicates start families of their own', async () => {
  const recipe = { seeds: 4, n: 64, d: 64, features: 70, noise: 0.2, duplicates: 4, threshold: 0.6 };
  const planted = await plantGroup(recipe, 4);
  const { families, precision } = measurePrecision(planted);
  expect(precision).toBeGreaterThan(0.98);
  const inAll = new Set(planted.truth[0].filter((f) => f >= 0 && planted.truth.every((of) => of.includes(f))));
  expect(Math.abs(families.inExactly[3] - inAll.size)).toBeLessThanOrEqual(3);
});

test('with eight seeds most of the core is found', async () => {
  const recipe = { seeds: 8, n: 64, d: 24, features: 80, noise: 0.6, duplicates: 4, threshold: 0.5 };
  const planted = await plantGroup(recipe, 1);
  const { families, precision, recall } = measurePrecision(planted);
  const inAll = new Set(planted.truth[0].filter((f) => f >= 0 && planted.truth.every((of) => of.includes(f)))).size;
  expect(precision).toBeGreaterThan(0.88);
  expect(recall).toBeGreaterThan(0.88);
  expect(families.inExactly[7] / inAll).toBeGreaterThan(0.6);
  expect(families.inExactly[7]).toBeLessThanOrEqual(inAll);
});

test('unrelated dictionaries have hardly a core, and half as many features as latents', async () => {
  const recipe = { seeds: 6, n: 48, d: 16, features: 0, noise: 0, duplicates: 0, threshold: 0.5 };
  const { group } = await plantGroup(recipe, 5);
  const { inExactly, conflicts } = countFeatures(group);
  expect(conflicts).toBeGreaterThan(0);
  expect(inExactly[5]).toBeLessThanOrEqual(1);
  expect(inExactly.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.45 * 6 * 48);
});
