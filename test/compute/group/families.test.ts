import { expect, test } from 'vitest';
import { buildFamilies, familySize, listMembers } from '../../../src/compute/group/families.ts';
import { estimateUnseen, unionGrowth } from '../../../src/compute/group/union-growth.ts';
import { buildRandomStream, type RandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { accepted, buildExampleGroup, criteria, toSeedGroup } from './example-group.ts';
import { naiveFamilies } from './naive-families.ts';

const example = buildExampleGroup([15, 15, 12, 15], 9);

/** From the definitions, latent by latent. */
function plainFamilies(criterion: (typeof criteria)[number]) {
  const near = new Map<string, Map<string, number>>();
  example.alive.forEach((flags, a) =>
    flags.forEach((flag, i) => {
      if (!criterion.aliveOnly || flag === 1) near.set(`${a}:${i}`, new Map());
    }),
  );
  example.alive.forEach((flags, a) =>
    flags.forEach((_, i) => {
      example.alive.forEach((_, b) => {
        if (a === b) return;
        const j = accepted(example, { a, b, i, criterion });
        if (j === null || accepted(example, { a: b, b: a, i: j, criterion }) !== i) return;
        const { decoder, encoder } = example.pairs[a][b];
        const cosine = (criterion.definition === 'ENCODER' ? encoder : decoder)?.cosines[i][j] ?? Number.NaN;
        near.get(`${a}:${i}`)?.set(`${b}:${j}`, cosine);
      });
    }),
  );
  return naiveFamilies(near);
}

test.each(criteria)(
  'families are the components of mutually accepted partners, cut where these contradict each other: %o',
  (criterion) => {
    const families = buildFamilies(toSeedGroup(example, criterion));
    const { families: plain, conflicts } = plainFamilies(criterion);
    const tied = plain.filter(({ members }) => members.length > 1);
    expect(families.count).toBe(tied.length);
    expect(families.inExactly).toEqual([1, 2, 3, 4].map((q) => plain.filter((one) => one.dictionaries === q).length));
    expect(families.conflicts).toBe(conflicts);
    const byMember = new Map(tied.flatMap((one) => one.members.map((member) => [member, one])));
    for (let f = 0; f < families.count; f++) {
      const members = listMembers(families, { f, first: 100 }).map(({ dictionary, index }) => `${dictionary}:${index}`);
      const one = byMember.get(members[0]);
      expect([...members].sort()).toEqual([...(one?.members ?? [])].sort());
      expect(familySize(families, f)).toBe(members.length);
      expect(families.dictionaries[f]).toBe(one?.dictionaries);
      // at most one latent of each dictionary
      expect(families.dictionaries[f]).toBe(members.length);
      expect(families.cut[f]).toBe(Number(one?.cut));
      // each tied pair was seen from both of its ends
      expect(families.links[f] * 2).toBe(one?.cosines.length);
      expect(families.meanCosine[f]).toBeCloseTo(
        (one?.cosines ?? []).reduce((x, y) => x + y, 0) / (one?.cosines.length ?? 0),
        12,
      );
      expect(families.minCosine[f]).toBeCloseTo(Math.min(...(one?.cosines ?? [])), 12);
      if (f === 0) continue;
      const [before, here] = [families.dictionaries[f - 1], families.dictionaries[f]];
      expect(before).toBeGreaterThanOrEqual(here);
      if (before === here) expect(families.meanCosine[f - 1]).toBeGreaterThanOrEqual(families.meanCosine[f]);
    }
  },
);

test('the example has consistent families of all dictionaries, conflicts, and latents alone', () => {
  const found = criteria.map((criterion) => buildFamilies(toSeedGroup(example, criterion)));
  expect(found[0].inExactly[3]).toBeGreaterThan(0);
  expect(found[0].inExactly[0]).toBeGreaterThan(0);
  expect(found.some(({ conflicts }) => conflicts > 0)).toBe(true);
});

test('members are given up to a limit, in the order of dictionaries', () => {
  const families = buildFamilies(toSeedGroup(example, criteria[0]));
  const all = listMembers(families, { f: 0, first: 100 });
  expect(all.length).toBeGreaterThanOrEqual(4);
  expect(listMembers(families, { f: 0, first: 2 })).toEqual(all.slice(0, 2));
  const keys = all.map(({ dictionary, index }) => dictionary * 100 + index);
  expect(keys).toEqual([...keys].sort((x, y) => x - y));
});

test('the expected union is the mean over all orders of the dictionaries', () => {
  const plain = plainFamilies(criteria[0]).families.map(
    ({ members }) => new Set(members.map((at) => Number(at.split(':')[0]))),
  );
  const growth = unionGrowth(buildFamilies(toSeedGroup(example, criteria[0])).inExactly);
  const orders = permutations([0, 1, 2, 3]);
  growth.points.forEach(({ dictionaries, expectedUnion, expectedNew }, k) => {
    const sizes = orders.map((order) => plain.filter((in_) => order.slice(0, k + 1).some((s) => in_.has(s))).length);
    expect(dictionaries).toBe(k + 1);
    expect(expectedUnion).toBeCloseTo(sizes.reduce((x, y) => x + y, 0) / 24, 10);
    expect(expectedNew).toBeCloseTo(expectedUnion - (growth.points[k - 1]?.expectedUnion ?? 0), 10);
  });
  expect(growth.union).toBe(plain.length);
  expect(growth.points[3].expectedUnion).toBeCloseTo(plain.length, 10);
  expect(growth.core).toBe(plain.filter((in_) => in_.size === 4).length);
});

function permutations(values: number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value) => permutations(values.filter((x) => x !== value)).map((rest) => [value, ...rest]));
}

