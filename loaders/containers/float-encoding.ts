/** float32 -> bytes of a safetensors dtype, little-endian: the inverse of `dtype.ts`. */

/** Dtypes that are written. */
export type WritableDtype = 'F32' | 'F16' | 'BF16';

/**
 * `values` as `dtype`, rounded to nearest, ties to even; beyond the range of F16 to infinity. F32 is a view of the same memory, anything
 * else a new array.
 */
export function encodeFloats(values: Float32Array, dtype: WritableDtype): Uint8Array {
  if (dtype === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const halves = new Uint16Array(values.length);
  if (dtype === 'BF16') encodeBf16(values, halves);
  else encodeF16(values, halves);
  return new Uint8Array(halves.buffer);
}

function words(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

function encodeBf16(values: Float32Array, halves: Uint16Array): void {
  const from = words(values);
  for (let i = 0; i < from.length; i++) {
    const word = from[i];
    // A NaN whose payload lies in the lower half would become infinity: keep it one.
    if ((word & 0x7fff_ffff) > 0x7f80_0000) halves[i] = (word >>> 16) | 0x40;
    else halves[i] = (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
}

function encodeF16(values: Float32Array, halves: Uint16Array): void {
  const from = words(values);
  for (let i = 0; i < from.length; i++) halves[i] = halfWord(from[i], values[i]);
}

/** The F16 word of the float32 `value` with the bits `word`. */
function halfWord(word: number, value: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x4780_0000) return sign | 0x7c00; // 65,536 and above: infinity
  if (magnitude < 0x3880_0000) return sign | roundHalfEven(Math.abs(value) * 2 ** 24); // below 2^-14: subnormal, or the smallest normal by rounding
  const rebased = magnitude - 0x3800_0000; // 112 << 23: the difference of the exponent biases, 127 - 15
  return sign | ((rebased + 0x0fff + ((rebased >>> 13) & 1)) >>> 13); // may carry into infinity, as it should
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
