import { copyBlocks } from '../../db/stores/matching-blocks.ts';
import { readMigrations } from '../../db/connect/migrate.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import {
  ensureMatching,
  findMatchedLatents,
  findMatchings,
  findMatchingsOfPairs,
  findNulls,
  findSides,
  insertNull,
  insertSide,
  listMatchings,
  listMatchingsOfDictionaries,
  listMatchingsOfRunGroups,
  loadEnd,
  loadNearest,
  loadPartners,
  type MatchingRow,
} from '../../db/stores/matchings.ts';
import type { NullStatistics } from '../../src/compute/nulls/null-statistics.ts';
import { exampleSide, publishExample } from './example-rows.ts';
import { openTestDatabase, recordStatements, type TestDatabase } from './test-database.ts';

const d = 8;
const sizes = [9, 6, 3];
let opened: TestDatabase;
let dictionaries: DictionaryRow[];
let stranger: DictionaryRow;
let other: DictionaryRow;
let matchings: MatchingRow[];
beforeAll(async () => {
  opened = await openTestDatabase();
  dictionaries = [];
  for (const [seed, n] of sizes.entries()) dictionaries.push(await publishExample(opened.db, { n, d, seed }));
  other = await publishExample(opened.db, { n: 3, d, seed: 8, group: 'another group' });
  stranger = await publishExample(opened.db, { n: 3, d: d + 1, seed: 9 });
  const [a, b, c] = dictionaries;
  matchings = [];
  for (const pair of [
    { a, b },
    { a, b: c },
    { a: b, b: c },
    { a, b: other },
  ]) {
    matchings.push(await ensureMatching(opened.db, { ...pair, measure: 'COSINE' }));
  }
});
afterAll(() => opened?.close());

const side = { mmcsAB: 0.5, mmcsBA: 0.25, regret: 0.125, jobId: '00000000-0000-4000-8000-000000000000' };

test('a pair has one matching per measure, in whichever order and by however many it is asked for', async () => {
  const [a, b] = dictionaries;
  const asked = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      ensureMatching(
        opened.db,
        i % 2 === 0 ? { a, b, measure: 'ABSOLUTE_COSINE' } : { a: b, b: a, measure: 'ABSOLUTE_COSINE' },
      ),
    ),
  );
  expect(new Set(asked.map((matching) => matching.id)).size).toBe(1);
  expect(asked[0]).toMatchObject({
    a: a.id,
    b: b.id,
    measure: 'ABSOLUTE_COSINE',
    contentA: a.contentSha256,
    contentB: b.contentSha256,
  });
  expect(asked[0].id).not.toBe(matchings[0].id);
});

test('a dictionary with itself and dictionaries of two spaces are refused', async () => {
  const [a] = dictionaries;
  await expect(ensureMatching(opened.db, { a, b: a, measure: 'COSINE' })).rejects.toMatchObject({
    code: 'SAME_DICTIONARY',
  });
  await expect(ensureMatching(opened.db, { a, b: stranger, measure: 'COSINE' })).rejects.toMatchObject({
    code: 'SPACE_MISMATCH',
  });
});

test('finders answer in one statement, in order', async () => {
  const [ab, ac] = matchings;
  const { spaceId } = ab;
  const { result, statements } = await recordStatements(async () => [
    await findMatchings(opened.db, [ac, { spaceId: 0, id: ab.id }, ab]),
    await findMatchingsOfPairs(opened.db, [
      { spaceId, a: ab.b, b: ab.a, measure: 'COSINE' },
      { spaceId, a: ac.a, b: ac.b, measure: 'COSINE' },
      { spaceId, a: ac.a, b: ac.b, measure: 'ABSOLUTE_COSINE' },
    ]),
  ]);
  expect(result).toEqual([
    [ac, null, ab],
    [ab, ac, null],
  ]);
  expect(statements).toHaveLength(2);
});

