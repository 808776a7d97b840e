import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCriterion } from '../../../src/analysis/build-criterion.ts';
import { definitions } from '../../../src/analysis/definitions/definitions.ts';
import { type Criterion, needsEncoder, sharedDefinitions } from '../../../src/compute/statistics/criterion.ts';
import { orderOrphans, orderSharedPairs } from '../../../src/compute/statistics/latent-order.ts';
import { acceptedPartner, acceptedPartners, sharedMask } from '../../../src/compute/statistics/shared-mask.ts';
import type { Certificate } from '../../../src/compute/side-matching.ts';
import {
  cosineHistogram,
  sideStatistics,
  summarise,
  thresholdSweep,
} from '../../../src/compute/statistics/statistics.ts';
import { isReseedError } from '../../../src/errors.ts';
import { bothEnds, type DensePair, denseToArrays, matchedEnd, naivePartner, naiveShared } from './naive-pair.ts';
import { criterionArbitrary, pairArbitrary } from './pair-arbitrary.ts';

const runs = { numRuns: 400, seed: 7 };
const withEncoder = pairArbitrary({ encoder: true });

/** A pair of two latents that match straight across with these cosines. */
function straightPair(decoder: [number, number], encoder: [number, number] | null): DensePair {
  const side = ([x, y]: [number, number]) => ({ cosines: [[x, 0], [0, y]], partner: [0, 1] }); // biome-ignore format: a matrix
  return {
    measure: 'COSINE',
    decoder: side(decoder),
    encoder: encoder && side(encoder),
    aliveA: [1, 1],
    aliveB: [1, 1],
  };
}

describe('shared latents', () => {
  test('are those of the definitions, for every definition, end and pair', () => {
    fc.assert(
      fc.property(withEncoder, criterionArbitrary, (dense, criterion) => {
        const pair = denseToArrays(dense);
        for (const { end, seen } of bothEnds(dense)) {
          const expected = seen.aliveA.map((_, i) => (naiveShared(seen, i, criterion) ? 1 : 0));
          expect([...sharedMask(pair, { end, criterion })]).toEqual(expected);
          const partners = seen.aliveA.map((_, i) => naivePartner(seen, i, criterion) ?? -1);
          expect([...acceptedPartners(pair, { end, criterion })]).toEqual(partners);
          const single = partners.map((_, index) => acceptedPartner(pair, { end, criterion, index }));
          expect(single).toEqual(partners);
        }
      }),
      runs,
    );
  });

  test('without encoders are counted by decoder rows only', () => {
    fc.assert(
      fc.property(pairArbitrary({ encoder: false }), criterionArbitrary, (dense, criterion) => {
        const pair = denseToArrays(dense);
        if (needsEncoder(criterion.definition)) {
          expect(() => sharedMask(pair, { end: 'A', criterion })).toThrow(
            expect.objectContaining({ code: 'BAD_INPUT' }),
          );
          return;
        }
        const expected = dense.aliveA.map((_, i) => (naiveShared(dense, i, criterion) ? 1 : 0));
        expect([...sharedMask(pair, { end: 'A', criterion })]).toEqual(expected);
        expect(summarise(pair, { end: 'A', criterion })).toMatchObject({ agreement: null, meanEncoderCosine: null });
      }),
      runs,
    );
  });

  test.each(['BOTH_AGREE', 'BOTH', 'DECODER', 'ENCODER', 'MAX_COSINE', 'MUTUAL_NN'] as const)(
    '%s at a cosine equal to the threshold pass >= and fail >',
    (definition) => {
      const pair = denseToArrays(straightPair([0.7, 0.9], [0.7, 0.9]));
      const mask = (strict: boolean) => [
        ...sharedMask(pair, { end: 'A', criterion: buildCriterion({ definition, strict }) }),
      ];
      expect(mask(false)).toEqual([1, 1]);
      expect(mask(true)).toEqual([0, 1]);
    },
  );

  test('alive only: neither the dead nor those whose partner is dead', () => {
    const dense = { ...straightPair([0.9, 0.9], [0.9, 0.9]), aliveB: [0, 1] };
    const criterion = buildCriterion({ aliveOnly: true });
    expect(summarise(denseToArrays(dense), { end: 'A', criterion })).toMatchObject({
      shared: 1,
      orphans: 1,
      latents: 2,
      dead: 0,
    });
    expect(summarise(denseToArrays(dense), { end: 'B', criterion })).toMatchObject({
      shared: 1,
      orphans: 0,
      latents: 1,
      dead: 1,
      sharedFraction: 1,
    });
  });
});

