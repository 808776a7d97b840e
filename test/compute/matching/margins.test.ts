/** Margins against the optimum of what is left when a pair may not be matched: by a dense solver, and by trying every bijection. */
import { describe, expect, test } from 'vitest';
import { openEngine } from '../../../src/compute/matching/engine.ts';
import { findClosePairs } from '../../../src/compute/matching/close-pairs.ts';
import { findMargins } from '../../../src/compute/matching/margins.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { findNearestLists } from '../../../src/compute/matching/nearest-lists.ts';
import { findOptimum } from '../../../src/compute/matching/optimum.ts';
import { drawIsotropicRows } from '../../../src/compute/nulls/gaussian-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import type { Measure } from '../../../src/compute/side-matching.ts';
import { Turns } from '../../../src/compute/turns.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';
import { assign } from './dense-matching.ts';

const draw = (n: number, d: number, seed: number) => drawIsotropicRows({ n, d }, { stream: buildRandomStream(seed) });

/** Half of b's rows are rows of a with noise, half their own. */
async function buildPair({ n, m, d, seed }: { n: number; m: number; d: number; seed: number }) {
  const a = await draw(n, d, seed);
  const noise = await draw(m, d, seed + 1000);
  const values = noise.values.map((value, at) => {
    const j = Math.floor(at / d);
    return j % 2 === 0 && j < n ? a.values[at] + 0.4 * value : value;
  });
  return { a, b: buildUnitRows(values, { n: m, d }).unit };
}

function scoresOf(a: UnitRows, b: UnitRows, measure: Measure): number[][] {
  return Array.from({ length: a.n }, (_, i) =>
    Array.from({ length: b.n }, (_, j) => {
      let sum = 0;
      for (let z = 0; z < a.d; z++) sum += a.values[i * a.d + z] * b.values[j * b.d + z];
      return measure === 'COSINE' ? sum : Math.abs(sum);
    }),
  );
}

/** So low that no optimum has the pair if another is possible. */
const FORBIDDEN = -1000;
const total = (scores: number[][], partner: readonly number[]) => partner.reduce((sum, j, i) => sum + scores[i][j], 0);

/** Loss of the optimum without the pair of row i, by solving anew. */
function lossWithout(scores: number[][], partner: readonly number[], i: number): number {
  const without = scores.map((row, k) => (k === i ? row.map((c, j) => (j === partner[i] ? FORBIDDEN : c)) : row));
  return total(scores, partner) - total(without, assign(without));
}

function* bijections(n: number, chosen: number[] = []): Generator<number[]> {
  if (chosen.length === n) yield chosen;
  else for (let j = 0; j < n; j++) if (!chosen.includes(j)) yield* bijections(n, [...chosen, j]);
}

test.each([1, 2, 3, 4, 5])('every bijection of six latents tried, seed %i', async (seed) => {
  const { a, b } = await buildPair({ n: 6, m: 6, d: 3, seed });
  const { a: matched, margins } = await matchRows(a, b, { measure: 'COSINE', threads: 1, margins: true });
  const scores = scoresOf(a, b, 'COSINE');
  const all = [...bijections(6)].map((partner) => ({ partner, sum: total(scores, partner) }));
  const best = Math.max(...all.map(({ sum }) => sum));
  for (let i = 0; i < 6; i++) {
    const rest = all.filter(({ partner }) => partner[i] !== matched.partner[i]);
    const loss = best - Math.max(...rest.map(({ sum }) => sum));
    expect(margins?.atLeast[i]).toBeCloseTo(loss, 9);
    expect(margins?.atMost[i]).toBeCloseTo(loss, 9);
  }
});