test('lists by group, dictionary and measure', async () => {
  const [ab, ac, bc, ao] = matchings;
  const [a] = dictionaries;
  const group = { spaceId: a.spaceId, id: a.runGroupId };
  expect(await listMatchingsOfDictionaries(opened.db, { keys: [a, other], measure: 'COSINE' })).toEqual([ab, ac, ao]);
  expect(
    await listMatchingsOfRunGroups(opened.db, { keys: [group, { spaceId: 0, id: 0 }], measure: 'COSINE' }),
  ).toEqual([ab, ac, bc]);
  const list = async (filter: Parameters<typeof listMatchings>[1]['filter']) =>
    (await listMatchings(opened.db, { filter, first: 10, after: null })).rows;
  expect(await list({ runGroups: [group], measure: 'COSINE' })).toEqual([ab, ac, bc]);
  expect(await list({ dictionary: other })).toEqual([ao]);
  const first = await listMatchings(opened.db, { filter: { measure: 'COSINE' }, first: 3, after: null });
  expect(first).toEqual({ rows: [ab, ac, bc], total: 4, hasNext: true });
  expect(await listMatchings(opened.db, { filter: { measure: 'COSINE' }, first: 3, after: bc })).toEqual({
    rows: [ao],
    total: 4,
    hasNext: false,
  });
});

test('a solved side comes back bit for bit, at both ends, also where sizes differ', async () => {
  const [ab, , bc] = matchings;
  const results = [exampleSide({ nA: 9, nB: 6, seed: 1 }), exampleSide({ nA: 6, nB: 3, seed: 2 })];
  await insertSide(opened.db, { matching: ab, side: 'DECODER', result: results[0], ...side });
  await insertSide(opened.db, { matching: bc, side: 'ENCODER', result: results[1], ...side });
  expect(await loadEnd(opened.db, { matching: ab, side: 'DECODER', end: 'A', n: 9 })).toEqual(results[0].a);
  expect(await loadEnd(opened.db, { matching: ab, side: 'DECODER', end: 'B', n: 6 })).toEqual(results[0].b);
  expect(await loadEnd(opened.db, { matching: bc, side: 'ENCODER', end: 'A', n: 6 })).toEqual(results[1].a);
  await expect(loadEnd(opened.db, { matching: ab, side: 'ENCODER', end: 'A', n: 9 })).rejects.toThrow(RangeError);
  const { partner, cosine } = results[0].a;
  expect(await loadPartners(opened.db, [{ matching: ab, side: 'DECODER', end: 'A', n: 9 }])).toEqual([
    { partner, cosine },
  ]);
  await expect(loadPartners(opened.db, [{ matching: ab, side: 'DECODER', end: 'A', n: 10 }])).rejects.toThrow(
    RangeError,
  );
  const { result: sides, statements } = await recordStatements(() =>
    findSides(opened.db, [bc, { spaceId: 0, id: 0 }, ab]),
  );
  expect(statements).toHaveLength(1);
  expect(sides.map((rows) => rows.map((row) => [row.matchingId, row.side, row.pairs]))).toEqual([
    [[bc.id, 'ENCODER', 3]],
    [],
    [[ab.id, 'DECODER', 6]],
  ]);
  expect(sides[2][0]).toMatchObject({
    mmcsAB: 0.5,
    mmcsBA: 0.25,
    regret: 0.125,
    certificate: results[0].certificate,
    createdAt: expect.any(Date),
  });
});

test('sides that were matched before are packed by the migration, bit for bit', async () => {
  const [ab, , bc] = matchings;
  const ends = [
    { matching: ab, side: 'DECODER' as const, end: 'A' as const, n: 9 },
    { matching: ab, side: 'DECODER' as const, end: 'B' as const, n: 6 },
    { matching: bc, side: 'ENCODER' as const, end: 'A' as const, n: 6 },
  ];
  const load = () => Promise.all(ends.map((end) => loadEnd(opened.db, end)));
  const before = await load();
  const nearest = await loadNearest(opened.db, ends);
  expect(nearest[0].partner).toEqual(before[0].candidates.filter((_, at) => at % 4 === 0));
  await opened.db.query('delete from matching_blocks');
  await expect(load()).rejects.toThrow(RangeError);
  const packing = readMigrations()
    .find(({ name }) => name.endsWith('matching-blocks'))
    ?.statements.find((statement) => statement.includes('INSERT INTO "matching_blocks"'));
  await opened.db.query(packing ?? '');
  expect(await load()).toEqual(before);
  // more than a row holds
  const long = exampleSide({ nA: 1500, nB: 700, seed: 5 });
  await copyBlocks(opened.db, { matching: { spaceId: 0, id: 1 }, side: 'DECODER', end: 'A', matched: long.a });
  expect(await loadEnd(opened.db, { matching: { spaceId: 0, id: 1 }, side: 'DECODER', end: 'A', n: 1500 })).toEqual(
    long.a,
  );
  await opened.db.query('delete from matching_blocks where space_id = 0');
});

