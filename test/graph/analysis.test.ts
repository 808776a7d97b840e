/** A whole run group: the API's figures equal what is computed here from single latents and from the stored arrays. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { loadLatentScalars } from '../../db/stores/latents.ts';
import { findNulls, loadEnd, type MatchingRow } from '../../db/stores/matchings.ts';
import { buildCriterion } from '../../src/analysis/build-criterion.ts';
import type { Criterion } from '../../src/compute/statistics/criterion.ts';
import { buildPairArrays, type PairArrays } from '../../src/compute/statistics/pair-arrays.ts';
import { acceptedPartners, sharedMask } from '../../src/compute/statistics/shared-mask.ts';
import { stabilityByCount } from '../../src/compute/group/stability.ts';
import { estimateUnseen } from '../../src/compute/group/union-growth.ts';
import { naiveFamilies } from '../compute/group/naive-families.ts';
import { cycleConsistency } from '../compute/statistics/naive-universality.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { buildRanker } from '../../src/jobs/matching/rank-matching.ts';
import { publishExample } from '../db/example-rows.ts';
import { recordStatements } from '../db/test-database.ts';
import {
  buildSeedRows,
  D,
  dictionaryId,
  type Edge,
  matchExamples,
  matchingId,
  N,
  openExampleEdge,
} from './example-edge.ts';

let edge: Edge;
/** Four seeds of run group `example`: the three of the edge and one more. */
let seeds: DictionaryRow[];
/** pairs[a][b] for a < b: the matching of seeds a and b, and its arrays. */
let pairs: Map<string, { matching: MatchingRow; arrays: PairArrays }>;
beforeAll(async () => {
  edge = await openExampleEdge();
  seeds = [...edge.seeds, await publishExample(edge.db, { n: N, d: D, seed: 4, ...buildSeedRows(4, N) })];
  pairs = new Map();
  for (let a = 0; a < 4; a++) {
    for (let b = a + 1; b < 4; b++) {
      const matching = await matchExamples(edge.db, { a: seeds[a], b: seeds[b], measure: 'COSINE' });
      pairs.set(`${a}:${b}`, { matching, arrays: await readPair(matching) });
    }
  }
});
afterAll(() => edge.close());

async function readPair(matching: MatchingRow): Promise<PairArrays> {
  const { db } = edge;
  const side = async (name: 'DECODER' | 'ENCODER') => ({
    a: await loadEnd(db, { matching, side: name, end: 'A', n: N }),
    b: await loadEnd(db, { matching, side: name, end: 'B', n: N }),
  });
  const alive = async (id: number) =>
    (await loadLatentScalars(db, { spaceId: matching.spaceId, dictionaryId: id, n: N })).alive;
  return buildPairArrays({
    measure: matching.measure,
    decoder: await side('DECODER'),
    encoder: await side('ENCODER'),
    aliveA: await alive(matching.a),
    aliveB: await alive(matching.b),
  });
}

/** The pair of seeds a and b, and at which end a is: seeds have ids in their order. */
function pairOf(a: number, b: number) {
  const found = pairs.get(a < b ? `${a}:${b}` : `${b}:${a}`);
  if (found === undefined) throw new TypeError('no such pair');
  return { ...found, end: a < b ? ('A' as const) : ('B' as const) };
}

const groupId = ({ spaceId, runGroupId }: DictionaryRow) =>
  formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId });

async function analyse(figures: string, criterion: Partial<Criterion> = {}) {
  const { runGroup } = await edge.data(
    `query ($id: ID!, $criterion: CriterionInput) { runGroup(id: $id) { analysis(criterion: $criterion) { ${figures} } } }${figures.includes('...chance') ? ' fragment chance on MatchingSummary { nulls { kind sharedFraction } }' : ''}`,
    { id: groupId(seeds[0]), criterion },
  );
  return runGroup.analysis;
}

const criteria = [
  buildCriterion(),
  buildCriterion({ threshold: 0.9, strict: true, aliveOnly: true }),
  buildCriterion({ definition: 'MAX_COSINE', threshold: 0.8 }),
];
const others = (base: number) => [0, 1, 2, 3].filter((b) => b !== base);

test.each(criteria)('the matrix, its nulls and outliers: %o', async (criterion) => {
  const { sharedMatrix, missing, matchings, dictionaries } = await analyse(
    `missing matchings { id } dictionaries { initSeed } criterion { statement } sharedMatrix { outlierStatement rows { dictionary { initSeed } latents
       sharedFractions meanSharedFraction outlier
       cells { dictionary { initSeed } matching { id A: summary(criterion: $criterion) { ...chance } B: summary(criterion: $criterion, of: B) { ...chance } } shared sharedFraction agreement
         meanDecoderCosine meanEncoderCosine nulls { kind sharedFraction } } } }`,
    criterion,
  );
  expect(missing).toBe(0);
  expect(matchings).toHaveLength(6);
  expect(dictionaries).toEqual(['1', '2', '3', '4'].map((initSeed) => ({ initSeed })));
  expect(sharedMatrix.outlierStatement).toMatch(/median/);
  for (const [a, row] of sharedMatrix.rows.entries()) {
    expect(row.dictionary.initSeed).toBe(`${a + 1}`);
    expect(row.outlier).toBe(false);
    expect(row.cells[a]).toBeNull();
    for (const b of others(a)) {
      const { matching, arrays, end } = pairOf(a, b);
      const shared = sharedMask(arrays, { end, criterion }).reduce((total, flag) => total + flag, 0);
      const cell = row.cells[b];
      expect(cell.dictionary.initSeed).toBe(`${b + 1}`);
      expect(cell.matching.id).toBe(matchingId(matching));
      expect(cell.shared).toBe(shared);
      expect(cell.sharedFraction).toBeCloseTo(shared / row.latents, 12);
      expect(row.sharedFractions[b]).toBe(cell.sharedFraction);
      expect(cell.nulls).toEqual(cell.matching[end].nulls);
      expect(cell.nulls).toHaveLength(1);
    }
  }
});

