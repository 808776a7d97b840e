/**
 * Unit rows -> one byte per coordinate, after a rotation that spreads every row evenly over its coordinates, with what that
 * rounding can add to a dot product.
 *
 * The rotation is orthogonal and the same for all rows, so it changes no dot product: seeded signs and Walsh-Hadamard transforms
 * (N. Ailon, B. Chazelle, The fast Johnson-Lindenstrauss transform, 2009). Coordinates of a rotated row are near Gaussian,
 * whatever the row was, so 255 levels lose about 1% of its length and 127 levels 2%; a second plane of bytes, for what the first one
 * lost, leaves next to nothing. Errors are bounded by norms, not by that expectation: for rows x = p + r and y = q + s, with p and q the coded
 * rows, |x.y - p.q| <= |r||y| + |p||s|.
 *
 * The rotation and the rounding run in WebAssembly (`kernels/codes.as.ts`), a row at a time.
 */
import { readFileSync } from 'node:fs';
import type { UnitRows } from '../../unit-rows.ts';
import { instantiateKernel, PAGE_BYTES } from '../kernels/instantiate.ts';
import { type CodeBits, topCode, zeroPoint } from './tile-product.ts';

/** How a dictionary's rows are coded. */
export interface Coding {
  readonly bits: CodeBits;
  readonly planes: 1 | 2;
}

/**
 * A row whose largest coordinate is beyond this many root mean squares may be coded better with that coordinate cut off: about where
 * a normal number's expected loss is least.
 */
const USUAL_REACHES: Record<CodeBits, number> = { 7: 3.7, 8: 4.2 };

/** Steps of the second plane in one of the first: half a step of the first is the second's largest code. */
export function planeRatio(bits: CodeBits): number {
  return 2 * topCode(bits);
}

/** Coded rows. scale_i * (first plane of i + second plane of i / planeRatio) is the rotated row i up to a residual. */
export interface ByteCodes {
  readonly n: number;
  readonly d: number;
  readonly coding: Coding;
  /** [n, planes, d]; plus the zero point where `offset` was asked for. */
  readonly codes: Uint8Array;
  readonly scales: Float32Array; // [n]
  /** Largest length of a row. */
  readonly length: number;
  /** Largest length of a coded row. */
  readonly codedLength: number;
  /** Largest distance between each rotated row and its coded row. [n] */
  readonly residuals: Float64Array;
}

/**
 * Bound on what float32 loses of a row's length in the rotation: each of at most three transforms has log2(d) stages and a
 * scaling, and each of them rounds every coordinate once; and on what float64 loses in the norms.
 */
function boundRotation(d: number): number {
  return 4 * (Math.log2(d) + 2) * 2 ** -24 + 2 * d * 2 ** -53;
}

/**
 * The codes of `rows`, as signed bytes, or as unsigned ones around the zero point with `offset`. `yieldTurn` is awaited every few
 * milliseconds. Takes n * planes * d bytes.
 */
export async function codeRows(
  rows: UnitRows,
  options: { coding: Coding; offset: boolean; yieldTurn: () => Promise<void> },
): Promise<ByteCodes> {
  const { n, d, values } = rows;
  const { coding } = options;
  const { bits, planes } = coding;
  const top = topCode(bits);
  const kernel = openCodeKernel({ d, planes, top, ratio: planeRatio(bits) });
  const codes = new Uint8Array(n * planes * d);
  const scales = new Float32Array(n);
  const zero = options.offset ? zeroPoint(bits) : 0;
  const rowsPerTurn = Math.max(1, Math.round(2 ** 21 / d));
  let longest = 0;
  let longestCoded = 0;
  const losses = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (i % rowsPerTurn === 0) await options.yieldTurn();
    let square = 0;
    for (let z = i * d; z < (i + 1) * d; z++) square += values[z] * values[z];
    longest = Math.max(longest, square);
    kernel.rotate(values.subarray(i * d, (i + 1) * d));
    let reach = kernel.reach();
    const usual = USUAL_REACHES[bits] * Math.sqrt(square / d);
    if (planes === 1 && reach > usual && kernel.loss(usual / top) < kernel.loss(reach / top)) reach = usual;
    const scale = Math.fround(reach / top);
    scales[i] = scale;
    if (scale === 0) {
      codes.fill(zero, i * planes * d, (i + 1) * planes * d);
      losses[i] = square; // a row too short for a scale is lost as a whole
      continue;
    }
    const coded = kernel.code({ scale, zero });
    codes.set(coded.codes, i * planes * d);
    losses[i] = coded.loss;
    longestCoded = Math.max(longestCoded, coded.square * scale * scale);
  }
  const rotation = boundRotation(d);
  const toLength = (square: number) => Math.sqrt(square) * (1 + rotation);
  return {
    n,
    d,
    coding,
    codes,
    scales,
    length: toLength(longest),
    codedLength: toLength(longestCoded),
    residuals: losses.map((loss) => toLength(loss) + rotation * toLength(longest)),
  };
}

interface Exports {
  rotate(x: number, d: number, signs: number, p: number): void;
  reach(x: number, d: number): number;
  loss(x: number, d: number, scale: number, top: number): number;
  code(...numbers: number[]): void;
}

interface CodeKernel {
  /** Takes a row and rotates it. */
  rotate(row: Float32Array): void;
  /** Largest absolute coordinate of the row taken. */
  reach(): number;
  /** Squared distance between the row taken and its codes at `scale`, first plane only. */
  loss(scale: number): number;
  /** Codes of the row taken, plus `zero`; the squared distance lost, and the coded row's squared length in steps. */
  code(options: { scale: number; zero: number }): { codes: Uint8Array; loss: number; square: number };
}

const bytes = readFileSync(new URL('../kernels/codes.wasm', import.meta.url));
const SIGN_SEED = 0x9e3779b9;

/** Signs of the three transforms, with the factor that keeps lengths: p^-1/2. Seeded by nothing but their number. */
function buildSigns(p: number): Float32Array {
  let state = SIGN_SEED;
  return Float32Array.from({ length: 3 * p }, () => {
    state = (state + 0x6d2b79f5) | 0; // a Weyl sequence, mixed: M. E. O'Neill's and others' "mulberry32"
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed >>> 14) % 2 === 0 ? p ** -0.5 : -(p ** -0.5);
  });
}

/** A kernel for rows of width `d` and codes from -`top` to `top`, with `ratio` steps of the second plane in one of the first. */
function openCodeKernel(options: { d: number; planes: 1 | 2; top: number; ratio: number }): CodeKernel {
  const { d, planes, top, ratio } = options;
  let p = 1;
  while (2 * p <= d) p *= 2;
  const x = PAGE_BYTES; // the first page is left to the module
  const signs = x + Math.ceil(d / 4) * 16;
  const sums = signs + Math.ceil((3 * p) / 4) * 16;
  const codes = sums + 16;
  const end = codes + planes * d;
  const instance = instantiateKernel(bytes, { pages: Math.ceil(end / PAGE_BYTES) });
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
