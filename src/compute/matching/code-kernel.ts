/**
 * The WebAssembly kernel of `byte-codes.ts` with room for one row: rotates it and rounds it to bytes.
 *
 * In: rows of one width. Out: their codes, in memory that the next row overwrites.
 */
import { readFileSync } from 'node:fs';
import { instantiateKernel } from './wasm.ts';

interface Exports {
  rotate(x: number, d: number, signs: number, p: number): void;
  reach(x: number, d: number): number;
  loss(x: number, d: number, scale: number, top: number): number;
  code(...numbers: number[]): void;
}

export interface CodeKernel {
  /** Takes a row and rotates it. */
  rotate(row: Float32Array): void;
  /** Largest absolute coordinate of the row taken. */
  reach(): number;
  /** Squared distance between the row taken and its codes at `scale`, first plane only. */
  loss(scale: number): number;
  /** Codes of the row taken, plus `zero`; the squared distance lost, and the coded row's squared length in steps. */
  code(options: { scale: number; zero: number }): { codes: Uint8Array; loss: number; square: number };
}

const bytes = readFileSync(new URL('./kernels/codes.wasm', import.meta.url));
const pageBytes = 65536;
const signSeed = 0x9e3779b9;

/** Signs of the three transforms, with the factor that keeps lengths: p^-1/2. Seeded by nothing but their number. */
function buildSigns(p: number): Float32Array {
  let state = signSeed;
  return Float32Array.from({ length: 3 * p }, () => {
    state = (state + 0x6d2b79f5) | 0; // a Weyl sequence, mixed: M. E. O'Neill's and others' "mulberry32"
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed >>> 14) % 2 === 0 ? p ** -0.5 : -(p ** -0.5);
  });
}

/** A kernel for rows of width `d` and codes from -`top` to `top`, with `ratio` steps of the second plane in one of the first. */
export function openCodeKernel(options: { d: number; planes: 1 | 2; top: number; ratio: number }): CodeKernel {
  const { d, planes, top, ratio } = options;
  let p = 1;
  while (2 * p <= d) p *= 2;
  const x = pageBytes; // the first page is left to the module
  const signs = x + Math.ceil(d / 4) * 16;
  const sums = signs + Math.ceil((3 * p) / 4) * 16;
  const codes = sums + 16;
  const end = codes + planes * d;
  const instance = instantiateKernel(bytes, { pages: Math.ceil(end / pageBytes) });
  const { memory } = instance;
  const exports = instance.exports as Exports;
  new Float32Array(memory.buffer, signs, 3 * p).set(buildSigns(p));
  const row = new Float32Array(memory.buffer, x, d);
  const found = new Uint8Array(memory.buffer, codes, planes * d);
  const totals = new Float64Array(memory.buffer, sums, 2);
  return {
    rotate(values) {
      row.set(values);
      exports.rotate(x, d, signs, p);
    },
    reach: () => exports.reach(x, d),
    loss: (scale) => exports.loss(x, d, scale, top),
    code({ scale, zero }) {
      exports.code(x, d, scale, top, planes, ratio, zero, codes, sums);
      return { codes: found, loss: totals[0], square: totals[1] };
    },
  };
}