test.each(criteria)(
  'universality, of the group and of each dictionary, is that of the single latents: %o',
  async (criterion) => {
    const { universality } = await analyse(
      'universality { statement fractions bases { dictionary { id } statement latents counts fractions } }',
      criterion,
    );
    for (const [base, histogram] of universality.bases.entries()) {
      const { dictionary } = await edge.data(
        `query ($id: ID!, $criterion: CriterionInput) { dictionary(id: $id) {
         analysis(criterion: $criterion) { missing matchings { id } others { id } universality { dictionary { id } statement latents counts fractions } onlyInBase { points { fraction } } }
         latents(first: ${N}) { nodes { alive universality(criterion: $criterion) { count } } } } }`,
        { id: dictionaryId(seeds[base]), criterion },
      );
      const counted = dictionary.latents.nodes.filter((one: { alive: boolean }) => one.alive || !criterion.aliveOnly);
      const found = counted.map((one: { universality: { count: number } }) => one.universality.count);
      expect(histogram.counts).toEqual([1, 2, 3, 4].map((k) => found.filter((u: number) => u === k).length));
      expect(histogram.latents).toBe(counted.length);
      expect(dictionary.analysis).toMatchObject({ missing: 0, universality: histogram });
      expect(dictionary.analysis.others).toEqual(others(base).map((b) => ({ id: dictionaryId(seeds[b]) })));
      expect(dictionary.analysis.matchings).toHaveLength(3);
      expect(dictionary.analysis.onlyInBase.points[2].fraction).toBeCloseTo(histogram.fractions[0], 12);
    }
    const mean = universality.bases.reduce(
      (total: number, one: { fractions: number[] }) => total + one.fractions[0] / 4,
      0,
    );
    expect(universality.fractions[0]).toBeCloseTo(mean, 12);
  },
);

test.each(criteria)(
  'stability of a latent is that of its count among the latents of its dictionary: %o',
  async (criterion) => {
    const { universality } = await analyse(
      'universality { stability { value low high statement } bases { counts stability { value low high statement } } }',
      criterion,
    );
    const numbers = (all: { value: number; low: number; high: number }[]) =>
      all.map(({ value, low, high }) => ({ value, low, high }));
    const pooled = [0, 1, 2, 3].map((k) =>
      universality.bases.reduce((sum: number, { counts }: { counts: number[] }) => sum + counts[k], 0),
    );
    expect(numbers(universality.stability)).toEqual(stabilityByCount(pooled));
    expect(universality.stability[0].statement).toContain('x of 3 others');
    for (const [base, { counts, stability }] of universality.bases.entries()) {
      expect(numbers(stability)).toEqual(stabilityByCount(counts));
      const { dictionary } = await edge.data(
        `query ($id: ID!, $criterion: CriterionInput) { dictionary(id: $id) { latents(first: ${N}) { nodes { alive
         universality(criterion: $criterion) { count stability { value low high statement } } } } } }`,
        { id: dictionaryId(seeds[base]), criterion },
      );
      for (const { alive, universality: one } of dictionary.latents.nodes) {
        expect(one.stability).toEqual(criterion.aliveOnly && !alive ? null : stability[one.count - 1]);
      }
    }
  },
);

test('means over seeds have the interval of leaving out one after the other', async () => {
  const seedInterval = 'interval { low high standardError seeds statement }';
  const { sharedMatrix, universality, onlyInBase, cycleConsistency } = await analyse(
    `sharedMatrix { rows { cells { sharedFraction agreement } } meanSharedFraction { value ${seedInterval} } meanAgreement { value ${seedInterval} } }
     universality { meanFound { value ${seedInterval} } bases { fractions } }
     onlyInBase { points { fraction ${seedInterval} } }
     cycleConsistency { decoder { mean ${seedInterval} } }`,
  );
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const pairsOf = (field: 'sharedFraction' | 'agreement', without: number | null) =>
    sharedMatrix.rows.flatMap((row: { cells: (Record<string, number> | null)[] }, i: number) =>
      row.cells.flatMap((cell, j) => (cell === null || i === without || j === without ? [] : [cell[field]])),
    );
  for (const [field, found] of [
    ['sharedFraction', sharedMatrix.meanSharedFraction],
    ['agreement', sharedMatrix.meanAgreement],
  ] as const) {
    expect(found.value).toBeCloseTo(mean(pairsOf(field, null)), 12);
    const rests = [0, 1, 2, 3].map((seed) => mean(pairsOf(field, seed)));
    const squares = rests.reduce((sum, one) => sum + (one - mean(rests)) ** 2, 0);
    expect(found.interval.standardError).toBeCloseTo(Math.sqrt((3 / 4) * squares), 12);
    const half = 3.1824 * found.interval.standardError;
    expect(found.interval.low).toBeCloseTo(Math.max(0, found.value - half), 4);
    expect(found.interval.high).toBeCloseTo(Math.min(1, found.value + half), 4);
    expect(found.interval).toMatchObject({ seeds: 4, statement: expect.stringContaining('4 dictionaries') });
  }
  const { meanFound, bases } = universality;
  const counted = bases.map(({ fractions }: { fractions: number[] }) =>
    fractions.reduce((sum, fraction, k) => sum + (k + 1) * fraction, 0),
  );
  expect(meanFound.value).toBeCloseTo(mean(counted), 12);
  expect(meanFound.interval.standardError).toBeCloseTo(3 * sharedMatrix.meanSharedFraction.interval.standardError, 12);
  const { points } = onlyInBase;
  expect(points.map(({ interval }: { interval: object | null }) => interval === null)).toEqual([false, false, true]);
  // k = 2 is the pairs, the other way round
  expect(points[0].interval.standardError).toBeCloseTo(sharedMatrix.meanSharedFraction.interval.standardError, 12);
  const { decoder } = cycleConsistency;
  expect(decoder.interval.low).toBeLessThanOrEqual(decoder.mean);
  expect(decoder.interval.high).toBeGreaterThanOrEqual(decoder.mean);
});

