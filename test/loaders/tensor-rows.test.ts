/** Rows of a matrix: both orientations, every dtype, panels of any size; and the elements themselves. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertFinite } from '../../loaders/containers/assert-finite.ts';
import { decodeFloats, type FloatDtype, floatBytes } from '../../loaders/containers/dtype.ts';
import { openRows } from '../../loaders/containers/tensor-rows.ts';
import { MemorySource } from './memory-folder.ts';

/** A matrix [n, d] of its own indices, stored either way, after 3 bytes of something else. */
function matrix(layout: { n: number; d: number; byColumns: boolean; panelBytes: number }) {
  const { n, d } = layout;
  const values = Float32Array.from({ length: n * d }, (_, i) => i);
  const stored = layout.byColumns
    ? Float32Array.from({ length: n * d }, (_, i) => values[(i % n) * d + Math.floor(i / n)])
    : values;
  const source = new MemorySource('m', new Uint8Array(Buffer.concat([Buffer.alloc(3), Buffer.from(stored.buffer)])));
  const entry = {
    name: 'm',
    dtype: 'F32',
    shape: layout.byColumns ? [d, n] : [n, d],
    offset: 3,
    bytes: n * d * 4,
  } as const;
  const orientation = layout.byColumns ? 'WIDTH_BY_LATENTS' : 'LATENTS_BY_WIDTH';
  return {
    values,
    source,
    rows: openRows({ entry, source }, { n, d, dtype: 'F32', orientation, panelBytes: layout.panelBytes }),
  };
}

describe('openRows', () => {
  it('gives what transposing the whole matrix gives, for every range and panel', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          n: fc.integer({ min: 1, max: 70 }),
          d: fc.integer({ min: 1, max: 40 }),
          byColumns: fc.boolean(),
          panelBytes: fc.integer({ min: 1, max: 12_000 }),
        }),
        fc.array(fc.tuple(fc.nat(70), fc.nat(70)), { minLength: 1, maxLength: 5 }),
        async (layout, ranges) => {
          const { rows, values } = matrix(layout);
          for (const [a, b] of ranges) {
            const [start, end] = [Math.min(a, b, layout.n), Math.min(Math.max(a, b), layout.n)];
            expect([...(await rows.read({ start, count: end - start }))]).toEqual([
              ...values.subarray(start * layout.d, end * layout.d),
            ]);
          }
        },
      ),
      { seed: 23, numRuns: 300 },
    );
  });

  it('touches every byte of columns once when read in order, in chunks that do not fit the panels', async () => {
    const { rows, source } = matrix({ n: 100, d: 16, byColumns: true, panelBytes: 16 * 4 * 30 });
    for (let start = 0; start < 100; start += 7) await rows.read({ start, count: Math.min(7, 100 - start) });
    expect(source.touched).toBe(100 * 16 * 4);
    // 30 columns at a time: 3 full panels and one of 10, 16 reads each.
    expect(source.reads).toHaveLength(4 * 16);
  });

  it('reads a matrix that fits one panel in one piece', async () => {
    const { rows, source } = matrix({ n: 100, d: 16, byColumns: true, panelBytes: 100 * 16 * 4 });
    await rows.read({ start: 99, count: 1 });
    await rows.read({ start: 0, count: 100 });
    expect(source.reads).toEqual([100 * 16 * 4]);
  });

  it('reads rows where they lie', async () => {
    const { rows, source } = matrix({ n: 100, d: 16, byColumns: false, panelBytes: 1 });
    await rows.read({ start: 10, count: 5 });
    expect(source.reads).toEqual([5 * 16 * 4]);
  });

  it('gives right rows to calls that overlap in time', async () => {
    const { rows, values } = matrix({ n: 64, d: 8, byColumns: true, panelBytes: 8 * 4 * 5 });
    const starts = Array.from({ length: 16 }, (_, i) => (i * 37) % 60);
    const found = await Promise.all(starts.map((start) => rows.read({ start, count: 4 })));
    found.forEach((part, i) => expect([...part]).toEqual([...values.subarray(starts[i] * 8, (starts[i] + 4) * 8)]));
  });
});

const decode = (word: number, dtype: FloatDtype) => decodeFloats(Uint8Array.of(word & 255, word >> 8), dtype)[0];

describe('decodeFloats', () => {
  it('decodes every F16 as its definition says', () => {
    for (let word = 0; word < 65_536; word++) {
      const sign = word & 0x8000 ? -1 : 1;
      const exponent = (word >> 10) & 31;
      const fraction = word & 1023;
      const special = fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
      const expected =
        exponent === 31
          ? special
          : exponent === 0
            ? sign * fraction * 2 ** -24
            : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
      if (!Object.is(decode(word, 'F16'), expected))
        expect.fail(`F16 ${word.toString(16)}: ${decode(word, 'F16')}, not ${expected}`);
    }
  });

  it('decodes every BF16 as the upper half of a float32', () => {
    const view = new DataView(new ArrayBuffer(4));
    for (let word = 0; word < 65_536; word++) {
      view.setUint16(0, word);
      if (!Object.is(decode(word, 'BF16'), view.getFloat32(0)))
        expect.fail(`BF16 ${word.toString(16)}: ${decode(word, 'BF16')}, not ${view.getFloat32(0)}`);
    }
  });

  it('rounds F64 to the nearest float32', () => {
    const values = [0.1, -1e-50, 1e300, Math.PI];
    expect([...decodeFloats(new Uint8Array(Float64Array.from(values).buffer), 'F64')]).toEqual(values.map(Math.fround));
  });

  it.each<FloatDtype>(['F32', 'F16', 'BF16', 'F64'])('takes %s from any place in a buffer', (dtype) => {
    const buffer = new Uint8Array(3 + 4 * floatBytes(dtype)).map((_, i) => (i * 7) % 60);
    const shifted = decodeFloats(buffer.subarray(3), dtype);
    expect([...shifted]).toEqual([...decodeFloats(buffer.slice(3), dtype)]);
  });
});

describe('assertFinite', () => {
  it('names the tensor, the row in the dictionary and the column', () => {
    const values = new Float32Array(12);
    expect(() => assertFinite(values, { tensor: 'W_dec', firstRow: 100, width: 4 })).not.toThrow();
    values[6] = Number.NaN;
    values[9] = Number.POSITIVE_INFINITY;
    expect(() => assertFinite(values, { tensor: 'W_dec', firstRow: 100, width: 4 })).toThrow(
      'Cannot import "W_dec": element [101, 2] is NaN',
    );
    values[6] = -3.4e38;
    expect(() => assertFinite(values, { tensor: 'W_dec', firstRow: 100, width: 4 })).toThrow(
      'element [102, 1] is Infinity',
    );
    expect(() =>
      assertFinite(Float32Array.of(0, Number.NEGATIVE_INFINITY), { tensor: 'b', firstRow: 5, width: 1 }),
    ).toThrow('element [6] is -Infinity');
  });
});
