/** Representation similarity: the API's numbers are those of the stored rows and the stored matching. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLatents, readRows } from '../../db/stores/latents.ts';
import { findNulls, loadEnd } from '../../db/stores/matchings.ts';
import { insertSimilarity } from '../../db/stores/similarities.ts';
import { buildCriterion } from '../../src/analysis/build-criterion.ts';
import { pairingSimilarity } from '../../src/compute/similarity/pairing-similarity.ts';
import { samplePairs } from '../../src/compute/similarity/pair-sample.ts';
import { buildUnitRows } from '../../src/compute/unit-rows.ts';
import { recordStatements } from '../db/test-database.ts';
import { D, dictionaryId, type Edge, matchingId, N, openExampleEdge } from './example-edge.ts';
import { RANDOM_SEED } from '../../src/compute/random-seed.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

const QUERY = `query ($id: ID!) { matching(id: $id) { similarity { pairs sampledFrom shuffles statement
  cka { ...shuffled } rsa { ...shuffled } rankRsa { ...shuffled }
  nulls { kind cka { ...drawn } rsa { ...drawn } rankRsa { ...drawn } } basis { aliveA } } } }
  fragment shuffled on ShuffledNumber { value shuffledMean pValue leastPValue }
  fragment drawn on NullComparison { mean least greatest draws pValue leastPValue }`;

test('is that of the rows of all pairs whose latents are alive', async () => {
  const [matching] = edge.matchings;
  const { spaceId } = matching;
  const { matching: answer } = await edge.data(QUERY, { id: matchingId(matching) });
  const { partner } = await loadEnd(edge.db, { matching, side: 'DECODER', end: 'A', n: N });
  const rows = (dictionaryId: number) =>
    readRows(edge.db, { spaceId, dictionaryId, side: 'DECODER', start: 0, count: N, d: D });
  const alive = async (dictionaryId: number) => {
    const keys = Array.from({ length: N }, (_, index) => ({ spaceId, dictionaryId, index }));
    return (await findLatents(edge.db, keys)).map((latent) => latent?.alive);
  };
  const [aliveA, aliveB] = [await alive(matching.a), await alive(matching.b)];
  const used = Array.from(partner.keys()).filter((i) => aliveA[i] && aliveB[partner[i]]);
  expect(used.length).toBeLessThan(N);
  const take = (from: Float32Array, indexes: number[]) =>
    buildUnitRows(Float32Array.from(indexes.flatMap((i) => [...from.subarray(i * D, (i + 1) * D)])), {
      n: indexes.length,
      d: D,
    }).unit;
  const a = take(await rows(matching.a), used);
  const b = take(
    await rows(matching.b),
    used.map((i) => partner[i]),
  );
  const expected = await pairingSimilarity({ a, b }, { shuffles: 199, seed: RANDOM_SEED });
  expect(answer.similarity).toMatchObject({ pairs: used.length, sampledFrom: used.length, shuffles: 199, ...expected });
  expect(answer.similarity.cka).toMatchObject({ pValue: 1 / 200, leastPValue: 1 / 200 });
  // the stored null: two draws of random dictionaries, whose pairs were chosen as these were
  const [[{ statistics }]] = await findNulls(edge.db, [matching]);
  const drawn = statistics.similarity?.rsa ?? [];
  expect(drawn).toHaveLength(2);
  expect(answer.similarity.nulls).toHaveLength(1);
  expect(answer.similarity.nulls[0].rsa).toEqual({
    mean: expect.closeTo((drawn[0] + drawn[1]) / 2, 12),
    least: Math.min(...drawn),
    greatest: Math.max(...drawn),
    draws: 2,
    pValue: 1 / 3,
    leastPValue: 1 / 3,
  });
  expect(answer.similarity.statement).toContain(String(RANDOM_SEED));
});

test('SVCCA is null until it is asked for, and then a job of its own', async () => {
  const [matching] = edge.matchings;
  const [a, b] = edge.seeds;
  const query = `query ($id: ID!) { matching(id: $id) { canonicalCorrelation { pairs sampledFrom componentsA componentsB variance shuffles statement
    correlation { value shuffledMean pValue leastPValue } rotated { mean least greatest draws pValue leastPValue } basis { aliveA } } } }`;
  const variables = { id: matchingId(matching) };
  expect((await edge.data(query, variables)).matching.canonicalCorrelation).toBeNull();
  const request = `mutation ($input: RequestSimilarityInput!) { requestSimilarity(input: $input) { kind state title subject { ... on Matching { id } } } }`;
  const asked = { input: { a: dictionaryId(a), b: dictionaryId(b) } };
  const job = { kind: 'SIMILARITY', state: 'QUEUED', title: 'SVCCA of example/1 and example/2', subject: variables };
  expect((await edge.data(request, asked)).requestSimilarity).toEqual([job]);
  expect((await edge.data(request, asked)).requestSimilarity).toEqual([job]); // the same one
  const pairs = (await edge.data(QUERY, variables)).matching.similarity.pairs;
  const correlation = {
    value: 0.5,
    shuffledMean: 0.25,
    pValue: 0.01,
    leastPValue: 0.01,
    pairs,
    components: [3, 4] as const,
  };
  const statistics = {
    variance: 0.99,
    shuffles: 99,
    seed: 1,
    sampledFrom: pairs,
    pairs,
    correlation,
    rotated: [0.3, 0.6],
  };
  await insertSimilarity(edge.db, { matching, kind: 'SVCCA', statistics });
  const { canonicalCorrelation } = (await edge.data(query, variables)).matching;
  expect(canonicalCorrelation).toMatchObject({
    pairs,
    componentsA: 3,
    componentsB: 4,
    shuffles: 99,
    correlation: { value: 0.5, shuffledMean: 0.25, pValue: 0.01, leastPValue: 0.01 },
    rotated: { mean: expect.closeTo(0.45, 12), least: 0.3, greatest: 0.6, draws: 2, pValue: 2 / 3, leastPValue: 1 / 3 },
  });
  expect(canonicalCorrelation.statement).toContain('0.99');
  // what an older version has not computed is left to do
  expect((await edge.data(request, asked)).requestSimilarity).toEqual([job]);
  const spans = {
    cosines: [0.9, 0.1],
    meanSquaredCosine: 0.41,
    ofA: { mean: 0.5, quartiles: [0.4, 0.5, 0.6] as const },
    ofB: { mean: 0.3, quartiles: [0.2, 0.3, 0.4] as const },
    orphans: [5, 6] as const,
    effectiveRank: [1.5, 2.5] as const,
    directions: [2, 3] as const,
    subsets: [
      { meanSquaredCosine: 0.2, ofA: 0.1, ofB: 0.15 },
      { meanSquaredCosine: 0.3, ofA: 0.3, ofB: 0.25 },
    ],
  };
  const criterion = buildCriterion();
  await insertSimilarity(edge.db, { matching, kind: 'ORPHANS', statistics: { criterion, seed: 1, spans } });
  const number = '{ value rotated subsets { mean least greatest draws } }';
  const ofPair = `query ($id: ID!) { matching(id: $id) { orphanSpans { cosines statement criterion { definition threshold }
    meanSquaredCosine ${number} a { orphans effectiveRank directions heldQuartiles held ${number} } b { held ${number} } }
    a { runGroup { analysis { orphanSpans { pairs meanSquaredCosine { value interval { low } } rotated subsets held { value } heldRotated heldSubsets } } } } } }`;
  const { orphanSpans, a: end } = (await edge.data(ofPair, variables)).matching;
  const near = (value: number) => expect.closeTo(value, 12);
  expect(orphanSpans).toMatchObject({
    cosines: [0.9, 0.1],
    criterion: { definition: 'BOTH_AGREE', threshold: 0.7 },
    meanSquaredCosine: {
      value: 0.41,
      rotated: near(3 / D),
      subsets: { mean: near(0.25), least: 0.2, greatest: 0.3, draws: 2 },
    },
    a: {
      orphans: 5,
      effectiveRank: 1.5,
      directions: 2,
      heldQuartiles: [0.4, 0.5, 0.6],
      held: { value: 0.5, rotated: near(3 / D) },
    },
    b: { held: { value: 0.3, rotated: near(2 / D), subsets: { mean: near(0.2) } } },
  });
  expect(end.runGroup.analysis.orphanSpans).toEqual({
    pairs: 1,
    meanSquaredCosine: { value: 0.41, interval: null },
    rotated: near(3 / D),
    subsets: near(0.25),
    held: { value: near(0.4) },
    heldRotated: near(2.5 / D),
    heldSubsets: near(0.2),
  });
  expect((await edge.data(request, asked)).requestSimilarity).toEqual([]);
  const unmatched = { input: { a: dictionaryId(b), b: dictionaryId(edge.wide) } };
  expect(await edge.code(request, unmatched)).toBe('NOT_MATCHED');
});

test('asks for all rows in one statement', async () => {
  const variables = { id: matchingId(edge.matchings[1]) };
  await edge.data(QUERY, variables);
  const { statements } = await recordStatements(() => edge.data(QUERY, variables));
  expect(statements.filter((text) => text.includes('latent_vectors'))).toHaveLength(1);
});

test('a sample has as many pairs as it may, of live latents, each as likely as any other', () => {
  const n = 40;
  const partner = Int32Array.from({ length: n }, (_, i) => n - 1 - i);
  const alive = Uint8Array.from({ length: n }, (_, i) => Number(i !== 3));
  const pair = { partner, aliveA: alive, aliveB: alive };
  const counts = new Array<number>(n).fill(0);
  const rounds = 3_000;
  for (let seed = 0; seed < rounds; seed++) {
    const { a, b, of } = samplePairs(pair, { most: 10, seed });
    expect([a.length, b.length, of]).toEqual([10, 10, 38]);
    for (const [k, i] of a.entries()) {
      counts[i]++;
      expect(b[k]).toBe(n - 1 - i);
    }
  }
  // dead here, or the partner is
  expect([counts[3], counts[36]]).toEqual([0, 0]);
  const share = 10 / 38;
  const deviation = Math.sqrt(rounds * share * (1 - share));
  for (const [i, count] of counts.entries())
    if (i !== 3 && i !== 36) expect(Math.abs(count - rounds * share)).toBeLessThan(5 * deviation);
  expect(samplePairs(pair, { most: 100, seed: 1 }).a).toHaveLength(38);
});
