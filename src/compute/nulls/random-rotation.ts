/**
 * A random rotation of a dictionary: one orthogonal matrix, uniform over all (Haar), applied to every row.
 *
 * In: a width and a stream; then unit rows. Out: the matrix, and the turned rows. The rows keep all cosines among themselves and lose every
 * relation to other dictionaries. Cost: d^3 multiplications for the matrix, n d^2 for the rows. Work is cut into pieces between which the
 * event loop turns.
 */
import type { UnitRows } from '../unit-rows.ts';
import { Turns } from '../turns.ts';
import type { RandomStream } from './random-stream.ts';

/** Rows are orthonormal up to rounding. [d, d] */
export type Rotation = Float64Array;

/**
 * Gaussian rows made orthonormal one after the other (Gram-Schmidt, each row twice, so that rounding leaves nothing of the earlier ones).
 * The factor R has a positive diagonal, so the result is uniform. Reads d x d normals from `stream`.
 */
export async function drawRotation(d: number, stream: RandomStream, signal?: AbortSignal): Promise<Rotation> {
  const turns = new Turns({ signal });
  const rotation = new Float64Array(d * d);
  for (let y = 0; y < d; y++) {
    const row = rotation.subarray(y * d, (y + 1) * d);
    for (let z = 0; z < d; z++) row[z] = stream.nextNormal();
    for (let pass = 0; pass < 2; pass++) {
      for (let x = 0; x < y; x++) {
        const earlier = rotation.subarray(x * d, (x + 1) * d);
        const along = dot(row, earlier);
        for (let z = 0; z < d; z++) row[z] -= along * earlier[z];
        await turns.spend(2 * d);
      }
    }
    const length = Math.sqrt(dot(row, row));
    for (let z = 0; z < d; z++) row[z] /= length;
  }
  return rotation;
}

/** Every row times the rotation, rounded to float32. New rows. */
export async function rotateRows(
  { n, d, values }: UnitRows,
  rotation: Rotation,
  signal?: AbortSignal,
): Promise<UnitRows> {
  const turns = new Turns({ signal });
  const turned = new Float32Array(n * d);
  const row = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    row.set(values.subarray(i * d, (i + 1) * d));
    for (let y = 0; y < d; y++) turned[i * d + y] = dot(row, rotation.subarray(y * d, (y + 1) * d));
    await turns.spend(d * d);
  }
  return { n, d, values: turned };
}

function dot(x: Float64Array, y: Float64Array): number {
  let [s0, s1] = [0, 0];
  let z = 0;
  for (; z + 1 < x.length; z += 2) {
    s0 += x[z] * y[z];
    s1 += x[z + 1] * y[z + 1];
  }
  if (z < x.length) s0 += x[z] * y[z];
  return s0 + s1;
}
