import { describe, expect, test } from 'vitest';
import { type ByteSupport, NO_BYTES } from '../../../../src/compute/matching/tiles/byte-support.ts';
import {
  choosePrecision,
  listPrecisions,
  pickPrecision,
} from '../../../../src/compute/matching/tiles/choose-precision.ts';
import { Turns } from '../../../../src/compute/turns.ts';
import { buildRandomStream } from '../../../../src/compute/nulls/random-stream.ts';
import { buildUnitRows, type UnitRows } from '../../../../src/compute/unit-rows.ts';

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
/** Processors: exact and fast with 8 bits; saturating, and faster than float32 in wide rows alone; without bytes. */
const fast: ByteSupport = { bits: 8, costs: [{ d: 768, cost: 0.3 }] };
const saturating: ByteSupport = {
  bits: 7,
  costs: [
    { d: 768, cost: 0.95 },
    { d: 2048, cost: 0.6 },
  ],
};
const options = { measure: 'COSINE', threads: 1, turns: new Turns({}), bytes: fast } as const;

test('bytes are chosen where rows are long and many, and only on the processor', () => {
  const shape = { nA: 32_768, nB: 32_768, d: 768, bytes: fast };
  expect(pickPrecision(shape)).toBe('INT8');
  expect(pickPrecision({ ...shape, nA: 131_072, nB: 131_072, d: 4096 })).toBe('INT15');
  expect(pickPrecision({ ...shape, d: 64 })).toBe('FLOAT32');
  expect(pickPrecision({ ...shape, nA: 512 })).toBe('FLOAT32');
  expect(pickPrecision({ ...shape, provider: 'webgpu' })).toBe('FLOAT32');
});

test('bytes are chosen where they were measured to be faster', () => {
  const shape = { nA: 8192, nB: 8192 };
  expect(listPrecisions({ ...shape, d: 768, bytes: fast })).toEqual(['INT8']);
  expect(listPrecisions({ ...shape, d: 768, bytes: { bits: 8, costs: [{ d: 768, cost: 1.2 }] } })).toEqual(['FLOAT32']);
  expect(listPrecisions({ ...shape, d: 768, bytes: { bits: 8, costs: [] } })).toEqual(['INT8']);
  expect(listPrecisions({ ...shape, d: 768, bytes: NO_BYTES })).toEqual(['FLOAT32']);
  expect(listPrecisions({ ...shape, d: 768, bytes: saturating })).toEqual(['FLOAT32']);
  expect(listPrecisions({ ...shape, d: 2047, bytes: saturating })).toEqual(['FLOAT32']);
  expect(listPrecisions({ ...shape, d: 2048, bytes: saturating })).toEqual(['INT7', 'FLOAT32']);
  expect(listPrecisions({ ...shape, d: 2048, bytes: { bits: 7, costs: [] } })).toEqual(['FLOAT32']);
});

describe('wide rows', () => {
  const d = 3072;

  test('isotropic ones have cosines too close together for one byte', async () => {
    expect(pickPrecision({ nA: n, nB: n, d, bytes: fast })).toBe('INT15');
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

  test('where 8 bits saturate, 7 bits match those that stand out and float32 the others', async () => {
    const there = { ...options, bytes: saturating };
    expect(await choosePrecision(drawPair({ d, centres: n / 32 }), there)).toBe('INT7');
    expect(await choosePrecision(drawPair({ d, centres: 0 }), there)).toBe('FLOAT32');
  });
});