describe('a summary', () => {
  test('counts and averages what the definitions name', () => {
    fc.assert(
      fc.property(withEncoder, criterionArbitrary, (dense, criterion) => {
        for (const { end, seen } of bothEnds(dense)) {
          const counted = seen.aliveA.map((_, i) => i).filter((i) => !criterion.aliveOnly || seen.aliveA[i] === 1);
          const shared = counted.filter((i) => naiveShared(seen, i, criterion)).length;
          const agreeing = counted.filter((i) => naiveShared(seen, i, { ...criterion, definition: 'AGREE' })).length;
          const meanOf = (side: 'decoder' | 'encoder') => {
            const { partner, cosines } = seen[side] ?? seen.decoder;
            const matched = counted.filter(
              (i) => partner[i] !== -1 && (!criterion.aliveOnly || seen.aliveB[partner[i]] === 1),
            );
            const total = matched.reduce((sum, i) => sum + cosines[i][partner[i]], 0);
            return matched.length === 0 ? 0 : total / matched.length;
          };
          const summary = summarise(denseToArrays(dense), { end, criterion });
          expect(summary).toMatchObject({
            criterion,
            of: end,
            shared,
            orphans: counted.length - shared,
            latents: counted.length,
            dead: seen.aliveA.filter((alive) => alive === 0).length,
            sharedFraction: counted.length === 0 ? 0 : shared / counted.length,
            agreement: counted.length === 0 ? 0 : agreeing / counted.length,
          });
          expect(summary.meanDecoderCosine).toBeCloseTo(meanOf('decoder'), 12);
          expect(summary.meanEncoderCosine).toBeCloseTo(meanOf('encoder'), 12);
        }
      }),
      runs,
    );
  });

  test('of a rectangular pair has fractions over all latents of its end and means over the pairs', () => {
    const side = { cosines: [[0.9], [0.1], [0.2]], partner: [0, -1, -1] };
    const dense: DensePair = { measure: 'COSINE', decoder: side, encoder: side, aliveA: [1, 1, 1], aliveB: [1] };
    const criterion = buildCriterion();
    const fromA = summarise(denseToArrays(dense), { end: 'A', criterion });
    expect(fromA).toMatchObject({
      shared: 1,
      orphans: 2,
      sharedFraction: 1 / 3,
      agreement: 1 / 3,
      meanDecoderCosine: 0.9,
    });
    const fromB = summarise(denseToArrays(dense), { end: 'B', criterion });
    expect(fromB).toMatchObject({ shared: 1, orphans: 0, sharedFraction: 1, agreement: 1, meanDecoderCosine: 0.9 });
  });

  test('is all zero where nothing is shared or nothing is alive', () => {
    const dense = { ...straightPair([0.2, 0.1], [0.2, 0.1]), aliveA: [0, 0] };
    const none = summarise(denseToArrays(dense), { end: 'A', criterion: buildCriterion() });
    expect(none).toMatchObject({ shared: 0, orphans: 2, sharedFraction: 0, agreement: 1 });
    const dead = summarise(denseToArrays(dense), { end: 'A', criterion: buildCriterion({ aliveOnly: true }) });
    expect(dead).toMatchObject({
      shared: 0,
      orphans: 0,
      latents: 0,
      dead: 2,
      sharedFraction: 0,
      agreement: 0,
      meanDecoderCosine: 0,
    });
  });
});

describe('a threshold sweep', () => {
  test('says at every threshold what the summary says there', () => {
    const steps = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(withEncoder, criterionArbitrary, steps, fc.constantFrom('A', 'B'), (dense, asked, steps, end) => {
        const pair = denseToArrays(dense);
        const points = thresholdSweep(pair, { ...asked, end, steps });
        expect(points.map((point) => point.threshold)).toEqual(Array.from({ length: steps + 1 }, (_, k) => k / steps));
        for (const point of points) {
          const { shared, sharedFraction } = summarise(pair, {
            end,
            criterion: { ...asked, threshold: point.threshold },
          });
          expect(point).toEqual({ threshold: point.threshold, shared, sharedFraction });
        }
      }),
      runs,
    );
  });

  test('stands exactly on thresholds whose product with the steps is rounded', () => {
    for (const steps of [3, 7, 10, 49, 1000]) {
      for (let k = 1; k < steps; k++) {
        const pair = denseToArrays(straightPair([k / steps, k / steps], null));
        const at = (strict: boolean) =>
          thresholdSweep(pair, { end: 'A', definition: 'DECODER', strict, aliveOnly: false, steps }).map(
            (p) => p.shared,
          );
        expect(at(false).lastIndexOf(2)).toBe(k);
        expect(at(true).lastIndexOf(2)).toBe(k - 1);
      }
    }
  });
});