test('only in base begins with the pairs and ends with the histogram', async () => {
  const { onlyInBase, universality, sharedMatrix } = await analyse(
    `onlyInBase { statement latents fit { a b c residual points } fitStatement points { dictionaries fraction standardDeviation subsets } }
     universality { fractions } sharedMatrix { rows { sharedFractions } }`,
  );
  expect(onlyInBase.latents).toBe(4 * N);
  expect(onlyInBase.points.map(({ dictionaries, subsets }: never) => [dictionaries, subsets])).toEqual([
    [2, 12],
    [3, 12],
    [4, 4],
  ]);
  const unshared = sharedMatrix.rows.flatMap(({ sharedFractions }: { sharedFractions: number[] }, a: number) =>
    others(a).map((b) => 1 - sharedFractions[b]),
  );
  expect(onlyInBase.points[0].fraction).toBeCloseTo(unshared.reduce((x: number, y: number) => x + y) / 12, 12);
  expect(onlyInBase.points[2].fraction).toBeCloseTo(universality.fractions[0], 12);
  // three points are too few
  expect(onlyInBase.fit).toBeNull();
});

test('cycle consistency is the mean over the 24 triples of the stored matchings', async () => {
  const spread = '{ mean min max triples }';
  const { cycleConsistency: found } = await analyse(
    `cycleConsistency { statement latents nulls { kind statement decoder ${spread} encoder ${spread} firstAgrees ${spread} } decoder ${spread} encoder ${spread} firstAgrees ${spread} allAgree ${spread} bases { dictionary { initSeed } decoder } }`,
  );
  const partners = (side: 'decoder' | 'encoder', a: number, b: number) => {
    const { arrays, end } = pairOf(a, b);
    const matched = arrays[end === 'A' ? 'a' : 'b'][side];
    if (matched === null) throw new TypeError('no encoder');
    return matched.partner;
  };
  for (const side of ['decoder', 'encoder'] as const) {
    const values = [0, 1, 2, 3].flatMap((a) =>
      others(a).flatMap((b) =>
        others(b)
          .filter((c) => c !== a)
          .map((c) =>
            cycleConsistency({ ab: partners(side, a, b), bc: partners(side, b, c), ac: partners(side, a, c) }),
          ),
      ),
    );
    expect(found[side].triples).toBe(24);
    expect(found[side].mean).toBeCloseTo(values.reduce((x, y) => x + y) / 24, 12);
    expect(found[side].min).toBeCloseTo(Math.min(...values), 12);
    expect(found[side].max).toBeCloseTo(Math.max(...values), 12);
  }
  const stored = await findNulls(
    edge.db,
    Array.from(pairs.values(), ({ matching }) => matching),
  );
  const drawn = stored.map(([row]) => row.statistics.cycles?.decoder ?? Number.NaN);
  expect(drawn).toHaveLength(6);
  expect(found.nulls).toHaveLength(1);
  expect(found.nulls[0]).toMatchObject({
    kind: 'ISOTROPIC',
    statement: expect.stringContaining('one triple'),
    decoder: {
      mean: expect.closeTo(drawn.reduce((x, y) => x + y) / 6, 12),
      min: Math.min(...drawn),
      max: Math.max(...drawn),
      triples: 6,
    },
  });
  const { cycleConsistency: living } = await analyse(
    'cycleConsistency(aliveOnly: true) { aliveOnly latents statement decoder { mean } }',
  );
  const alive = [0, 1, 2, 3].map((a) => {
    const { arrays, end } = pairOf(a, a === 0 ? 1 : 0);
    return arrays[end === 'A' ? 'a' : 'b'].alive;
  });
  const consistent = [0, 1, 2, 3].flatMap((a) =>
    others(a).flatMap((b) =>
      others(b)
        .filter((c) => c !== a)
        .map((c) => {
          const [ab, bc, ac] = [partners('decoder', a, b), partners('decoder', b, c), partners('decoder', a, c)];
          const own = [...alive[a].keys()].filter((i) => alive[a][i] === 1);
          const back = own.filter((i) => alive[b][ab[i]] === 1 && alive[c][ac[i]] === 1 && bc[ab[i]] === ac[i]);
          return back.length / own.length;
        }),
    ),
  );
  expect(living.decoder.mean).toBeCloseTo(consistent.reduce((x, y) => x + y) / 24, 12);
  expect(living).toMatchObject({ aliveOnly: true, statement: expect.stringContaining('alive') });
  expect(living.latents).toBe(alive.reduce((total, flags) => total + flags.filter((flag) => flag === 1).length, 0));
  expect(living.latents).toBeLessThan(4 * N);
  expect(found.allAgree.mean).toBeGreaterThan(found.decoder.mean);
  expect(found.bases.map(({ dictionary }: { dictionary: object }) => dictionary)).toEqual(
    ['1', '2', '3', '4'].map((initSeed) => ({ initSeed })),
  );
});

