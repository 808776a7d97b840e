/** The sparse assignment next to a dense solver, by path searches and by auctions, on graphs of all shapes with masses of near ties. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Assignment } from '../../../src/compute/matching/assignment.ts';
import { Turns } from '../../../src/compute/turns.ts';
import { PairList } from '../../../src/compute/matching/pair-list.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { assign } from './dense-matching.ts';

const tightness = 5e-13;
/** What float64 sums may add to it. */
const rounding = 1e-12;

async function solve(weights: number[][], passesAllowed: number, floor: number | null): Promise<Assignment> {
  const [nRows, nColumns] = [weights.length, weights[0].length];
  const pairs = new PairList();
  weights.forEach((row, i) => row.forEach((weight, j) => pairs.push(i, j, weight)));
  const assignment = new Assignment({ nRows, nColumns, tightness, passesAllowed, turns: new Turns({}) });
  assignment.setGraph(pairs);
  if (floor !== null) {
    await assignment.start(floor);
    assignment.setGraph(pairs);
  }
  await assignment.solve();
  return assignment;
}

/** What is wrong with a solution; empty if nothing is. */
function findFlaws(weights: number[][], { u, v, rowMate, columnMate }: Assignment): string[] {
  const flaws: string[] = [];
  if (new Set(rowMate).size !== weights.length || rowMate.includes(-1)) flaws.push('not a bijection of the rows');
  rowMate.forEach((j, i) => {
    if (columnMate[j] !== i) flaws.push(`${i} and ${j} are not each other's`);
    if (u[i] + v[j] - weights[i][j] > tightness + rounding) flaws.push(`the pair of ${i} is loose`);
  });
  for (const [i, row] of weights.entries())
    for (const [j, weight] of row.entries())
      if (weight > u[i] + v[j] + rounding) flaws.push(`${i}, ${j} exceeds the prices`);
  if (v.length > u.length)
    for (const [j, price] of v.entries()) {
      if (price < 0) flaws.push(`the price of column ${j} is negative`);
      if (columnMate[j] < 0 && price > 0) flaws.push(`column ${j} is free and has a price`);
    }
  const sum = (partner: ArrayLike<number>) => weights.reduce((total, row, i) => total + row[partner[i]], 0);
  if (Math.abs(sum(rowMate) - sum(assign(weights))) > weights.length * 2 * tightness + rounding)
    flaws.push('not the best');
  return flaws;
}

const weightsArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 12 }), fc.constantFrom(0, 1e-12, 1e-8, 1e-3))
  .chain(([n, more, step]) =>
    fc.array(
      fc.array(
        fc
          .tuple(fc.integer({ min: -2, max: 2 }), fc.double({ min: -1, max: 1, noNaN: true }))
          .map(([level, part]) => level / 2 + step * part),
        { minLength: n + more, maxLength: n + more },
      ),
      { minLength: n, maxLength: n },
    ),
  );

describe.each([
  { by: 'path searches', passesAllowed: Number.POSITIVE_INFINITY },
  { by: 'auctions', passesAllowed: 0 },
])('by $by', ({ passesAllowed }) => {
  test('equals a dense solver, with prices that prove it', async () => {
    await fc.assert(
      fc.asyncProperty(weightsArbitrary, fc.constantFrom(null, -1, 0.4), async (weights, floor) => {
        expect(findFlaws(weights, await solve(weights, passesAllowed, floor))).toEqual([]);
      }),
      { numRuns: 300, seed: 31 },
    );
  });

  test.each([
    [60, 60],
    [60, 75],
    [40, 300],
  ])('%i x %i near copies: as good as equal, better columns wanted by all rows', async (n, columns) => {
    const stream = buildRandomStream(n, [columns]);
    const better = Float64Array.from({ length: n + columns }, () => 1e-8 * stream.nextNormal());
    const weights = Array.from({ length: n }, (_, i) =>
      Array.from({ length: columns }, (_, j) => 1 + better[i] + better[n + j] + 1e-11 * stream.nextNormal()),
    );
    for (const floor of [null, 0.5]) expect(findFlaws(weights, await solve(weights, passesAllowed, floor))).toEqual([]);
  });
});