describe('a cosine histogram', () => {
  const histogram = (cosines: number[], bins: number, measure: 'COSINE' | 'ABSOLUTE_COSINE' = 'COSINE') => {
    const square = cosines.map((value, i) => cosines.map((_, j) => (i === j ? value : 0)));
    return cosineHistogram(matchedEnd({ cosines: square, partner: cosines.map((_, i) => i) }), { bins, measure });
  };

  test('has closed outer edges and lower edges inside', () => {
    expect(histogram([-1, -0.5, 0, 0.5, 1], 4)).toEqual({ from: -1, to: 1, counts: [1, 1, 1, 2] });
    expect(histogram([0, 0.25, 1], 4, 'ABSOLUTE_COSINE')).toEqual({ from: 0, to: 1, counts: [1, 1, 0, 1] });
  });

  test('takes rounding beyond 1 and -1 into the outermost bins', () => {
    expect(histogram([1 + 1e-7, -1 - 1e-7], 3).counts).toEqual([1, 0, 1]);
  });

  test('counts every matched pair once and no unmatched latent', () => {
    fc.assert(
      fc.property(withEncoder, fc.integer({ min: 1, max: 50 }), (dense, bins) => {
        const pair = denseToArrays(dense);
        for (const end of [pair.a, pair.b]) {
          const { counts } = cosineHistogram(end.decoder, { bins, measure: dense.measure });
          expect(counts.length).toBe(bins);
          expect(counts.reduce((x, y) => x + y)).toBe(Math.min(pair.a.n, pair.b.n));
        }
      }),
      runs,
    );
  });
});

test('a histogram of the living counts the pairs of which both live', () => {
  fc.assert(
    fc.property(withEncoder, (dense) => {
      const pair = denseToArrays(dense);
      const { cosines, partner } = dense.decoder;
      const bins = 10;
      const [from, measure] = [dense.measure === 'COSINE' ? -1 : 0, dense.measure];
      const both = partner.flatMap((j, i) => (dense.aliveA[i] === 1 && dense.aliveB[j] === 1 ? [cosines[i][j]] : []));
      const binOf = (cosine: number) => Math.min(bins - 1, Math.floor(((cosine - from) / (1 - from)) * bins));
      const living = { own: pair.a.alive, other: pair.b.alive };
      const { counts } = cosineHistogram(pair.a.decoder, { bins, measure, living });
      expect(counts).toEqual(counts.map((_, bin) => both.filter((cosine) => binOf(cosine) === bin).length));
    }),
    runs,
  );
});

test('side statistics are the means of the dense matrix', () => {
  fc.assert(
    fc.property(withEncoder, (dense) => {
      const pair = denseToArrays(dense);
      const { cosines, partner } = dense.decoder;
      const mean = (values: number[]) => values.reduce((x, y) => x + y, 0) / values.length;
      const matched = partner.map((_, i) => i).filter((i) => partner[i] !== -1);
      const primal = matched.reduce((total, i) => total + cosines[i][partner[i]], 0);
      const certificate = { primal } as Certificate;
      const statistics = sideStatistics({ measure: dense.measure, a: pair.a.decoder, b: pair.b.decoder, certificate });
      expect(statistics.pairs).toBe(matched.length);
      expect(statistics.objective).toBe(primal);
      expect(statistics.meanMatchedCosine).toBeCloseTo(primal / matched.length, 12);
      expect(statistics.mmcsAB).toBeCloseTo(mean(cosines.map((row) => Math.max(...row))), 12);
      expect(statistics.mmcsBA).toBeCloseTo(
        mean(cosines[0].map((_, j) => Math.max(...cosines.map((row) => row[j])))),
        12,
      );
      const regret = mean(matched.map((i) => Math.max(...cosines[i]) - cosines[i][partner[i]]));
      expect(statistics.regret).toBeCloseTo(regret, 12);
    }),
    runs,
  );
});

