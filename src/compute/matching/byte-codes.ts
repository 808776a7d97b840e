/**
 * Unit rows -> one byte per coordinate, after a rotation that spreads every row evenly over its coordinates, with what that
 * rounding can add to a dot product.
 *
 * The rotation is orthogonal and the same for all rows, so it changes no dot product: seeded signs and Walsh-Hadamard transforms
 * (N. Ailon, B. Chazelle, The fast Johnson-Lindenstrauss transform, 2009). Coordinates of a rotated row are near Gaussian,
 * whatever the row was, so 255 levels lose about 1% of its length and 127 levels 2%; a second plane of bytes, for what the first one
 * lost, leaves next to nothing. Errors are bounded by norms, not by that expectation: for rows x = p + r and y = q + s, with p and q the coded
 * rows, |x.y - p.q| <= |r||y| + |p||s|.
 */
import { type CodeBits, topCode, zeroPoint } from './byte-product.ts';
import { openCodeKernel } from './code-kernel.ts';
import type { UnitRows } from '../unit-rows.ts';

/** How a dictionary's rows are coded. */
export interface Coding {
  readonly bits: CodeBits;
  readonly planes: 1 | 2;
}

/**
 * A row whose largest coordinate is beyond this many root mean squares may be coded better with that coordinate cut off: about where
 * a normal number's expected loss is least.
 */
const usualReaches: Record<CodeBits, number> = { 7: 3.7, 8: 4.2 };

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
    const usual = usualReaches[bits] * Math.sqrt(square / d);
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
