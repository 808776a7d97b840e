/** Ranks of matchings in the database: made with the side that completes a matching, made again with one that gives way, gone with the matching. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { ensureMatching, insertSide, type MatchingRow } from '../../db/stores/matchings.ts';
import { insertPublishedSide } from '../../db/stores/published-sides.ts';
import { deleteDictionaryRows, markDeleting } from '../../db/stores/removal.ts';
import { findRanks, findUnrankedMatching, type RankKey } from '../../db/stores/stored-ranks.ts';
import { buildPartnerEnds } from '../../src/compute/group/partner-ends.ts';
import { buildPairRanks } from '../../src/compute/group/score-ranks.ts';
import type { SideMatching } from '../../src/compute/side-matching.ts';
import { sharedDefinitions } from '../../src/compute/statistics/criterion.ts';
import { buildPairArrays } from '../../src/compute/statistics/pair-arrays.ts';
import { sideStatistics } from '../../src/compute/statistics/statistics.ts';
import { buildRanker, rankMatching } from '../../src/jobs/matching/rank-matching.ts';
import { exampleSide, publishExample, runningJob } from '../db/example-rows.ts';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';

let opened: TestDatabase;
let jobId: string;
beforeAll(async () => {
  opened = await openTestDatabase();
  jobId = (await runningJob(opened.db)).id;
});
afterAll(() => opened?.close());

async function publishPair(group: string): Promise<{ a: DictionaryRow; b: DictionaryRow; matching: MatchingRow }> {
  const a = await publishExample(opened.db, { n: 9, d: 8, seed: 1, group });
  const b = await publishExample(opened.db, { n: 6, d: 8, seed: 2, group });
  return { a, b, matching: await ensureMatching(opened.db, { a, b, measure: 'COSINE' }) };
}

/** Both ends of one bijection. */
function solveExample(seed: number): SideMatching {
  const { a, b, ...rest } = exampleSide({ nA: 9, nB: 6, seed });
  const { partner, cosine } = buildPartnerEnds(a, 6).b;
  return { a, b: { ...b, partner, cosine }, ...rest };
}

const solved = { DECODER: solveExample(1), ENCODER: solveExample(2) };

async function solve(matching: MatchingRow, side: 'DECODER' | 'ENCODER', rank = true): Promise<void> {
  await opened.db.transaction(async (tx) => {
    const result = solved[side];
    await insertSide(tx, { matching, side, result, ...sideStatistics(result), jobId });
    if (rank) await rankMatching(tx, matching);
  });
}

function readAll(matching: MatchingRow) {
  const keys = sharedDefinitions.flatMap((definition) =>
    (['A', 'B'] as const).map((end): RankKey => ({ matching, definition, end, n: end === 'A' ? 9 : 6 })),
  );
  return findRanks(opened.db, keys);
}

/** What stands in the database once both sides are there. */
function expectedRanks() {
  const [decoder, encoder] = [solved.DECODER, solved.ENCODER];
  const [aliveA, aliveB] = [new Uint8Array(9).fill(1), new Uint8Array(6).fill(1)];
  const pair = buildPairArrays({ measure: 'COSINE', decoder, encoder, aliveA, aliveB });
  return buildPairRanks(pair).flatMap(({ ranks }) => [ranks.A, ranks.B]);
}

test.each([
  ['DECODER', 'ENCODER'],
  ['ENCODER', 'DECODER'],
] as const)('whichever side comes last completes them: %s, %s', async (first, last) => {
  const { a, b, matching } = await publishPair(`last ${last}`);
  await solve(matching, first);
  expect(new Set(await readAll(matching))).toEqual(new Set([null]));
  await solve(matching, last);
  const found = await readAll(matching);
  for (const [at, expected] of expectedRanks().entries()) {
    expect(found[at]).toMatchObject({ ranks: expected.ranks, agreement: expected.agreement });
    expect(found[at]?.meanDecoderCosine).toBeCloseTo(expected.meanDecoderCosine ?? Number.NaN, 12);
    expect(found[at]?.meanEncoderCosine).toBeCloseTo(expected.meanEncoderCosine ?? Number.NaN, 12);
  }
  await expect(findRanks(opened.db, [{ matching, definition: 'BOTH', end: 'A', n: 8 }])).rejects.toThrow(RangeError);
  for (const dictionary of [a, b]) {
    await markDeleting(opened.db, dictionary);
    await deleteDictionaryRows(opened.db, dictionary);
  }
  expect(new Set(await readAll(matching))).toEqual(new Set([null]));
});

test('two sides that end at the same time leave ranks of both', async () => {
  const { matching } = await publishPair('together');
  await Promise.all([solve(matching, 'DECODER'), solve(matching, 'ENCODER')]);
  expect((await readAll(matching)).every((found) => found !== null)).toBe(true);
});

test('a published side that gives way takes its ranks along', async () => {
  const { matching } = await publishPair('published');
  const publication = {
    by: 'Somebody Else',
    format: 'sae_overlap',
    files: [],
    cosines: 'UNKNOWN',
    objective: null,
    statedCertificate: null,
  } as const;
  await opened.db.transaction(async (tx) => {
    for (const side of ['DECODER', 'ENCODER'] as const) {
      const { partner } = solved.ENCODER.a;
      const cosine = Float64Array.from(partner, (j) => (j < 0 ? 0 : Number.NaN));
      const ends = buildPartnerEnds({ partner, cosine }, 6);
      await insertPublishedSide(tx, { matching, side, ends, publication: { ...publication, files: [] }, jobId });
    }
    await rankMatching(tx, matching);
  });
  const agreeing = sharedDefinitions.map((definition) => Number(definition === 'AGREE'));
  const known = (found: Awaited<ReturnType<typeof readAll>>) =>
    sharedDefinitions.map((_, at) => Number(found[2 * at] !== null && found[2 * at + 1] !== null));
  const before = await readAll(matching);
  expect(known(before)).toEqual(agreeing);
  expect(before.find((found) => found !== null)).toMatchObject({ agreement: 6 / 9, meanDecoderCosine: null });
  // one side is solved: what is known of both decides
  await solve(matching, 'DECODER', false);
  expect(known(await readAll(matching))).toEqual(agreeing.map(() => 0));
  await opened.db.transaction((tx) => rankMatching(tx, matching));
  const mixed = sharedDefinitions.map((name) => Number(['DECODER', 'AGREE', 'MUTUAL_NN'].includes(name)));
  expect(known(await readAll(matching))).toEqual(mixed);
});

test('matchings that older versions have left are found once each, complete ones alone', async () => {
  const [first, half, second] = [await publishPair('old 1'), await publishPair('old 2'), await publishPair('old 3')];
  for (const { matching } of [first, second]) {
    await solve(matching, 'DECODER', false);
    await solve(matching, 'ENCODER', false);
  }
  await solve(half.matching, 'ENCODER', false);
  expect(await findUnrankedMatching(opened.db, null)).toEqual({
    spaceId: first.matching.spaceId,
    id: first.matching.id,
  });
  const rank = buildRanker(opened.db);
  expect([await rank(), await rank(), await rank(), await rank()]).toEqual([true, true, false, false]);
  for (const { matching } of [first, second]) {
    expect((await readAll(matching)).every((found) => found !== null)).toBe(true);
  }
  expect(new Set(await readAll(half.matching))).toEqual(new Set([null]));
  expect(await findUnrankedMatching(opened.db, null)).toBeNull();
});