test('Chao2 is its published formula, with the interval that EstimateS gives', () => {
  // Q_1 = 10, Q_2 = 4 over 5 samples: 4/5 x 100 / 8
  expect(estimateUnseen([10, 4, 3, 2, 1])?.value).toBeCloseTo(10, 12);
  expect(estimateUnseen([10, 0, 3])?.value).toBeCloseTo((2 / 3) * 45, 12);
  expect(estimateUnseen([0, 3, 3])).toEqual({ value: 0, low: 0, high: 0 });
  expect(estimateUnseen([7])).toBeNull();
  expect(unionGrowth([7])).toEqual({
    union: 7,
    core: 7,
    points: [{ dictionaries: 1, expectedUnion: 7, expectedNew: 7 }],
    inExactly: [7],
  });
  // var = 4 (0.4 x 2.5^2 + 0.64 x 2.5^3 + 0.16 x 2.5^4) = 75, K = exp(1.95996 sqrt(ln 1.75)) = 4.334
  const { low, high } = estimateUnseen([10, 4, 3, 2, 1]) ?? { low: 0, high: 0 };
  expect(low).toBeCloseTo(10 / 4.334, 2);
  expect(high).toBeCloseTo(10 * 4.334, 1);
});

/** 1,000 features, each found by sample s of 6 with its probability; and how many no sample found. */
function drawIncidences(stream: RandomStream, probability: (f: number) => number) {
  const counts = Array.from({ length: 1000 }, (_, f) => {
    let found = 0;
    for (let s = 0; s < 6; s++) if (stream.nextUniform() < probability(f)) found++;
    return found;
  });
  return {
    inExactly: [1, 2, 3, 4, 5, 6].map((q) => counts.filter((count) => count === q).length),
    missed: counts.filter((count) => count === 0).length,
  };
}

test.each([
  // equal chances: no bias, and the interval holds
  ['equal', () => 0.3, 0.9, 1.1, 180],
  // unequal chances: too low, as its author says
  ['unequal', (f: number) => (f % 2 === 0 ? 0.1 : 0.6), 0.5, 1, 0],
] as const)(
  'with %s chances the estimate is within its stated bias of what is missing',
  (_, chance, least, most, covered) => {
    const stream = buildRandomStream(6);
    let [sum, missing, inside] = [0, 0, 0];
    for (let draw = 0; draw < 200; draw++) {
      const { inExactly, missed } = drawIncidences(stream, chance);
      const found = estimateUnseen(inExactly);
      if (found === null) throw new Error('expected an estimate');
      sum += found.value;
      missing += missed;
      if (found.low <= missed && missed <= found.high) inside++;
    }
    expect(sum / missing).toBeGreaterThan(least);
    expect(sum / missing).toBeLessThan(most);
    expect(inside).toBeGreaterThanOrEqual(covered);
  },
);
