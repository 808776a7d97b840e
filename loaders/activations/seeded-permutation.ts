/**
 * A key of numbers -> a permutation, the same on every machine and in every version of Node.
 *
 * Fisher-Yates with the generator xoshiro128** (Blackman and Vigna, 2018), whose state is filled from the key by splitmix32.
 */

/** 0 to `length` - 1 in the order of `key` (whole numbers from 0 to 2^53 - 1), each order equally likely. At most 2^32 - 1 of them. */
export function buildPermutation(length: number, key: readonly number[]): Uint32Array {
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  const next = startGenerator(key);
  for (let i = length - 1; i > 0; i--) {
    const j = below(i + 1, next);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** A number in [0, limit), all equally likely: numbers above the last whole multiple of `limit` are drawn again. */
function below(limit: number, next: () => number): number {
  const usable = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const value = next();
    if (value < usable) return value % limit;
  }
}

/** Numbers in [0, 2^32). */
function startGenerator(key: readonly number[]): () => number {
  let mixed = 0x9e37_79b9; // splitmix32's own increment
  const absorb = (word: number): void => {
    mixed = splitmix((mixed ^ word) >>> 0);
  };
  for (const part of key) {
    absorb(part % 2 ** 32);
    absorb(Math.floor(part / 2 ** 32));
  }
  const state = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    mixed = (mixed + 0x9e37_79b9) >>> 0;
    state[i] = splitmix(mixed);
  }
  if (state.every((word) => word === 0)) state[0] = 1; // the one state that it cannot leave
  return () => {
    const result = Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11);
    return result;
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function splitmix(word: number): number {
  let z = (word + 0x9e37_79b9) >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85eb_ca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2_ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
