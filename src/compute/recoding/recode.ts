/**
 * Sparse non-negative recoding: one direction rebuilt from a few latents of another dictionary.
 *
 * In: a direction and the other dictionary's rows. Out: which rows, with which weights, and how much of the direction they explain after
 * each. Method: orthogonal matching pursuit (Pati, Rezaiifar and Krishnaprasad, 1993) with non-negative weights: the row with the largest
 * positive dot product with what is left comes in, and all weights are fitted afresh. Greedy: the best set of k rows may explain more.
 * Non-negative, because a latent's activation is: a direction that only -d explains is not explained.
 */
import { Turns } from '../turns.ts';
import type { UnitRows } from '../unit-rows.ts';
import { fitNonNegative, type NormalEquations } from './non-negative-fit.ts';

export interface Recoding {
  /** Rows in the order in which they came in; fewer than asked for where no row has anything to add. [k] */
  readonly atoms: Int32Array;
  /** Their weights in the last fit, each at least 0. [k] */
  readonly coefficients: Float64Array;
  /** 1 - |x - sum c d|^2 / |x|^2 after each row; never falls, up to rounding. [k] */
  readonly rSquared: Float64Array;
  /** The normal equations of the last fit, from which the fit of fewer of these rows follows, too. */
  readonly fit: NormalEquations;
}

export interface RecodeOptions {
  /** Rows to use at most. */
  readonly atoms: number;
  /** 1: the row may be used, 0: it may not; all may if absent or null. [n] */
  readonly allowed?: Uint8Array | null;
  readonly signal?: AbortSignal;
  /** May rewrite the row that has just come in (see {@link nullRecoding}). */
  readonly onPick?: (row: number) => void;
}

/**
 * A dot product with what is left below this share of |x| adds less than 1e-12 to R^2, which the rounding of float32 rows alone may do.
 */
const NOTHING_LEFT = 1e-6;

/**
 * Rebuilds `x` [d], of any length, from `rows` of at most unit length. Float64 over float32 rows; of equal rows the lower index. A zero `x` has no atoms.
 * O(atoms n d); the event loop turns between passes. Rejects with the signal's reason once it is aborted.
 */
export async function recode(x: Float32Array, rows: UnitRows, options: RecodeOptions): Promise<Recoding> {
  const { d } = rows;
  if (x.length !== d) throw new RangeError(`expected ${d} values, got ${x.length}`);
  const turns = new Turns({ signal: options.signal });
  const total = dot(x, x);
  const picked: number[] = [];
  const rSquared: number[] = [];
  let coefficients: Float64Array = new Float64Array(0);
  let fit: NormalEquations = { gram: [], products: [] };
  const rest = Float64Array.from(x);
  const most = total > 0 ? options.atoms : 0;
  while (picked.length < most) {
    await turns.yield();
    const { row, product } = nearestRow(rest, rows, options.allowed ?? null);
    if (product <= NOTHING_LEFT * Math.sqrt(total) || picked.includes(row)) break;
    options.onPick?.(row);
    picked.push(row);
    const vectors = picked.map((i) => rows.values.subarray(i * d, (i + 1) * d));
    fit = {
      gram: vectors.flatMap((one) => vectors.map((other) => dot(one, other))),
      products: vectors.map((one) => dot(one, x)),
    };
    coefficients = fitNonNegative(fit);
    for (let z = 0; z < d; z++) {
      rest[z] = x[z];
      for (const [k, vector] of vectors.entries()) rest[z] -= coefficients[k] * vector[z];
    }
    rSquared.push(1 - dot(rest, rest) / total);
  }
  return { atoms: Int32Array.from(picked), coefficients, rSquared: Float64Array.from(rSquared), fit };
}

/** The allowed row with the largest signed dot product; -Infinity if there is none. */
function nearestRow(
  rest: Float64Array,
  { n, d, values }: UnitRows,
  allowed: Uint8Array | null,
): { row: number; product: number } {
  let row = -1;
  let product = -Infinity;
  for (let i = 0; i < n; i++) {
    if (allowed?.[i] === 0) continue;
    const start = i * d;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let z = 0;
    for (; z + 3 < d; z += 4) {
      s0 += rest[z] * values[start + z];
      s1 += rest[z + 1] * values[start + z + 1];
      s2 += rest[z + 2] * values[start + z + 2];
      s3 += rest[z + 3] * values[start + z + 3];
    }
    for (; z < d; z++) s0 += rest[z] * values[start + z];
    const sum = s0 + s1 + (s2 + s3);
    if (sum > product) [row, product] = [i, sum];
  }
  return { row, product };
}

function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let z = 0; z < x.length; z++) sum += x[z] * y[z];
  return sum;
}