describe('lists', () => {
  test('hold exactly the shared pairs and exactly the orphans', () => {
    fc.assert(
      fc.property(withEncoder, criterionArbitrary, (dense, criterion) => {
        const pair = denseToArrays(dense);
        for (const { end, seen } of bothEnds(dense)) {
          const { index, partner } = orderSharedPairs(pair, { end, criterion });
          const orphans = orderOrphans(pair, { end, criterion });
          const counted = seen.aliveA.map((_, i) => i).filter((i) => !criterion.aliveOnly || seen.aliveA[i] === 1);
          expect([...index, ...orphans].sort((i, j) => i - j)).toEqual(counted);
          expect([...partner]).toEqual([...index].map((i) => naivePartner(seen, i, criterion)));
          const side = criterion.definition === 'ENCODER' && seen.encoder ? seen.encoder : seen.decoder;
          const keys = [...index].map((i, k) => side.cosines[i][partner[k]]);
          for (let k = 1; k < keys.length; k++) {
            expect(keys[k] < keys[k - 1] || (keys[k] === keys[k - 1] && index[k] > index[k - 1])).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  test('put first the orphans that the mildest threshold would make shared, then those with the best candidates', () => {
    const partner = [0, 1, 3, 2, 4];
    const diagonal = (values: number[]) => values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
    const dense: DensePair = {
      measure: 'COSINE',
      decoder: { cosines: diagonal([0.5, 0.6, 0.8, 0.95, 0.99]), partner: [0, 1, 2, 3, 4] },
      encoder: { cosines: diagonal([0.9, 0.65, 0.9, 0.9, 0.99]), partner },
      aliveA: [1, 1, 1, 1, 1],
      aliveB: [1, 1, 1, 1, 1],
    };
    const orphans = orderOrphans(denseToArrays(dense), { end: 'A', criterion: buildCriterion() });
    expect([...orphans]).toEqual([1, 0, 3, 2]); // 0.6, 0.5, then the disagreeing by 0.9, 0.8
  });

  test('of orphans come in the order in which a falling threshold makes them shared', () => {
    fc.assert(
      fc.property(withEncoder, criterionArbitrary, (dense, criterion) => {
        const pair = denseToArrays(dense);
        const orphans = orderOrphans(pair, { end: 'A', criterion });
        const thresholds = Array.from({ length: 21 }, (_, k) => k / 20);
        const rank = (i: number) =>
          thresholds.filter((threshold) => naiveShared(dense, i, { ...criterion, threshold })).length;
        const ranks = [...orphans].map(rank);
        expect(ranks).toEqual([...ranks].sort((x, y) => y - x));
      }),
      runs,
    );
  });
});

describe('a criterion', () => {
  test('is the paper’s by default', () => {
    const paper: Criterion = {
      definition: 'BOTH_AGREE',
      threshold: 0.7,
      strict: false,
      aliveOnly: false,
      minFiringFrequency: null,
    };
    expect(buildCriterion()).toEqual(paper);
    expect(buildCriterion(null)).toEqual(paper);
    expect(buildCriterion({ threshold: null, strict: true })).toEqual({ ...paper, strict: true });
  });

  test.each([-0.01, 1.01, Number.NaN, Number.POSITIVE_INFINITY])('refuses the threshold %s', (threshold) => {
    expect(() => buildCriterion({ threshold })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('refuses a definition that does not exist', () => {
    const build = () => buildCriterion({ definition: 'toString' as 'BOTH' });
    expect(build).toThrow(/BOTH_AGREE|definition/);
    try {
      build();
    } catch (error) {
      expect(isReseedError(error, 'BAD_INPUT')).toBe(true);
    }
  });

  test.each(sharedDefinitions)('states %s with its threshold and relation', (definition) => {
    const statement = (strict: boolean) =>
      definitions.criterion.statement(buildCriterion({ definition, threshold: 0.65, strict }));
    const uses = definition !== 'AGREE';
    expect(statement(false).includes('>= 0.65')).toBe(uses);
    expect(statement(true).includes('> 0.65')).toBe(uses);
    expect(definitions.criterion.statement(buildCriterion({ definition, aliveOnly: true }))).toContain('alive');
    expect(statement(false)).not.toContain('alive');
  });
});
