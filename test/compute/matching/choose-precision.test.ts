import { describe, expect, test } from 'vitest';
import { choosePrecision } from '../../../src/compute/matching/choose-precision.ts';
import { Turns } from '../../../src/compute/turns.ts';
import { pickPrecision } from '../../../src/compute/matching/precision.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

const n = 4096;

/** Rows around `centres` directions, each at `spread` from its own; without centres they are isotropic. */
function drawRows(seed: number, { d, centres }: { d: number; centres: number }): UnitRows {
  const stream = buildRandomStream(7);
  const middle = Float32Array.from({ length: centres * d }, () => stream.nextUniform() - 0.5);
  const own = buildRandomStream(seed);
  const values = Float32Array.from({ length: n * d }, (_, z) => {
    const [i, x] = [Math.floor(z / d), z % d];
    return own.nextUniform() - 0.5 + (centres > 0 ? middle[(i % centres) * d + x] : 0);
  });
  return buildUnitRows(values, { n, d }).unit;
}

const drawPair = (shape: { d: number; centres: number }) => ({ a: drawRows(1, shape), b: drawRows(2, shape) });
const options = { measure: 'COSINE', threads: 1, turns: new Turns({}) } as const;

describe('wide rows', () => {
  const d = 3072;

  test('isotropic ones have cosines too close together for one byte', async () => {
    expect(pickPrecision({ nA: n, nB: n, d })).toBe('INT15');
    expect(await choosePrecision(drawPair({ d, centres: 0 }), options)).toBe('INT15');
  });

  test('ones whose nearest stand out are matched by one byte', async () => {
    const pair = drawPair({ d, centres: n / 32 });
    expect(await choosePrecision(pair, options)).toBe('INT8');
    expect(await choosePrecision(pair, { ...options, measure: 'ABSOLUTE_COSINE' })).toBe('INT8');
  });

  test('ones that stand out on one side alone are not', async () => {
    const [near, far] = [drawRows(1, { d, centres: n / 32 }), drawRows(2, { d, centres: 0 })];
    expect(await choosePrecision({ a: near, b: far }, options)).toBe('INT15');
  });
});