test('a side that is there is kept, and one that fails leaves nothing', async () => {
  const [ab, ac] = matchings;
  const before = await loadEnd(opened.db, { matching: ab, side: 'DECODER', end: 'A', n: 9 });
  await insertSide(opened.db, {
    matching: ab,
    side: 'DECODER',
    result: exampleSide({ nA: 9, nB: 6, seed: 7 }),
    ...side,
  });
  expect(await loadEnd(opened.db, { matching: ab, side: 'DECODER', end: 'A', n: 9 })).toEqual(before);
  const result = exampleSide({ nA: 9, nB: 3, seed: 3 });
  const inserted = opened.db.transaction(async (tx) => {
    await insertSide(tx, { matching: ac, side: 'DECODER', result, ...side });
    throw new Error('the job was fenced');
  });
  await expect(inserted).rejects.toThrow();
  expect(await findSides(opened.db, [ac])).toEqual([[]]);
  await expect(loadEnd(opened.db, { matching: ac, side: 'DECODER', end: 'A', n: 9 })).rejects.toThrow(RangeError);
});

test('single latents are found in one statement', async () => {
  const [ab] = matchings;
  const { a, b } = exampleSide({ nA: 9, nB: 6, seed: 1 });
  const key = { spaceId: ab.spaceId, matchingId: ab.id, side: 'DECODER' as const };
  const { result, statements } = await recordStatements(() =>
    findMatchedLatents(opened.db, [
      { ...key, end: 'A', index: 8 },
      { ...key, end: 'B', index: 5 },
      { ...key, end: 'B', index: 6 },
      { ...key, side: 'ENCODER', end: 'A', index: 0 },
    ]),
  );
  expect(statements).toHaveLength(1);
  const row = (end: typeof a, index: number) => ({
    partner: end.partner[index] < 0 ? null : end.partner[index],
    cosine: end.cosine[index],
    candidates: Array.from(end.candidates.subarray(4 * index, 4 * index + 4)),
    candidateCosines: Array.from(end.candidateCosines.subarray(4 * index, 4 * index + 4)),
  });
  expect(result).toEqual([row(a, 8), row(b, 5), null, null]);
  expect(result[0]?.partner).toBeNull();
});

test('null baselines, one per kind', async () => {
  const [ab, ac] = matchings;
  const statistics = (draws: number, kind: NullStatistics['kind']): NullStatistics => ({
    kind,
    measure: 'COSINE',
    seed: 1,
    draws,
    n: [9, 6],
    d,
    decoder: { meanMatchedCosine: 0.1, mmcsAB: 0.2, mmcsBA: 0.3 },
    encoder: null,
    curves: { A: { BOTH: [1, 0.5] }, B: {} },
  });
  for (const draws of [3, 4])
    await insertNull(opened.db, {
      matching: ab,
      kind: 'COVARIANCE_MATCHED',
      statistics: statistics(draws, 'COVARIANCE_MATCHED'),
    });
  await insertNull(opened.db, { matching: ab, kind: 'ISOTROPIC', statistics: statistics(5, 'ISOTROPIC') });
  const { result, statements } = await recordStatements(() => findNulls(opened.db, [ac, ab]));
  expect(statements).toHaveLength(1);
  expect(result).toEqual([
    [],
    [
      { kind: 'ISOTROPIC', statistics: statistics(5, 'ISOTROPIC'), createdAt: expect.any(Date) },
      { kind: 'COVARIANCE_MATCHED', statistics: statistics(4, 'COVARIANCE_MATCHED'), createdAt: expect.any(Date) },
    ],
  ]);
});
