/**
 * The Gaussian of a dictionary's unit rows, and random unit rows drawn from it.
 *
 * In: unit rows. Out: mean and Cholesky factor of their covariance in float64, and rows mean + L z scaled to unit length. Zero rows have
 * no direction and are left out of the estimate. Cost: n d^2 / 2 multiplications for the covariance and again for every draw, d^3 / 6
 * for the factor, d^2 float64 of memory. Work is cut into pieces between which the event loop turns, so that heartbeats go on.
 */
import { Turns } from '../turns.ts';
import type { RandomStream } from './random-stream.ts';
import type { UnitRows } from '../unit-rows.ts';

/** A normal distribution over [d]. */
export interface Gaussian {
  readonly d: number;
  readonly mean: Float64Array; // [d]
  /** Lower triangle L of covariance + jitter = L L^T, row-major; above the diagonal nothing is meant. */
  readonly factor: Float64Array; // [d, d]
  /** What was added to the diagonal. */
  readonly jitter: number;
}

/** Multiplications between two turns of the event loop: well under a second. */
const WORK_PER_TURN = 2 ** 27;
/** A normal costs about as much as this many multiplications. */
const NORMAL_COST = 32;
/** Rows handled together: each entry of a [d, d] matrix that is fetched serves all of them. */
const BLOCK = 128;
/**
 * Share of the mean variance added to the diagonal, so that n < d or a flat direction still factors: 1e-5 of the typical spread,
 * far below sampling error. Raised a hundredfold while rounding defeats it.
 */
const FIRST_JITTER = 1e-10;
const LAST_JITTER = 1e-2;

/** Mean and covariance (divided by the number of rows) of the non-zero rows. Float64 throughout. */
export async function estimateGaussian(unit: UnitRows, signal?: AbortSignal): Promise<Gaussian> {
  const { d } = unit;
  const used = nonZeroRows(unit);
  const mean = new Float64Array(d);
  for (const i of used) for (let z = 0; z < d; z++) mean[z] += unit.values[i * d + z] / used.length;

  const covariance = new Float64Array(d * d);
  const columns = new Float64Array(d * BLOCK); // [d, block]: one block of rows, centred, transposed
  const turn = buildTurns(signal);
  for (let start = 0; start < used.length; start += BLOCK) {
    columns.fill(0); // a short last block adds nothing
    for (let r = 0; r < Math.min(BLOCK, used.length - start); r++) {
      const row = used[start + r] * d;
      for (let z = 0; z < d; z++) columns[z * BLOCK + r] = unit.values[row + z] - mean[z];
    }
    for (let y = 0; y < d; y++) {
      for (let z = 0; z <= y; z++)
        covariance[y * d + z] += dot(columns, columns, y * BLOCK, z * BLOCK, BLOCK) / used.length;
      await turn(y * BLOCK);
    }
  }
  return factorise({ d, mean, covariance }, turn);
}

/** `n` rows of `gaussian`, each scaled to unit length and rounded to float32. Reads n x d normals from `stream`. */
export async function drawRows(
  gaussian: Gaussian,
  { n, stream, signal }: { n: number; stream: RandomStream; signal?: AbortSignal },
): Promise<UnitRows> {
  const { d, mean, factor } = gaussian;
  const values = new Float32Array(n * d);
  const normals = new Float64Array(BLOCK * d);
  const rows = new Float64Array(BLOCK * d);
  const turn = buildTurns(signal);
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    for (let z = 0; z < count * d; z++) normals[z] = stream.nextNormal();
    for (let y = 0; y < d; y++) {
      for (let r = 0; r < count; r++) rows[r * d + y] = mean[y] + dot(factor, normals, y * d, r * d, y + 1);
      await turn(count * (y + NORMAL_COST));
    }
    for (let r = 0; r < count; r++) writeUnit(rows.subarray(r * d, (r + 1) * d), values.subarray((start + r) * d));
  }
  return { n, d, values };
}

/** `n` rows uniform on the sphere: independent normals scaled to unit length. Reads n x d normals from `stream`. */
export async function drawIsotropicRows(
  { n, d }: { n: number; d: number },
  { stream, signal }: { stream: RandomStream; signal?: AbortSignal },
): Promise<UnitRows> {
  const values = new Float32Array(n * d);
  const row = new Float64Array(d);
  const turn = buildTurns(signal);
  for (let i = 0; i < n; i++) {
    for (let z = 0; z < d; z++) row[z] = stream.nextNormal();
    writeUnit(row, values.subarray(i * d));
    await turn(d * NORMAL_COST);
  }
  return { n, d, values };
}

/** L with covariance + jitter = L L^T, row by row (Cholesky-Banachiewicz). Throws `RangeError` if no allowed jitter helps. */
async function factorise(
  { d, mean, covariance }: { d: number; mean: Float64Array; covariance: Float64Array },
  turn: Turn,
): Promise<Gaussian> {
  let trace = 0;
  for (let z = 0; z < d; z++) trace += covariance[z * d + z];
  const factor = new Float64Array(d * d);
  if (!(trace > 0)) return { d, mean, factor, jitter: 0 }; // one row, or all rows equal: nothing varies
  for (let share = FIRST_JITTER; share <= LAST_JITTER; share *= 100) {
    const jitter = (share * trace) / d;
    let y = 0;
    for (; y < d; y++) {
      for (let z = 0; z < y; z++) {
        const rest = covariance[y * d + z] - dot(factor, factor, y * d, z * d, z);
        factor[y * d + z] = rest / factor[z * d + z];
      }
      const pivot = covariance[y * d + y] + jitter - dot(factor, factor, y * d, y * d, y);
      if (!(pivot > 0)) break;
      factor[y * d + y] = Math.sqrt(pivot);
      await turn((y * y) / 2);
    }
    if (y === d) return { d, mean, factor, jitter };
  }
  throw new RangeError('expected a covariance that is positive semidefinite up to rounding');
}

/** Dot product of x[xStart..] and y[yStart..] over `count` numbers, in four partial sums. The inner loop of everything here. */
function dot(x: Float64Array, y: Float64Array, xStart: number, yStart: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let z = 0;
  for (; z + 3 < count; z += 4) {
    s0 += x[xStart + z] * y[yStart + z];
    s1 += x[xStart + z + 1] * y[yStart + z + 1];
    s2 += x[xStart + z + 2] * y[yStart + z + 2];
    s3 += x[xStart + z + 3] * y[yStart + z + 3];
  }
  for (; z < count; z++) s0 += x[xStart + z] * y[yStart + z];
  return s0 + s1 + (s2 + s3);
}

/** Writes `row` at unit length to the front of `target`; a row of length 0 stays 0. */
function writeUnit(row: Float64Array, target: Float32Array): void {
  const norm = Math.sqrt(dot(row, row, 0, 0, row.length));
  for (let z = 0; z < row.length; z++) target[z] = norm > 0 ? row[z] / norm : 0;
}

function nonZeroRows({ n, d, values }: UnitRows): Int32Array {
  const isNonZero = (i: number) => values.subarray(i * d, (i + 1) * d).some((value) => value !== 0);
  return Int32Array.from({ length: n }, (_, i) => i).filter(isNonZero);
}

/** Counts work and lets the event loop turn after each piece. Rejects with the signal's reason once it is aborted. */
type Turn = (work: number) => Promise<void> | undefined;

function buildTurns(signal: AbortSignal | undefined): Turn {
  const turns = new Turns({ signal });
  let pending = 0;
  return (work) => {
    pending += work;
    if (pending < WORK_PER_TURN) return undefined;
    pending = 0;
    return turns.yield();
  };
}
