import { describe, expect, test } from 'vitest';
import { buildCriterion } from '../../../src/analysis/build-criterion.ts';
import { needsEncoder, sharedDefinitions } from '../../../src/compute/statistics/criterion.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { computeNull, type NullRequest } from '../../../src/compute/nulls/null-baseline.ts';
import { drawingCost, DRAWING_COST_LIMIT } from '../../../src/compute/nulls/drawing-cost.ts';
import { nullAt, nullOfSide } from '../../../src/compute/nulls/null-statistics.ts';
import { buildPairArrays } from '../../../src/compute/statistics/pair-arrays.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { sideStatistics, summarise } from '../../../src/compute/statistics/statistics.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';
import { matchDensely } from '../matching/dense-matching.ts';

/** A small isotropic request; the rows that were matched are pushed to `seen`, draw by draw, decoder first. */
function smallRequest(changes: Partial<NullRequest> = {}, seen: { a: UnitRows; b: UnitRows }[] = []): NullRequest {
  return {
    kind: 'ISOTROPIC',
    measure: 'COSINE',
    seed: 42,
    draws: 2,
    n: [30, 40],
    d: 8,
    sides: ['DECODER', 'ENCODER'],
    readUnitRows: () => Promise.reject(new Error('the isotropic null reads no rows')),
    match: async (a, b) => {
      seen.push({ a, b });
      return matchDensely(a, b, changes.measure ?? 'COSINE');
    },
    ...changes,
  };
}

/** Unit rows around one direction, with little spread along the last dimensions. */
function narrowRows({ n, d, seed }: { n: number; d: number; seed: number }): UnitRows {
  const stream = buildRandomStream(seed);
  const rows = Float32Array.from(
    { length: n * d },
    (_, k) => (k % d === 0 ? 1 : 0) + (0.5 / (1 + (k % d))) * stream.nextNormal(),
  );
  return buildUnitRows(rows, { n, d }).unit;
}

describe('a null', () => {
  test('holds, at every threshold, the mean of the summaries of its draws', async () => {
    const seen: { a: UnitRows; b: UnitRows }[] = [];
    const statistics = await computeNull(smallRequest({}, seen));
    expect(seen.length).toBe(4);
    const sides = seen.map(({ a, b }) => matchDensely(a, b, 'COSINE'));
    const [regret, , other] = sides.map((side) => sideStatistics(side).regret);
    expect(nullOfSide(statistics, 'DECODER')?.regret).toBeCloseTo((regret + other) / 2, 12);
    const pairs = [0, 1].map((draw) =>
      buildPairArrays({
        measure: 'COSINE',
        decoder: sides[2 * draw],
        encoder: sides[2 * draw + 1],
        aliveA: new Uint8Array(30).fill(1),
        aliveB: new Uint8Array(40).fill(1),
      }),
    );
    for (const end of ['A', 'B'] as const) {
      for (const definition of sharedDefinitions) {
        for (const threshold of [0, 0.29, 0.3, 0.57, 0.7, 1]) {
          const criterion = buildCriterion({ definition, threshold });
          const [x, y] = pairs.map((pair) => summarise(pair, { end, criterion }));
          const chance = nullAt(statistics, { end, criterion });
          expect(chance).toMatchObject({ kind: 'ISOTROPIC', threshold, draws: 2, seed: 42 });
          expect(chance.sharedFraction).toBeCloseTo((x.sharedFraction + y.sharedFraction) / 2, 12);
          const fractions = [x.sharedFraction, y.sharedFraction];
          expect(chance.least?.sharedFraction).toBe(Math.min(...fractions));
          expect(chance.greatest?.sharedFraction).toBe(Math.max(...fractions));
          expect(chance.agreement).toBeCloseTo(((x.agreement ?? 9) + (y.agreement ?? 9)) / 2, 12);
          expect(chance.meanDecoderCosine).toBeCloseTo(
            ((x.meanDecoderCosine ?? 9) + (y.meanDecoderCosine ?? 9)) / 2,
            12,
          );
          expect(chance.meanEncoderCosine).toBeCloseTo(
            ((x.meanEncoderCosine ?? 9) + (y.meanEncoderCosine ?? 9)) / 2,
            12,
          );
        }
      }
    }
  });

  test('survives JSON and is the same for the same seed', async () => {
    const statistics = await computeNull(smallRequest());
    expect(JSON.parse(JSON.stringify(statistics))).toEqual(statistics);
    expect(await computeNull(smallRequest())).toEqual(statistics);
    expect((await computeNull(smallRequest({ seed: 43 }))).decoder).not.toEqual(statistics.decoder);
  });

  test('draws every dictionary, side and draw independently, and early draws whatever their number', async () => {
    const two: { a: UnitRows; b: UnitRows }[] = [];
    const one: { a: UnitRows; b: UnitRows }[] = [];
    await computeNull(smallRequest({ n: [30, 30] }, two));
    await computeNull(smallRequest({ n: [30, 30], draws: 1 }, one));
    const rows = two.flatMap(({ a, b }) => [a, b]);
    expect(new Set(rows.map(({ values }) => values.subarray(0, 8).join())).size).toBe(8);
    expect([one[0].a, one[0].b, one[1].a, one[1].b]).toEqual([two[0].a, two[0].b, two[1].a, two[1].b]);
  });

  test('of decoders alone has no encoder numbers, and refuses definitions that need them', async () => {
    const statistics = await computeNull(smallRequest({ sides: ['DECODER'] }));
    expect(nullOfSide(statistics, 'ENCODER')).toBeNull();
    expect(nullOfSide(statistics, 'DECODER')).toEqual({
      kind: 'ISOTROPIC',
      ...statistics.decoder,
      draws: 2,
      seed: 42,
      least: statistics.range?.low.decoder,
      greatest: statistics.range?.high.decoder,
    });
    // as older versions stored it: of the larger dictionary not every latent is matched
    const { meanMatchedCosine, mmcsAB, mmcsBA, regret } = statistics.decoder;
    const { range, ...rest } = statistics;
    const older = { ...rest, decoder: { meanMatchedCosine, mmcsAB, mmcsBA } };
    expect(range).toBeTruthy();
    expect(nullOfSide(older, 'DECODER')).toMatchObject({ regret: expect.closeTo(regret ?? 9, 12), least: null });
    expect(nullOfSide({ ...older, n: [9, 8] }, 'DECODER')).toMatchObject({ regret: null });
    for (const definition of sharedDefinitions) {
      const ask = () => nullAt(statistics, { end: 'A', criterion: buildCriterion({ definition }) });
      if (needsEncoder(definition)) expect(ask).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
      else expect(ask()).toMatchObject({ agreement: null, meanEncoderCosine: null });
    }
  });

  test('is read at the threshold rounded down to a hundredth', async () => {
    const statistics = await computeNull(smallRequest());
    const at = (threshold: number, strict = false) =>
      nullAt(statistics, { end: 'A', criterion: buildCriterion({ definition: 'DECODER', threshold, strict }) });
    for (let k = 0; k <= 100; k++) {
      expect(at(k / 100).threshold).toBe(k / 100);
      expect(at(Math.min(1, k / 100 + 0.004)).threshold).toBe(k / 100);
    }
    expect(at(0.455).sharedFraction).toBe(at(0.45).sharedFraction);
    expect(at(0.45, true)).toEqual(at(0.45));
  });

  test('stops when it is cancelled, and says how far it is', async () => {
    const stop = new AbortController();
    const progress: number[] = [];
    const request = smallRequest({
      signal: stop.signal,
      onMatched: ({ done, total }) => {
        progress.push(done / total);
        if (done === 2) stop.abort(new Error('stopped'));
      },
    });
    await expect(computeNull(request)).rejects.toThrow('stopped');
    expect(progress).toEqual([0.25, 0.5]);
  });
});

