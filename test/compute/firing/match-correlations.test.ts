/** The matching by activation against SciPy's assignment of NumPy's dense correlations, its proof pair by pair, and planted truth. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CoFiring } from '../../../src/compute/firing/co-firing.ts';
import { Correlations } from '../../../src/compute/firing/correlations.ts';
import { HighestLine } from '../../../src/compute/firing/highest-line.ts';
import { matchCorrelations } from '../../../src/compute/firing/match-correlations.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { assign } from '../matching/dense-matching.ts';
import { buildCodes, drawCodes, type ListedCodes } from './example-codes.ts';

interface Case {
  nA: number;
  nB: number;
  a: ListedCodes;
  b: ListedCodes;
  objective: number;
  largest: number[];
  first: number[];
}
const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('reference-correlations.json', import.meta.url), 'utf8'),
);

describe.each(cases.map((one, at) => ({ ...one, at })))(
  'case $at: $nA and $nB latents',
  ({ nA, nB, a, b, ...expected }) => {
    const sums = new CoFiring({ nA, nB });
    sums.add(buildCodes(a), buildCodes(b));
    const pairs = new Correlations(sums);

    test("correlations are NumPy's", () => {
      expect(Array.from({ length: nB }, (_, j) => pairs.score(0, j))).toEqual(
        expected.first.map((value) => expect.closeTo(value, 10)),
      );
    });

    test("the matching is as good as SciPy's, proven over all pairs, with the nearest of each latent", async () => {
      const matched = await matchCorrelations(sums);
      const { certificate } = matched;
      expect(certificate).toMatchObject({ optimal: true, pairsCovered: nA * nB });
      expect(certificate.primal).toBeCloseTo(expected.objective, 9);
      expect(certificate.dual).toBeGreaterThanOrEqual(expected.objective - 1e-9);
      const partners = [...matched.a.partner].filter((j) => j >= 0);
      expect(new Set(partners).size).toBe(Math.min(nA, nB));
      for (const [i, j] of matched.a.partner.entries()) {
        if (j < 0) continue;
        expect(matched.b.partner[j]).toBe(i);
        expect(matched.a.cosine[i]).toBe(pairs.score(i, j));
        expect(matched.b.cosine[j]).toBe(matched.a.cosine[i]);
      }
      const c = matched.a.candidatesPerLatent;
      expect(c).toBe(Math.min(4, nB));
      for (let i = 0; i < nA; i++) {
        const all = Array.from({ length: nB }, (_, j) => j).sort(
          (x, y) => pairs.score(i, y) - pairs.score(i, x) || x - y,
        );
        expect([...matched.a.candidates.subarray(i * c, (i + 1) * c)]).toEqual(all.slice(0, c));
        expect(matched.a.candidateCosines[i * c]).toBeCloseTo(expected.largest[i], 10);
      }
      for (let j = 0; j < nB; j++) {
        const d = matched.b.candidatesPerLatent;
        const all = Array.from({ length: nA }, (_, i) => i).sort(
          (x, y) => pairs.score(y, j) - pairs.score(x, j) || x - y,
        );
        expect([...matched.b.candidates.subarray(j * d, (j + 1) * d)]).toEqual(all.slice(0, d));
      }
    });
  },
);

test('larger dictionaries of rare latents, most of which never fire together: as good as a dense solver', async () => {
  for (const [nA, nB, seed] of [
    [150, 150, 3],
    [90, 160, 4],
    [160, 90, 5],
  ]) {
    const sums = new CoFiring({ nA, nB });
    sums.add(drawCodes({ n: nA, tokens: 220, seed }), drawCodes({ n: nB, tokens: 220, seed: seed + 100 }));
    const pairs = new Correlations(sums);
    expect(sums.pairs).toBeLessThan((nA * nB) / 2);
    const [short, long] = [Math.min(nA, nB), Math.max(nA, nB)];
    const score = (x: number, y: number) => (nA <= nB ? pairs.score(x, y) : pairs.score(y, x));
    const scores = Array.from({ length: short }, (_, x) => Array.from({ length: long }, (_, y) => score(x, y)));
    const dense = assign(scores).reduce((sum, y, x) => sum + scores[x][y], 0);
    const { certificate } = await matchCorrelations(sums);
    expect(certificate.optimal).toBe(true);
    expect(certificate.primal).toBeCloseTo(dense, 8);
  }
});

test('planted: the same firing under another order is found, split and merged latents keep their likeliest half', async () => {
  const n = 40;
  const codes = drawCodes({ n, tokens: 500, seed: 7 });
  // every latent that fires: latent i of A is latent n - 1 - i of B; latent 0 is split in B by parity of the token
  const { count, offsets, indices, values } = codes;
  const turned: ListedCodes = Array.from({ length: count }, (_, t) => {
    const entries = Array.from({ length: offsets[t + 1] - offsets[t] }, (_, e) => offsets[t] + e).map(
      (at): [number, number] => [indices[at] === 0 && t % 4 === 0 ? n : n - 1 - indices[at], 2 * values[at]],
    );
    entries.sort(([x], [y]) => x - y);
    return [entries.map(([latent]) => latent), entries.map(([, value]) => value)] as const;
  });
  const sums = new CoFiring({ nA: n, nB: n + 1 });
  sums.add(codes, buildCodes(turned));
  const { a, certificate } = await matchCorrelations(sums);
  expect(certificate.optimal).toBe(true);
  for (let i = 1; i < n; i++) {
    if (sums.a.fires[i] === 0) continue;
    expect(a.partner[i]).toBe(n - 1 - i);
    expect(a.cosine[i]).toBeCloseTo(1, 9);
  }
  expect(a.partner[0]).toBe(n - 1); // three quarters of it
  expect(a.cosine[0]).toBeGreaterThan(0.7);
  expect(a.cosine[0]).toBeLessThan(0.95);
  expect(a.candidates[1]).toBe(n);
});

test('the highest line is the highest of all, at every place', () => {
  const random = buildRandomStream(11);
  const draw = () => random.nextUint32() / 2 ** 32;
  for (let round = 0; round < 50; round++) {
    const n = 1 + (random.nextUint32() % 40);
    const slopes = Float64Array.from({ length: n }, () => -Math.round(20 * draw()) / 4);
    const heights = Float64Array.from({ length: n }, () => Math.round(40 * draw()) / 4 - 5);
    const lines = new HighestLine(slopes, heights);
    for (const x of [0, 0.125, 0.5, 1, 3, 50]) {
      const best = Math.max(...slopes.map((slope, j) => slope * x + heights[j]));
      expect(lines.value(lines.at(x), x)).toBeCloseTo(best, 12);
    }
  }
});
