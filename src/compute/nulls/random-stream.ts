/**
 * Seeded random numbers that are the same on every machine.
 *
 * In: a seed and a path. Out: uniform and standard normal numbers. Generator: xoshiro128** 1.1 (Blackman and Vigna, 2018), its state
 * filled by the finaliser of MurmurHash3. Normals: Marsaglia's polar method. Only IEEE double addition, multiplication, division and
 * square root are used: `Math.log` and its like may differ in the last bit from one build of the runtime to another.
 */

/** A stream of random numbers. Streams with different paths under one seed are independent for every practical purpose. */
export interface RandomStream {
  /** 0 to 2^32 - 1. */
  nextUint32(): number;
  /** 0 (inclusive) to 1 (exclusive), multiples of 2^-53. */
  nextUniform(): number;
  /** Mean 0, variance 1. */
  nextNormal(): number;
  /** What {@link buildXoshiro} continues from; the second half of a pair of normals is lost. */
  readState(): XoshiroState;
}

/** Four 32-bit words, not all zero. */
export type XoshiroState = readonly [number, number, number, number];

/** The stream of `seed` (0 to 2^53 - 1) for one purpose, named by whole numbers. */
export function buildRandomStream(seed: number, path: readonly number[] = []): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`expected a seed from 0 to 2^53 - 1, got ${seed}`);
  const state: [number, number, number, number] = [0, 0, 0, 0];
  const words = [seed % 0x100000000, Math.floor(seed / 0x100000000), ...path];
  for (let s = 0; s < 4; s++) {
    let hash = s + 1;
    for (const word of words) hash = scramble((Math.imul(hash, GOLDEN) + word) | 0);
    state[s] = hash;
  }
  if (!state.some((word) => word !== 0)) state[0] = 1; // xoshiro never leaves all zeros
  return buildXoshiro(state);
}

/** xoshiro128** from a state. */
export function buildXoshiro(state: XoshiroState): RandomStream {
  let [s0, s1, s2, s3] = state;
  let spare = Number.NaN;

  function nextUint32(): number {
    const five = Math.imul(s1, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  function nextUniform(): number {
    const high = nextUint32() >>> 5; // 27 bits
    const low = nextUint32() >>> 6; // 26 bits
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  function nextNormal(): number {
    if (spare === spare) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    for (;;) {
      const x = 2 * nextUniform() - 1;
      const y = 2 * nextUniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * naturalLogarithm(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  }

  return { nextUint32, nextUniform, nextNormal, readState: () => [s0, s1, s2, s3] };
}

const GOLDEN = 0x9e3779b9; // 2^32 / golden ratio: spreads consecutive words

/** A number from 0 (inclusive) to 1 (exclusive) that two whole numbers below 2^32 name, as if drawn at random. */
export function hashPair(first: number, second: number): number {
  return (scramble((Math.imul(scramble(first + 1), GOLDEN) + second) | 0) >>> 0) / 0x100000000;
}

function scramble(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const LN2_HIGH = 6.9314718036912381649e-1; // upper bits of ln 2: times an exponent below 2^20 it is exact
const LN2_LOW = 1.90821492927058770002e-10; // the rest
const split = new Float64Array(1);
const words = new Uint32Array(split.buffer);
const TOP = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0; // the word that holds the exponent

/** ln x for normal positive x, within 2 units in the last place or 1e-16: 2 atanh((m - 1) / (m + 1)) + e ln 2. */
export function naturalLogarithm(x: number): number {
  split[0] = x;
  let exponent = (words[TOP] >>> 20) - 1023;
  words[TOP] = (words[TOP] & 0x000fffff) | 0x3ff00000;
  let mantissa = split[0]; // 1 to 2
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const f = (mantissa - 1) / (mantissa + 1); // at most 0.1716
  const g = f * f;
  let series = 0;
  for (let k = 23; k >= 3; k -= 2) series = series * g + 1 / k; // the next term is below 1e-17 of the first
  return 2 * f + 2 * f * g * series + exponent * LN2_LOW + exponent * LN2_HIGH;
}