describe('families', () => {
  const fields = 'size dictionaries consistent links meanCosine minCosine latents { index dictionary { initSeed } }';

  /** Families by brute force, as sorted texts. */
  function expectFamilies(criterion: Criterion) {
    const ties = new Map<string, Map<string, number>>();
    for (let s = 0; s < 4; s++) for (let i = 0; i < N; i++) ties.set(`${s + 1}:${i}`, new Map());
    for (let a = 0; a < 4; a++) {
      for (const b of others(a)) {
        const { arrays, end } = pairOf(a, b);
        const { cosine } = (end === 'A' ? arrays.a : arrays.b).decoder;
        acceptedPartners(arrays, { end, criterion }).forEach((j, i) => {
          if (j >= 0) ties.get(`${a + 1}:${i}`)?.set(`${b + 1}:${j}`, cosine[i]);
        });
      }
    }
    const { families, conflicts } = naiveFamilies(ties);
    const tied = families.filter(({ members }) => members.length > 1);
    return { all: families, tied, conflicts, texts: tied.map(({ members }) => members.toSorted()) };
  }

  test('are those of accepted partners, read page by page', async () => {
    const expected = expectFamilies(buildCriterion()).texts;
    const nodes: {
      latents: { index: number; dictionary: { initSeed: string } }[];
      size: number;
      dictionaries: number;
      consistent: boolean;
    }[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { families }: { families: Record<string, never> } = await analyse(
        `families(first: 5, after: ${JSON.stringify(after)}) { statement totalCount families conflicts pageInfo { hasNextPage endCursor } edges { cursor } nodes { ${fields} } }`,
      );
      const page = families as unknown as {
        totalCount: number;
        families: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
        nodes: typeof nodes;
      };
      expect([page.totalCount, page.families]).toEqual([expected.length, expected.length]);
      nodes.push(...page.nodes);
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    const text = nodes.map(({ latents }) =>
      latents.map(({ index, dictionary }) => `${dictionary.initSeed}:${index}`).sort(),
    );
    expect(text.map((members) => members.join()).sort()).toEqual(expected.map((members) => members.join()).sort());
    nodes.forEach(({ size, dictionaries, consistent }, f) => {
      expect(size).toBe(text[f].length);
      expect(dictionaries).toBe(new Set(text[f].map((member) => member[0])).size);
      expect(size).toBe(dictionaries);
      expect(typeof consistent).toBe('boolean');
      expect(dictionaries).toBeLessThanOrEqual(nodes[f - 1]?.dictionaries ?? 4);
    });
  });

  test('can be those cut out of components in conflict, and those that are not', async () => {
    const criterion = { threshold: 0.2 };
    const { all, yes, no } = await analyse(
      `all: families(first: 100) { totalCount conflicts } yes: families(consistent: true, first: 100) { totalCount nodes { consistent } }
       no: families(consistent: false, first: 100) { totalCount nodes { consistent size latents(first: 1) { index } } }`,
      criterion,
    );
    const { tied, conflicts } = expectFamilies(buildCriterion(criterion));
    expect(all).toEqual({ totalCount: tied.length, conflicts });
    expect(no.totalCount).toBe(tied.filter(({ cut }) => cut).length);
    expect(no.totalCount).toBeGreaterThan(0);
    expect(yes.totalCount + no.totalCount).toBe(all.totalCount);
    expect(
      no.nodes.every((one: { consistent: boolean; latents: object[] }) => !one.consistent && one.latents.length === 1),
    ).toBe(true);
    expect(yes.nodes.every((one: { consistent: boolean }) => one.consistent)).toBe(true);
  });

  test('make the union: every latent is in one feature', async () => {
    const { union, families } = await analyse(
      `union { statement latents union core inExactly conflicts points { dictionaries expectedUnion expectedNew } } families(first: 100) { conflicts nodes { size dictionaries } }`,
    );
    const tied = families.nodes.reduce((total: number, { size }: { size: number }) => total + size, 0);
    expect(union.latents).toBe(4 * N);
    expect(union.union).toBe(families.nodes.length + 4 * N - tied);
    expect(union.core).toBe(families.nodes.filter((one: { dictionaries: number }) => one.dictionaries === 4).length);
    expect(union.points[3].expectedUnion).toBeCloseTo(union.union, 10);
    expect(union.conflicts).toBe(families.conflicts);
  });

  test.each([
    buildCriterion(),
    buildCriterion({ definition: 'DECODER', threshold: 0.3 }),
    buildCriterion({ definition: 'DECODER', threshold: 0.9, aliveOnly: true }),
  ])('what no one has seen is estimated from the living, and not where chance gives as much: %o', async (criterion) => {
    const { union } = await analyse(
      'union { unseen { value low high reason nulls { kind value } statement } nulls { unseen } }',
      criterion,
    );
    const { unseen } = union;
    const { all } = expectFamilies(buildCriterion({ ...criterion, aliveOnly: true }));
    const living = await Promise.all(
      seeds.map(({ spaceId, id }) => loadLatentScalars(edge.db, { spaceId, dictionaryId: id, n: N })),
    );
    const counted = all.filter(({ members }) =>
      members.every((member) => {
        const [seed, i] = member.split(':').map(Number);
        return living[seed - 1].alive[i] === 1;
      }),
    );
    const inExactly = [1, 2, 3, 4].map((q) => counted.filter(({ dictionaries }) => dictionaries === q).length);
    const expected = estimateUnseen(inExactly);
    expect(unseen.nulls).toHaveLength(1);
    if (unseen.nulls[0].value >= (expected?.value ?? 0)) {
      expect(unseen).toMatchObject({ value: null, low: null, high: null });
      expect(unseen.reason).toContain(
        `The formula gives ${expected?.value.toFixed(0)}, and ${unseen.nulls[0].value.toFixed(0)}`,
      );
    } else expect(unseen).toMatchObject({ ...expected, reason: null });
    // the null is of as many latents as count in the union
    if (criterion.aliveOnly) expect(union.nulls[0].unseen).toBeCloseTo(unseen.nulls[0].value, 8);
  });

  test('refuse a page and a member list that are too long, and the cursor of another criterion', async () => {
    const query = `query ($id: ID!, $first: Int!, $latents: Int!, $after: String, $threshold: Float!) { runGroup(id: $id) { analysis(criterion: { threshold: $threshold }) {
      families(first: $first, after: $after) { pageInfo { endCursor } nodes { latents(first: $latents) { index } } } } } }`;
    const good = { id: groupId(seeds[0]), first: 2, latents: 2, threshold: 0.7 };
    const { runGroup } = await edge.data(query, good);
    const after = runGroup.analysis.families.pageInfo.endCursor;
    expect(await edge.code(query, { ...good, after })).toBeUndefined();
    expect(await edge.code(query, { ...good, after, threshold: 0.6 })).toBe('BAD_CURSOR');
    expect(await edge.code(query, { ...good, first: 101 })).toBe('BAD_INPUT');
    expect(await edge.code(query, { ...good, latents: 101 })).toBe('BAD_INPUT');
  });
});

const figures = `missing matchings { id } sharedMatrix { outlierStatement } universality { fractions } onlyInBase { latents } cycleConsistency { latents }
  families { totalCount } union { union }`;
test('what is stored next to a matching changes no answer, and is made again where it is missing', async () => {
  const asked = [
    ...criteria,
    buildCriterion({ threshold: 0.70711 }),
    buildCriterion({ definition: 'AGREE', threshold: 1 / 3 }),
    buildCriterion({ definition: 'BOTH', strict: true }),
    buildCriterion({ definition: 'ENCODER', threshold: 0.4, aliveOnly: true }),
    buildCriterion({ definition: 'DECODER', threshold: 0.95, aliveOnly: true }),
    buildCriterion({ definition: 'MUTUAL_NN', threshold: 0.5 }),
    buildCriterion({ definition: 'MUTUAL_NN', threshold: 0.5, aliveOnly: true }),
  ];
  const query = `query ($id: ID!, $base: ID!, $criterion: CriterionInput) {
    runGroup(id: $id) { analysis(criterion: $criterion) {
      sharedMatrix { rows { latents sharedFractions outlier cells { shared agreement meanDecoderCosine meanEncoderCosine } } }
      universality { fractions bases { counts } } onlyInBase { points { fraction standardDeviation } } union { inExactly conflicts unseen { value } }
      families { conflicts nodes { size links meanCosine minCosine latents { index } } }
      cycleConsistency { decoder { mean } encoder { mean } allAgree { mean } } sharedByFrequency { rankCorrelation bins { latents shared } } } }
    dictionary(id: $base) { analysis(criterion: $criterion) { universality { counts } onlyInBase { points { fraction } } }
      latents(filter: { minUniversality: 2, criterion: $criterion }, orderBy: UNIVERSALITY, first: 30) { nodes { index } }
      orphans: latents(filter: { orphanIn: "${dictionaryId(seeds[2])}", criterion: $criterion }, first: 30) { nodes { index } } } }`;
  // a server of its own each time: nothing is remembered
  const answers = () =>
    Promise.all(
      asked.map((criterion) =>
        buildAsk(edge.options)({
          query,
          variables: { id: groupId(seeds[0]), base: dictionaryId(seeds[1]), criterion },
        }),
      ),
    );
  const rankRows = async () =>
    (await edge.db.query<{ count: number }>('select count(*)::int as count from score_ranks'))[0].count;
  const [stored, rows] = [await answers(), await rankRows()];
  expect(rows).toBeGreaterThan(0);
  await edge.db.query('delete from score_ranks');
  expect(await answers()).toEqual(stored);
  const rank = buildRanker(edge.db);
  while (await rank());
  expect(await rankRows()).toBe(rows);
  expect(await answers()).toEqual(stored);
});

const empty = {
  sharedMatrix: null,
  universality: null,
  onlyInBase: null,
  cycleConsistency: null,
  families: null,
  union: null,
};

test('where matchings are missing, figures are over the largest set that lacks none, and say which', async () => {
  const { runGroup, dictionary } = await edge.data(
    `query ($id: ID!, $base: ID!) { runGroup(id: $id) { analysis(measure: ABSOLUTE_COSINE) { ${figures} } }
       dictionary(id: $base) { analysis(measure: ABSOLUTE_COSINE) { missing matchings { id } universality { latents } onlyInBase { latents } } } }`,
    { id: groupId(seeds[0]), base: dictionaryId(seeds[0]) },
  );
  expect(runGroup.analysis).toEqual({ missing: 6, matchings: [], ...empty });
  expect(dictionary.analysis).toEqual({ missing: 3, matchings: [], universality: null, onlyInBase: null });
  const among = seeds.slice(0, 3).map(dictionaryId);
  const ofThree = async (dictionaries: string[] | null) => {
    const { runGroup: found } = await edge.data(
      `query ($id: ID!, $dictionaries: [ID!]) { runGroup(id: $id) { analysis(dictionaries: $dictionaries) {
         dictionaries { initSeed } leftOut { initSeed } missingPairs { a { initSeed } b { initSeed } }
         universality { statement fractions bases { counts } } onlyInBase { points { fraction } } cycleConsistency { decoder { mean } }
         sharedMatrix { rows { sharedFractions } } families { totalCount } union { inExactly } } } }`,
      { id: groupId(seeds[0]), dictionaries },
    );
    return found.analysis;
  };
  const three = await ofThree(among);
  expect(three).toMatchObject({
    dictionaries: [{ initSeed: '1' }, { initSeed: '2' }, { initSeed: '3' }],
    leftOut: [],
    missingPairs: [],
  });
  // a matching with one of its two sides does not count
  const { spaceId, id } = pairOf(0, 3).matching;
  for (const table of ['matching_margins', 'matching_latents', 'matching_blocks', 'matching_sides']) {
    await edge.db.query(`delete from ${table} where space_id = $1 and matching_id = $2 and side = 1`, [spaceId, id]);
  }
  const { leftOut, missingPairs, universality, ...rest } = await ofThree(null);
  const { leftOut: none, missingPairs: whole, universality: expected, ...same } = three;
  expect([leftOut, missingPairs]).toEqual([[{ initSeed: '4' }], [{ a: { initSeed: '1' }, b: { initSeed: '4' } }]]);
  expect([none, whole, rest]).toEqual([[], [], same]);
  expect(universality).toEqual({
    ...expected,
    statement: `${expected.statement} Without ${seeds[3].name}: not matched with all others.`,
  });
  expect(await analyse('missing matchings { id }')).toEqual({
    missing: 1,
    matchings: [0, 1, 2].flatMap((a) =>
      [1, 2].filter((b) => b > a).map((b) => ({ id: matchingId(pairOf(a, b).matching) })),
    ),
  });
  const ofBase = async (seed: number) => {
    const { dictionary: found } = await edge.data(
      'query ($id: ID!) { dictionary(id: $id) { analysis { missing leftOut { initSeed } others { initSeed } universality { counts statement } } } }',
      { id: dictionaryId(seeds[seed]) },
    );
    return found.analysis;
  };
  expect(await ofBase(0)).toMatchObject({
    missing: 1,
    leftOut: [{ initSeed: '4' }],
    others: [{ initSeed: '2' }, { initSeed: '3' }],
    universality: { counts: expected.bases[0].counts, statement: expect.stringContaining(`Without ${seeds[3].name}`) },
  });
  expect(await ofBase(1)).toMatchObject({ missing: 0, leftOut: [] });
  for (const [named, code] of [
    [[among[0]], 'BAD_INPUT'],
    [[among[0], among[0]], 'BAD_INPUT'],
    [[among[0], dictionaryId(edge.wide)], 'BAD_INPUT'],
    [[among[0], among[1]], undefined],
  ] as const) {
    const query =
      'query ($id: ID!, $named: [ID!]) { runGroup(id: $id) { analysis(dictionaries: $named) { union { union } } } }';
    expect(await edge.code(query, { id: groupId(seeds[0]), named })).toBe(code);
  }
  await matchExamples(edge.db, { a: seeds[0], b: seeds[3], measure: 'COSINE' });
  expect(await analyse('missing union { latents }')).toEqual({ missing: 0, union: { latents: 4 * N } });
});

test('a group of one has itself, and a definition that needs encoders is refused without them', async () => {
  const query = `query ($id: ID!, $definition: SharedDefinition!) { runGroup(id: $id) { analysis(criterion: { definition: $definition }) { ${figures} } } }`;
  const { runGroup } = await edge.data(query, { id: groupId(edge.wide), definition: 'DECODER' });
  expect(runGroup.analysis).toMatchObject({ missing: 0, universality: { fractions: [1] }, union: { union: 30 } });
  expect(runGroup.analysis.cycleConsistency).toBeNull();
  const twin = await publishExample(edge.db, {
    n: N,
    d: D,
    seed: 2,
    group: 'bare',
    ...buildSeedRows(6, N),
    encoder: null,
  });
  await matchExamples(edge.db, { a: edge.bare, b: twin, measure: 'COSINE' });
  expect(await edge.code(query, { id: groupId(twin), definition: 'BOTH_AGREE' })).toBe('BAD_INPUT');
  const bare = await edge.data(query, { id: groupId(twin), definition: 'DECODER' });
  expect(bare.runGroup.analysis).toMatchObject({ missing: 0, onlyInBase: { latents: 2 * N } });
});

test('coverage is counted from the nearest latents, both ways', async () => {
  const wide = edge.matchings[3];
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { coverage(threshold: 0.8, strict: true) { threshold strict aliveOnly statement basis { contentA }
       decoder { aByB { latents covered coverage nearest splitFactor } bByA { latents covered coverage nearest splitFactor } } encoder { aByB { latents } bByA { covered } } } } }`,
    { id: matchingId(wide) },
  );
  const { decoder } = matching.coverage;
  for (const [field, end, n] of [
    ['aByB', 'A', N],
    ['bByA', 'B', 30],
  ] as const) {
    const {
      candidates,
      candidateCosines,
      candidatesPerLatent: kept,
    } = await loadEnd(edge.db, { matching: wide, side: 'DECODER', end, n });
    const nearest = Array.from({ length: n }, (_, i) => i * kept).filter((slot) => candidateCosines[slot] > 0.8);
    const different = new Set(nearest.map((slot) => candidates[slot])).size;
    expect(decoder[field]).toEqual({
      latents: n,
      covered: nearest.length,
      coverage: nearest.length / n,
      nearest: different,
      splitFactor: nearest.length / different,
    });
  }
  expect(matching.coverage.encoder.aByB.latents).toBe(N);
  expect(await edge.code(`{ matching(id: "${matchingId(wide)}") { coverage(threshold: 2) { threshold } } }`)).toBe(
    'BAD_INPUT',
  );
  const bare = await edge.data(
    `{ matching(id: "${matchingId(edge.matchings[4])}") { coverage { encoder { aByB { latents } } } } }`,
  );
  expect(bare.matching.coverage.encoder).toBeNull();
});

test('statements depend on the figures and matchings, not on latents, and another threshold reads no arrays', async () => {
  const query = `query ($id: ID!, $threshold: Float!, $first: Int!) { runGroup(id: $id) { analysis(criterion: { threshold: $threshold }) { missing matchings { id }
    sharedMatrix { rows { dictionary { name } cells { matching { id } nulls { kind } } } } universality { fractions } onlyInBase { latents }
    cycleConsistency { latents } union { union } families(first: $first) { nodes { size latents { index dictionary { name } } } } } } }`;
  const count = async (first: number, threshold: number) => {
    const variables = { id: groupId(seeds[0]), first, threshold };
    return (await recordStatements(() => edge.data(query, variables))).statements.length;
  };
  await count(1, 0.7);
  // group, dictionaries, matchings, ends, sides, nulls, members: scores are kept from threshold to threshold
  expect(await count(1, 0.71)).toBeLessThanOrEqual(7);
  expect(await count(50, 0.72)).toBe(await count(1, 0.73));
  // cold: each of 6 matchings has 2 sides, read from one end, and each of 4 dictionaries its scalars
  const variables = { id: groupId(seeds[0]), first: 50, threshold: 0.7 };
  const { statements } = await recordStatements(() => buildAsk(edge.options)({ query, variables }));
  expect(statements.length).toBeLessThanOrEqual(7 + 6 * 2 + 4);
});

test('the nulls of the figures follow from those of the pairs', async () => {
  const criterion = { definition: 'DECODER', threshold: 0.5 };
  const ask = async (fields: string) => {
    const query = `query ($criterion: CriterionInput) { runGroups(name: "example") { ${fields} } }`;
    return (await edge.data(query, { criterion })).runGroups[0];
  };
  const { dictionaries } = await ask(
    `dictionaries { analysis(criterion: $criterion) { universality { nulls { kind fractions statement } } onlyInBase { nulls { fractions } } } }`,
  );
  const { analysis } = await ask(
    `analysis(criterion: $criterion) { sharedMatrix { rows { cells { nulls { kind sharedFraction } } } }
      universality { nulls { kind fractions } bases { nulls { fractions } } } onlyInBase { nulls { fractions } }
      union { latents nulls { union core inExactly } } }`,
  );
  type Cell = { nulls: { kind: string; sharedFraction: number }[] } | null;
  const rows: { cells: Cell[] }[] = analysis.sharedMatrix.rows;
  const chances = rows.map(({ cells }) => cells.flatMap((cell) => (cell ? [cell.nulls[0].sharedFraction] : [])));
  expect(chances.flat().some((chance) => chance > 0.05)).toBe(true);
  for (const [base, chance] of chances.entries()) {
    expect(chance).toHaveLength(rows.length - 1);
    const fractions = new Array<number>(rows.length).fill(0);
    for (let set = 0; set < 2 ** chance.length; set++) {
      const found = chance.map((_, j) => (set >> j) & 1);
      const probability = chance.reduce((product, p, j) => product * (found[j] === 1 ? p : 1 - p), 1);
      fractions[found.reduce((sum, one) => sum + one, 0)] += probability;
    }
    const mean = chance.reduce((sum, p) => sum + p, 0) / chance.length;
    const [{ nulls }, own] = [analysis.universality.bases[base], dictionaries[base].analysis];
    for (const [u, fraction] of fractions.entries()) {
      expect(nulls[0].fractions[u]).toBeCloseTo(fraction, 12);
      expect(own.universality.nulls[0].fractions[u]).toBeCloseTo(fraction, 12);
    }
    expect(own.universality.nulls[0].statement).toContain('independently');
    expect(own.onlyInBase.nulls[0].fractions[0]).toBeCloseTo(1 - mean, 12);
    expect(own.onlyInBase.nulls[0].fractions.at(-1)).toBeCloseTo(fractions[0], 12);
  }
  const [byChance] = analysis.universality.nulls;
  expect(byChance.kind).toBe('ISOTROPIC');
  expect(byChance.fractions.reduce((sum: number, fraction: number) => sum + fraction, 0)).toBeCloseTo(1, 12);
  const { latents, nulls } = analysis.union;
  expect(nulls[0].union).toBeLessThanOrEqual(latents);
  expect(nulls[0].core).toBe(nulls[0].inExactly.at(-1));
});

test('a sweep by chance is the stored curve at its thresholds', async () => {
  const [matching] = edge.matchings;
  const thresholds = [0, 0.25, 0.5, 0.75, 1];
  const summaries = thresholds.map(
    (t, k) =>
      `at${k}: summary(criterion: { definition: DECODER, threshold: ${t} }, of: B) { nulls { sharedFraction } }`,
  );
  const { matching: answer } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { sweep(definition: DECODER, steps: 4, of: B) { nulls { kind draws points { threshold sharedFraction } } } ${summaries.join(' ')} } }`,
    { id: matchingId(matching) },
  );
  expect(answer.sweep.nulls).toEqual([
    {
      kind: 'ISOTROPIC',
      draws: 2,
      points: thresholds.map((threshold, k) => ({ threshold, ...answer[`at${k}`].nulls[0] })),
    },
  ]);
});