describe.each([
  { n: 40, m: 40, measure: 'COSINE' },
  { n: 40, m: 40, measure: 'ABSOLUTE_COSINE' },
  { n: 24, m: 40, measure: 'COSINE' },
] as const)('of $n and $m latents by $measure', ({ n, m, measure }) => {
  test('the margins are what the optimum falls by without each pair', async () => {
    const { a, b } = await buildPair({ n, m, d: 8, seed: n + m });
    const { a: matched, margins } = await matchRows(a, b, { measure, threads: 1, margins: true });
    const scores = scoresOf(a, b, measure);
    const partner = Array.from(matched.partner);
    for (let i = 0; i < n; i++) {
      const loss = lossWithout(scores, partner, i);
      expect(margins?.atLeast[i], `row ${i}`).toBeCloseTo(loss, 9);
      expect(margins?.atMost[i], `row ${i}`).toBeCloseTo(loss, 9);
    }
  });

  test('where few pairs are looked at, the margins lie between the bounds', async () => {
    const { a, b } = await buildPair({ n, m, d: 8, seed: n + m });
    const turns = new Turns({});
    const engine = await openEngine({ a, b }, { measure, threads: 1, precision: 'FLOAT32', turns });
    try {
      const lists = await findNearestLists({ ...engine, kept: 2 });
      const optimum = await findOptimum(engine, lists);
      const close = await findClosePairs(engine, { ...optimum, ...lists, reach: 0.1 });
      const { score } = engine;
      // every pair of all that is closer, and no other
      const closer: string[] = [];
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++) if (optimum.u[i] + optimum.v[j] - score(i, j) <= 0.1) closer.push(`${i} ${j}`);
      const found = new Set(
        Array.from({ length: close.pairs.length }, (_, e) => `${close.pairs.rows[e]} ${close.pairs.columns[e]}`),
      );
      expect([...found].sort()).toEqual(closer.sort());
      const margins = await findMargins(optimum, {
        close,
        score,
        turns,
        exchangesOf: (i) => [(i + 1) % n, (i + 2) % n],
      });
      const scores = scoresOf(a, b, measure);
      const short = await findMargins(optimum, {
        close: { ...close, reach: 0.1 },
        score,
        turns,
        exchangesOf: () => [],
        mostLooked: 3,
      });
      for (let i = 0; i < n; i++) {
        const loss = lossWithout(scores, Array.from(optimum.rowMate), i);
        expect(short.atLeast[i]).toBeLessThan(loss + 1e-9);
        expect(short.atMost[i]).toBeGreaterThan(loss - 1e-9);
      }
      let exact = 0;
      for (let i = 0; i < n; i++) {
        const loss = lossWithout(scores, Array.from(optimum.rowMate), i);
        expect(margins.atLeast[i]).toBeLessThan(loss + 1e-9);
        expect(margins.atMost[i]).toBeGreaterThan(loss - 1e-9);
        if (margins.atLeast[i] === margins.atMost[i]) exact++;
        else expect(margins.atLeast[i]).toBe(0.1);
      }
      expect(exact).toBeGreaterThan(0);
      expect(exact).toBeLessThan(n);
    } finally {
      await engine.close();
    }
  });
});

test('a larger first dictionary has margins by its own latents, and none where it has no pair', async () => {
  const { a, b } = await buildPair({ n: 10, m: 16, d: 6, seed: 5 });
  const one = await matchRows(a, b, { measure: 'COSINE', threads: 1, margins: true });
  const turned = await matchRows(b, a, { measure: 'COSINE', threads: 1, margins: true });
  for (let j = 0; j < 16; j++) {
    const i = turned.a.partner[j];
    if (i < 0) expect(turned.margins?.atLeast[j]).toBeNaN();
    else expect(turned.margins?.atMost[j]).toBeCloseTo(one.margins?.atMost[i] ?? Number.NaN, 12);
  }
});

test('rows that are equal have no margin, and one pair alone no other matching', async () => {
  const rows = await draw(3, 4, 1);
  const twins = {
    ...rows,
    values: Float32Array.from([
      ...rows.values.subarray(0, 4),
      ...rows.values.subarray(0, 4),
      ...rows.values.subarray(8),
    ]),
  };
  const { margins } = await matchRows(twins, rows, { measure: 'COSINE', threads: 1, margins: true });
  expect([margins?.atMost[0], margins?.atMost[1]]).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  const single = await draw(1, 4, 2);
  const alone = await matchRows(single, single, { measure: 'COSINE', threads: 1, margins: true });
  expect(alone.margins).toEqual({ atLeast: Float64Array.of(Infinity), atMost: Float64Array.of(Infinity) });
});
