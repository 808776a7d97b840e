/**
 * Element types of safetensors, and their bytes -> float32.
 *
 * Names and sizes: the safetensors specification (github.com/huggingface/safetensors, `Dtype`). Everything is little-endian.
 */

/** Bits of one element of every dtype that the format has. */
export const DTYPE_BITS = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  I64: 64,
  U64: 64,
  F64: 64,
  C64: 64,
} as const;

export type Dtype = keyof typeof DTYPE_BITS;

/** Dtypes in which weights are accepted. Integers are quantised: their scales are not in the tensor. */
const FLOAT_BYTES = { F32: 4, F16: 2, BF16: 2, F64: 8, F8_E4M3: 1, F8_E5M2: 1 } as const;

export type FloatDtype = keyof typeof FLOAT_BYTES;

/** Whether `name` is a dtype of the format. */
export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(DTYPE_BITS, name);
}

/** Whether weights may be stored as `dtype`. */
export function isFloatDtype(dtype: Dtype): dtype is FloatDtype {
  return Object.hasOwn(FLOAT_BYTES, dtype);
}

/** Bytes of one element. */
export function floatBytes(dtype: FloatDtype): number {
  return FLOAT_BYTES[dtype];
}

/**
 * `bytes` as float32. F32 on an aligned buffer is a view of the same memory; anything else is a new array. F64 is rounded to nearest,
 * and to infinity beyond the range of float32; narrower ones are exact.
 */
export function decodeFloats(bytes: Uint8Array, dtype: FloatDtype): Float32Array {
  const size = FLOAT_BYTES[dtype];
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const n = bytes.length / size;
  if (dtype === 'F32') return new Float32Array(aligned.buffer, aligned.byteOffset, n);
  if (dtype === 'F64') return Float32Array.from(new Float64Array(aligned.buffer, aligned.byteOffset, n));
  if (dtype === 'F8_E4M3' || dtype === 'F8_E5M2') {
    const values = (byteValues[dtype] ??= buildByteValues(dtype));
    return Float32Array.from(aligned, (byte) => values[byte]);
  }
  const halves = new Uint16Array(aligned.buffer, aligned.byteOffset, n);
  const words = new Uint32Array(n);
  if (dtype === 'BF16') {
    for (let i = 0; i < n; i++) words[i] = halves[i] << 16;
  } else {
    halfWords ??= buildHalfWords();
    for (let i = 0; i < n; i++) words[i] = halfWords[halves[i]];
  }
  return new Float32Array(words.buffer);
}

/** The float32 word of every F16 word. 256 KiB, several times faster than arithmetic per element. */
let halfWords: Uint32Array | undefined;

function buildHalfWords(): Uint32Array {
  const words = new Uint32Array(65_536);
  const value = new Float32Array(1);
  const word = new Uint32Array(value.buffer);
  for (let half = 0; half < 65_536; half++) {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) {
      value[0] = fraction * 2 ** -24; // subnormal in F16, normal in float32
      words[half] = sign | word[0];
    } else if (exponent === 31) {
      words[half] = sign | 0x7f80_0000 | (fraction << 13); // infinity and NaN keep their payload
    } else {
      words[half] = sign | ((exponent + 112) << 23) | (fraction << 13); // 112: difference of the exponent biases, 127 - 15
    }
  }
  return words;
}

/** The float32 value of every byte, by dtype. */
const byteValues: { F8_E4M3?: Float32Array; F8_E5M2?: Float32Array } = {};

/**
 * OCP 8-bit floating point: a sign, 4 or 5 bits of exponent (bias 7 or 15), the rest fraction. E5M2 has infinities and NaN as IEEE has them; E4M3
 * has no infinity and one NaN, all ones.
 */
function buildByteValues(dtype: 'F8_E4M3' | 'F8_E5M2'): Float32Array {
  const fractionBits = dtype === 'F8_E4M3' ? 3 : 2;
  const exponentBits = 7 - fractionBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const sign = byte & 0x80 ? -1 : 1;
    const exponent = (byte & 0x7f) >> fractionBits;
    const fraction = byte & (2 ** fractionBits - 1);
    if (dtype === 'F8_E4M3' && (byte & 0x7f) === 0x7f) return Number.NaN;
    if (dtype === 'F8_E5M2' && exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
    return sign * (1 + fraction / 2 ** fractionBits) * 2 ** (exponent - bias);
  });
}
