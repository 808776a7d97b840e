import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFloats } from '../../loaders/containers/dtype.ts';
import { encodeFloats } from '../../loaders/containers/float-encoding.ts';

const halves = Uint16Array.from({ length: 65_536 }, (_, i) => i);

function encode(value: number, dtype: 'F16' | 'BF16'): number {
  return new Uint16Array(encodeFloats(Float32Array.of(value), dtype).buffer)[0];
}

describe.each(['F16', 'BF16'] as const)('%s', (dtype) => {
  const all = decodeFloats(new Uint8Array(halves.buffer), dtype);

  test('every word that is a number means itself', () => {
    const again = new Uint16Array(encodeFloats(all, dtype).buffer);
    for (let i = 0; i < 65_536; i++) if (!Number.isNaN(all[i])) expect(again[i]).toBe(i);
  });

  test('NaN stays NaN', () => {
    const nans = all.filter(Number.isNaN);
    expect(nans.length).toBeGreaterThan(100);
    const back = decodeFloats(encodeFloats(nans, dtype), dtype);
    expect(back.every(Number.isNaN)).toBe(true);
    // A payload in the lower half of the word alone.
    expect(decodeFloats(encodeFloats(new Float32Array(Uint32Array.of(0x7f80_0001).buffer), dtype), dtype)[0]).toBeNaN();
  });

  test('other numbers go to the nearest word', () => {
    const finite = [...all].filter(Number.isFinite).toSorted((a, b) => a - b);
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: Math.fround(-60_000), max: Math.fround(60_000) }), (value) => {
        const word = encode(value, dtype);
        const error = Math.abs(all[word] - value);
        let at = finite.findIndex((x) => x >= value);
        if (at < 1) at = 1;
        expect(error).toBe(Math.min(Math.abs(finite[at - 1] - value), Math.abs(finite[at] - value)));
      }),
      { numRuns: 200 },
    );
  });
});

// NumPy 2.4: np.float32(x).astype(np.float16).view(np.uint16); ties, the borders of the subnormals and of the range.
test.each([
  [2049, 0x6800],
  [2051, 0x6802],
  [65_519.996, 0x7bff],
  [65_520, 0x7c00],
  [-70_000, 0xfc00],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [2 ** -25 + 2 ** -40, 0x0001],
  [3 * 2 ** -25, 0x0002],
  [6.1035e-5, 0x0400],
  [0.1, 0x2e66],
])('F16 of %f', (value, word) => {
  expect(encode(value, 'F16')).toBe(word);
});

// PyTorch 2: torch.tensor(x).to(torch.bfloat16).view(torch.uint16).
test.each([
  [1.00390625, 0x3f80],
  [1.01171875, 0x3f82],
  [3.4e38, 0x7f80],
  [0.1, 0x3dcd],
  [-2.5e-39, 0x801b],
])('BF16 of %f', (value, word) => {
  expect(encode(value, 'BF16')).toBe(word);
});
