/**
 * Unit rows -> one byte per coordinate, after a rotation that spreads every row evenly over its coordinates, with what that
 * rounding can add to a dot product.
 *
 * The rotation is orthogonal and the same for all rows, so it changes no dot product: seeded signs and Walsh-Hadamard transforms
 * (N. Ailon, B. Chazelle, The fast Johnson-Lindenstrauss transform, 2009). Coordinates of a rotated row are near Gaussian,
 * whatever the row was, so 255 levels lose about 1% of its length. Errors are bounded by norms, not by that expectation: for rows
 * x = p + r and y = q + s, with p and q the coded rows, |x.y - p.q| <= |r||y| + |p||s|.
 */
import type { UnitRows } from '../unit-rows.ts';

/** Largest code; the smallest is its negative. */
const topCode = 127;
/** A row whose largest coordinate is beyond this many root mean squares may be coded better with that coordinate cut off. */
const usualReach = 4.2;
/** Bound on what float64 loses of a row's length in the rotation and in the norms: 3 transforms of 24 stages, generously. */
const rotationError = 1e-12;
const signSeed = 0x9e3779b9;

/** Coded rows. `scale_i * codes_i` is the rotated row i up to a residual. */
export interface ByteCodes {
  readonly n: number;
  readonly d: number;
  /** [n, d]; plus 128 where `offset` was asked for. */
  readonly codes: Uint8Array;
  readonly scales: Float32Array; // [n]
  /** Largest length of a row. */
  readonly length: number;
  /** Largest length of a coded row. */
  readonly codedLength: number;
  /** Largest distance between a rotated row and its coded row. */
  readonly residual: number;
}

/** A seeded rotation of vectors of length `d`, in place. */
function buildRotation(d: number): (x: Float64Array) => void {
  let p = 1;
  while (2 * p <= d) p *= 2;
  const starts = p === d ? [0] : [0, d - p, 0]; // overlapping windows mix all coordinates
  let state = signSeed;
  const signs = starts.map(() =>
    Float64Array.from({ length: p }, () => {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5; // a weak generator will do: the signs are fixed
      return ((state ^ (state >>> 13)) & 1) === 0 ? p ** -0.5 : -(p ** -0.5);
    }),
  );
  return (x) => {
    for (const [step, start] of starts.entries()) {
      for (let z = 0; z < p; z++) x[start + z] *= signs[step][z];
      for (let half = 1; half < p; half *= 2)
        for (let block = start; block < start + p; block += 2 * half)
          for (let z = block; z < block + half; z++) {
            const sum = x[z] + x[z + half];
            x[z + half] = x[z] - x[z + half];
            x[z] = sum;
          }
    }
  };
}

/** Squared distance between `x` and its codes at `scale`. */
function measureLoss(x: Float64Array, scale: number): number {
  let sum = 0;
  for (let z = 0; z < x.length; z++) {
    const loss = x[z] - scale * Math.min(topCode, Math.max(-topCode, Math.round(x[z] / scale)));
    sum += loss * loss;
  }
  return sum;
}

/**
 * The codes of `rows`, as signed bytes, or as unsigned ones around 128 with `offset`. `breathe` is awaited every few
 * milliseconds. Takes n * d bytes.
 */
export async function codeRows(
  rows: UnitRows,
  options: { offset: boolean; breathe: () => Promise<void> },
): Promise<ByteCodes> {
  const { n, d, values } = rows;
  const rotate = buildRotation(d);
  const codes = new Uint8Array(n * d);
  const scales = new Float32Array(n);
  const zero = options.offset ? 128 : 0;
  const x = new Float64Array(d);
  const rowsPerTurn = Math.max(1, Math.round(2 ** 20 / d));
  let longest = 0;
  let longestCoded = 0;
  let largestLoss = 0;
  for (let i = 0; i < n; i++) {
    if (i % rowsPerTurn === 0) await options.breathe();
    let square = 0;
    for (let z = 0; z < d; z++) {
      x[z] = values[i * d + z];
      square += x[z] * x[z];
    }
    longest = Math.max(longest, square);
    rotate(x);
    let reach = 0;
    for (let z = 0; z < d; z++) reach = Math.max(reach, Math.abs(x[z]));
    const usual = usualReach * Math.sqrt(square / d);
    if (reach > usual && measureLoss(x, usual / topCode) < measureLoss(x, reach / topCode)) reach = usual;
    const scale = Math.fround(reach / topCode);
    scales[i] = scale;
    let loss = 0;
    let coded = 0;
    for (let z = 0; z < d; z++) {
      const code = scale > 0 ? Math.min(topCode, Math.max(-topCode, Math.round(x[z] / scale))) : 0;
      const rest = x[z] - scale * code;
      loss += rest * rest;
      coded += code * code;
      codes[i * d + z] = code + zero;
    }
    largestLoss = Math.max(largestLoss, loss);
    longestCoded = Math.max(longestCoded, coded * scale * scale);
  }
  const toLength = (square: number) => Math.sqrt(square) * (1 + rotationError);
  return {
    n,
    d,
    codes,
    scales,
    length: toLength(longest),
    codedLength: toLength(longestCoded),
    residual: toLength(largestLoss) + rotationError * toLength(longest),
  };
}