test('chance gives a PW-MCC of 0.27 to 0.29 at n = 1,024 and d = 128 (arXiv 2505.20254)', async () => {
  const measure = 'ABSOLUTE_COSINE';
  const match = (a: UnitRows, b: UnitRows) => matchRows(a, b, { measure, threads: 1 });
  const request = smallRequest({ measure, match, draws: 1, n: [1024, 1024], d: 128, sides: ['DECODER'] });
  const { decoder } = await computeNull(request);
  expect(decoder.meanMatchedCosine).toBeGreaterThan(0.27);
  expect(decoder.meanMatchedCosine).toBeLessThan(0.29);
  expect(decoder.mmcsAB).toBeGreaterThan(decoder.meanMatchedCosine);
});

test('the engine and a dense solver give the same null', async () => {
  const match = (a: UnitRows, b: UnitRows) => matchRows(a, b, { measure: 'COSINE', threads: 1 });
  const [ours, dense] = [await computeNull(smallRequest({ match })), await computeNull(smallRequest())];
  expect(ours.curves).toEqual(dense.curves);
  expect(ours.decoder.meanMatchedCosine).toBeCloseTo(dense.decoder.meanMatchedCosine, 10);
  expect(ours.decoder.mmcsBA).toBeCloseTo(dense.decoder.mmcsBA, 10);
});

describe('a covariance-matched null', () => {
  const narrow = { A: narrowRows({ n: 30, d: 8, seed: 1 }), B: narrowRows({ n: 40, d: 8, seed: 2 }) };

  test('draws from the rows of its own dictionary and side, and finds more by chance than the isotropic one', async () => {
    const read: string[] = [];
    const request = smallRequest({
      kind: 'COVARIANCE_MATCHED',
      readUnitRows: async ({ end, side }) => {
        read.push(`${end} ${side}`);
        return narrow[end];
      },
    });
    const matched = await computeNull(request);
    expect(read.sort()).toEqual(['A DECODER', 'A ENCODER', 'B DECODER', 'B ENCODER']);
    const isotropic = await computeNull(smallRequest());
    expect(matched.decoder.meanMatchedCosine).toBeGreaterThan(isotropic.decoder.meanMatchedCosine + 0.1);
    expect(matched.kind).toBe('COVARIANCE_MATCHED');
  });

  test('is refused, before a row is read, where it would take too long', async () => {
    const request = smallRequest({ kind: 'COVARIANCE_MATCHED', n: [131_072, 131_072], d: 4096 });
    await expect(computeNull(request)).rejects.toMatchObject({ code: 'NULL_TOO_COSTLY' });
    const inReach = {
      kind: 'COVARIANCE_MATCHED',
      n: [32_768, 32_768],
      d: 768,
      draws: 1,
      sides: request.sides.length,
    } as const;
    expect(drawingCost(inReach)).toBeLessThan(DRAWING_COST_LIMIT);
  });
});
