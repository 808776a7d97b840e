/** Sums of co-firing against plain loops over all tokens and all pairs, and the sums of parts against the sums of the whole. */
import { expect, test } from 'vitest';
import { CodeStore } from '../../../src/compute/firing/code-store.ts';
import { CoFiring } from '../../../src/compute/firing/co-firing.ts';
import { Correlations } from '../../../src/compute/firing/correlations.ts';
import { chooseShift, fireTogether } from '../../../src/compute/firing/fire-together.ts';
import { Turns } from '../../../src/compute/turns.ts';
import { correlate, drawCodes, listDense } from './example-codes.ts';

const [nA, nB, tokens] = [23, 31, 400];
const a = drawCodes({ n: nA, tokens, seed: 1 });
const b = drawCodes({ n: nB, tokens, seed: 2 });
const [denseA, denseB] = [listDense(a, nA), listDense(b, nB)];

/** Row by row what is held: latent of B, tokens, product to the digits that the order of sums leaves. */
const listRows = (sums: CoFiring) =>
  Array.from({ length: sums.a.n }, (_, i) => {
    const { columns, both, products } = sums.row(i);
    return Array.from(columns, (j, e) => [j, both[e], Math.round(1e9 * products[e])]);
  });

function sumOf(...parts: [number, number][]): CoFiring {
  const [storeA, storeB] = [new CodeStore(), new CodeStore()];
  storeA.append(a);
  storeB.append(b);
  const sums = new CoFiring({ nA, nB });
  for (const [from, to] of parts) sums.add(storeA.slice(from, to), storeB.slice(from, to));
  return sums;
}

test('only pairs that ever fire together are held, with what loops over all tokens give', () => {
  const sums = sumOf([0, tokens]);
  let pairs = 0;
  for (let i = 0; i < nA; i++) {
    const { columns, both, products } = sums.row(i);
    for (let j = 0; j < nB; j++) {
      const at = columns.indexOf(j);
      const together = denseA.filter((row, t) => row[i] > 0 && denseB[t][j] > 0).length;
      expect(at < 0 ? 0 : both[at]).toBe(together);
      if (together === 0) continue;
      pairs++;
      expect(products[at]).toBeCloseTo(
        denseA.reduce((sum, row, t) => sum + row[i] * denseB[t][j], 0),
        9,
      );
    }
    expect([...columns]).toEqual([...columns].sort((x, y) => x - y));
  }
  expect(pairs).toBeGreaterThan(100);
  expect(sums.pairs).toBe(pairs);
});

test('the correlation of every pair is that of its dense columns, whether or not it fires together', () => {
  const pairs = new Correlations(sumOf([0, tokens]));
  for (let i = 0; i < nA; i++) {
    for (let j = 0; j < nB; j++) {
      const dense = correlate(
        denseA.map((row) => row[i]),
        denseB.map((row) => row[j]),
      );
      expect(pairs.score(i, j)).toBeCloseTo(dense, 10);
      if (!pairs.areTogether(i, j)) expect(pairs.apart(i, j)).toBeCloseTo(dense, 10);
      else expect(pairs.score(i, j)).toBeGreaterThan(pairs.apart(i, j));
    }
  }
});

test('parts one after the other, parts summed apart and merged, and the whole are the same', () => {
  const whole = listRows(sumOf([0, tokens]));
  expect(listRows(sumOf([0, 130], [130, 131], [131, tokens]))).toEqual(whole);
  const first = sumOf([0, 250]);
  first.merge(sumOf([250, tokens]));
  expect(listRows(first)).toEqual(whole);
  expect(first.tokens).toBe(tokens);
  expect([...first.a.fires]).toEqual([...sumOf([0, tokens]).a.fires]);
  expect(listRows(first.transpose().transpose())).toEqual(whole);
  expect(first.transpose().row(4).columns).toEqual(
    Int32Array.from({ length: nA }, (_, i) => i).filter((i) => first.row(i).columns.includes(4)),
  );
});

test('moved on round the end, every token of A meets the token of B that far on', async () => {
  const [storeA, storeB, moved] = [new CodeStore(), new CodeStore(), new CodeStore()];
  storeA.append(a);
  storeB.append(b);
  const shift = 150;
  moved.append(storeB.slice(shift, tokens));
  moved.append(storeB.slice(0, shift));
  const turns = new Turns({});
  const sums = await fireTogether({ a: storeA, b: storeB, nA, nB }, { shift, turns });
  const expected = new CoFiring({ nA, nB });
  expected.add(storeA.slice(0, tokens), moved.slice(0, tokens));
  expect(listRows(sums)).toEqual(listRows(expected));
  expect(listRows(sums)).not.toEqual(listRows(sumOf([0, tokens])));
});

test('a shift begins at a document, near its part of the text', () => {
  const documents = Int32Array.from({ length: 100 }, (_, t) => (t < 30 ? 0 : t < 72 ? 1 : 2));
  const shifts = [0, 1, 2].map((draw) => chooseShift({ count: 100, documents }, { draw, draws: 3 }));
  expect(shifts).toEqual([30, 30, 72]);
  expect(chooseShift({ count: 100, documents: null }, { draw: 1, draws: 3 })).toBe(50);
  expect(chooseShift({ count: 100, documents: new Int32Array(100) }, { draw: 0, draws: 1 })).toBe(50);
});

test('what would take more memory than it may is refused', () => {
  const sums = new CoFiring({ nA, nB, maxBytes: 16 * 50 });
  expect(() => sums.add(a, b)).toThrow(expect.objectContaining({ code: 'TOO_LARGE_TO_MATCH' }));
  const store = new CodeStore({ maxBytes: 100 });
  expect(() => store.append(a)).toThrow(expect.objectContaining({ code: 'TOO_LARGE_TO_MATCH' }));
  expect(() => new CoFiring({ nA, nB }).add(a, drawCodes({ n: nB, tokens: 3, seed: 1 }))).toThrow(RangeError);
});