test.each([
  buildCriterion({ definition: 'DECODER', threshold: 0.6, minFiringFrequency: 0.4 }),
  buildCriterion({ definition: 'MUTUAL_NN', threshold: 0.6, minFiringFrequency: 0.4 }),
])(
  'with a minimum frequency only latents and partners that are known to fire so often count: %o',
  async (criterion) => {
    const { universality, aliveness } = await analyse(
      'universality { statement bases { counts latents } } aliveness { dictionary { id } alive dead unknown zeroRows statements { source alive dead } }',
      criterion,
    );
    const scalars = await Promise.all(
      seeds.map(({ spaceId, id }) => loadLatentScalars(edge.db, { spaceId, dictionaryId: id, n: N })),
    );
    const frequent = scalars.map(({ alive, firingFrequency }) =>
      alive.map((flag, i) => flag * +(firingFrequency[i] >= 0.4)),
    );
    for (const [base, histogram] of universality.bases.entries()) {
      // nearest among those that count, and nearest back: brute force over the cosines that are kept
      const isFoundIn = (i: number, b: number) => {
        const { arrays, end } = pairOf(base, b);
        const [own, other] = end === 'A' ? [arrays.a, arrays.b] : [arrays.b, arrays.a];
        if (criterion.definition === 'DECODER') {
          const j = own.decoder.partner[i];
          return j >= 0 && frequent[b][j] === 1 && own.decoder.cosine[i] >= 0.6;
        }
        const nearest = (side: typeof own.decoder, from: number, flags: Uint8Array) => {
          const k = side.candidatesPerLatent;
          return [...side.candidates.subarray(from * k, from * k + k)].findIndex((j) => j >= 0 && flags[j] === 1);
        };
        const slot = nearest(own.decoder, i, frequent[b]);
        if (slot < 0) return false;
        const k = own.decoder.candidatesPerLatent;
        const j = own.decoder.candidates[i * k + slot];
        const back = nearest(other.decoder, j, frequent[base]);
        return (
          back >= 0 && other.decoder.candidates[j * k + back] === i && own.decoder.candidateCosines[i * k + slot] >= 0.6
        );
      };
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < N; i++) {
        if (frequent[base][i] === 1) counts[others(base).filter((b) => isFoundIn(i, b)).length]++;
      }
      expect(histogram.counts).toEqual(counts);
      expect(histogram.latents).toBe(frequent[base].reduce((sum, flag) => sum + flag, 0));
      const { dictionary } = await edge.data(
        `query ($id: ID!, $criterion: CriterionInput) { dictionary(id: $id) { latents(first: ${N}) { nodes { universality(criterion: $criterion) { count } } } } }`,
        { id: dictionaryId(seeds[base]), criterion },
      );
      const single = dictionary.latents.nodes.map((one: { universality: { count: number } }) => one.universality.count);
      expect(
        single.filter((_: number, i: number) => frequent[base][i] === 1).filter((u: number) => u === 1),
      ).toHaveLength(counts[0]);
    }
    expect(universality.statement).toContain('example/1: ');
    const dead = scalars[0].alive.filter((flag) => flag === 0).length;
    expect(aliveness[0]).toEqual({
      dictionary: { id: dictionaryId(seeds[0]) },
      alive: N - dead,
      dead,
      unknown: 0,
      zeroRows: dead,
      statements: [
        { source: 'STATED', alive: N - dead, dead: 0 },
        { source: 'ZERO_ROW', alive: 0, dead },
      ],
    });
  },
);

test('a minimum frequency is refused where no frequency is known, and outside 0 to 1', async () => {
  const ask = (id: string, minFiringFrequency: number) =>
    edge.code(
      'query ($id: ID!, $least: Float!) { matching(id: $id) { summary(criterion: { definition: DECODER, minFiringFrequency: $least }) { shared } } }',
      { id, least: minFiringFrequency },
    );
  const id = matchingId(pairOf(0, 1).matching);
  expect(await ask(id, 2)).toBe('BAD_INPUT');
  const { firingFrequencies } = (
    await edge.db.query<{ firingFrequencies: Buffer }>(
      'select firing_frequencies as "firingFrequencies" from dictionaries where id = $1',
      [seeds[0].id],
    )
  )[0];
  const set = (value: Buffer | null) =>
    edge.db.query(
      'update dictionaries set firing_frequencies = $1, statistics_version = statistics_version + 1 where id = $2',
      [value, seeds[0].id],
    );
  await set(null);
  expect(await ask(id, 0.1)).toBe('ALIVE_UNKNOWN');
  await set(firingFrequencies);
  expect(await ask(id, 0.1)).toBeUndefined();
});
