/** Tensors of whole numbers: bytes, little-endian -> float64, which is exact below 2^53. */
import type { Dtype } from './dtype.ts';

const WHOLE_DTYPES = ['I16', 'U16', 'I32', 'U32', 'I64', 'U64'] as const;

export type WholeDtype = (typeof WHOLE_DTYPES)[number];

/** Whether `dtype` is of whole numbers that indices are stored as. */
export function isWholeDtype(dtype: Dtype): dtype is WholeDtype {
  return (WHOLE_DTYPES as readonly string[]).includes(dtype);
}

/** `bytes` as numbers in a new array; 64-bit numbers beyond 2^53 are rounded. */
export function decodeWholeNumbers(bytes: Uint8Array<ArrayBuffer>, dtype: WholeDtype): Float64Array {
  const { buffer } = bytes.byteOffset === 0 ? bytes : bytes.slice();
  if (dtype === 'I16') return Float64Array.from(new Int16Array(buffer, 0, bytes.length / 2));
  if (dtype === 'U16') return Float64Array.from(new Uint16Array(buffer, 0, bytes.length / 2));
  if (dtype === 'I32') return Float64Array.from(new Int32Array(buffer, 0, bytes.length / 4));
  const words = new Uint32Array(buffer, 0, bytes.length / 4);
  if (dtype === 'U32') return Float64Array.from(words);
  const high = dtype === 'I64' ? new Int32Array(buffer, 0, words.length) : words;
  const numbers = new Float64Array(bytes.length / 8);
  for (let i = 0; i < numbers.length; i++) numbers[i] = high[2 * i + 1] * 2 ** 32 + words[2 * i];
  return numbers;
}
