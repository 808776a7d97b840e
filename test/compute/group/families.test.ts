import { expect, test } from 'vitest';
import { buildFamilies, familySize, listMembers } from '../../../src/compute/group/families.ts';
import { unionGrowth, chao2 } from '../../../src/compute/group/union-growth.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { accepted, buildExampleGroup, criteria, shuffle, toSeedGroup } from './example-group.ts';

const example = buildExampleGroup([15, 15, 12, 15], 9);

interface PlainFamily {
  members: string[];
  dictionaries: number;
  cosines: number[];
}

/** Components by flooding, from the definitions. */
function plainFamilies(criterion: (typeof criteria)[number]) {
  const near = new Map<string, Map<string, number>>();
  example.alive.forEach((flags, a) => flags.forEach((_, i) => near.set(`${a}:${i}`, new Map())));
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
  const seen = new Set<string>();
  const families: PlainFamily[] = [];
  for (const start of near.keys()) {
    const [a, i] = start.split(':').map(Number);
    if (seen.has(start) || (criterion.aliveOnly && example.alive[a][i] === 0)) continue;
    const members = [start];
    seen.add(start);
    for (const at of members) {
      for (const next of near.get(at)?.keys() ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        members.push(next);
      }
    }
    const cosines = members.flatMap((at) => [...(near.get(at)?.values() ?? [])]);
    families.push({ members, dictionaries: new Set(members.map((at) => at.split(':')[0])).size, cosines });
  }
  return families;
}

test.each(criteria)('families are the components of mutually accepted partners: %o', (criterion) => {
  const families = buildFamilies(toSeedGroup(example, criterion));
  const plain = plainFamilies(criterion);
  const tied = plain.filter(({ members }) => members.length > 1);
  expect(families.count).toBe(tied.length);
  expect(families.inExactly).toEqual([1, 2, 3, 4].map((q) => plain.filter((one) => one.dictionaries === q).length));
  expect(families.conflicts).toBe(tied.filter((one) => one.members.length > one.dictionaries).length);
  const byMember = new Map(tied.flatMap((one) => one.members.map((member) => [member, one])));
  for (let f = 0; f < families.count; f++) {
    const members = listMembers(families, { f, first: 100 }).map(({ dictionary, index }) => `${dictionary}:${index}`);
    const one = byMember.get(members[0]);
    expect([...members].sort()).toEqual([...(one?.members ?? [])].sort());
    expect(familySize(families, f)).toBe(members.length);
    expect(families.dictionaries[f]).toBe(one?.dictionaries);
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
});

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
  const plain = plainFamilies(criteria[0]).map(({ members }) => new Set(members.map((at) => Number(at.split(':')[0]))));
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

test('Chao2 is its published formula and bounds what is missing from below', () => {
  // Q_1 = 10, Q_2 = 4 over 5 samples: 4/5 x 100 / 8
  expect(chao2([10, 4, 3, 2, 1])).toBeCloseTo(10, 12);
  expect(chao2([10, 0, 3])).toBeCloseTo((2 / 3) * 45, 12);
  expect(chao2([7])).toBeNull();
  expect(unionGrowth([7])).toEqual({
    union: 7,
    core: 7,
    points: [{ dictionaries: 1, expectedUnion: 7, expectedNew: 7 }],
    inExactly: [7],
    unseen: null,
  });
  // 1,000 features found by each of 6 samples with probability 0.3: 118 are missed on average, equal chances make the bound tight
  const stream = buildRandomStream(6);
  const estimates: number[] = [];
  const missed: number[] = [];
  for (let draw = 0; draw < 20; draw++) {
    const counts = Array.from(
      { length: 1000 },
      () => shuffle(stream, 6).filter(() => stream.nextUniform() < 0.3).length,
    );
    const inExactly = [1, 2, 3, 4, 5, 6].map((q) => counts.filter((count) => count === q).length);
    estimates.push(chao2(inExactly) ?? Number.NaN);
    missed.push(counts.filter((count) => count === 0).length);
  }
  const mean = (values: number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  expect(Math.abs(mean(estimates) / mean(missed) - 1)).toBeLessThan(0.1);
});
