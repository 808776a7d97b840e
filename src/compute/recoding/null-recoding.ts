/**
 * What chance gives: the same recoding of a direction from random directions.
 *
 * In: n, d and how many rows may come in. Out: mean R^2 after each, over seeded draws of n independent rows uniform on the sphere in d
 * dimensions. The rows are uniform, so the direction does not matter: it is the first axis.
 *
 * Only what the pursuit looks at is drawn, which changes nothing in distribution and costs n numbers per atom instead of n x d. After k rows
 * have come in, it has seen k + 1 coordinates of every row, in an orthonormal basis of the direction and of what each row that came in added
 * to it; what a row has beyond these is uniform on a sphere of its own, whatever has been seen. So each row is its first `atoms` coordinates;
 * and when a row comes in, the next axis is turned to where the rest of it points.
 */
import { buildRandomStream, naturalLogarithm, type RandomStream } from '../nulls/random-stream.ts';
import type { UnitRows } from '../unit-rows.ts';
import { recode } from './recode.ts';

/** Sizes of a dictionary and of a recoding. */
export interface RecodingShape {
  readonly n: number;
  readonly d: number;
  readonly atoms: number;
}

export interface NullOptions {
  readonly draws: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** Mean R^2 after 1, 2, ... `atoms` random rows, [atoms]; a draw that ends early keeps its last. O(draws n atoms^2). */
export async function nullRecoding(shape: RecodingShape, { draws, seed, signal }: NullOptions): Promise<Float64Array> {
  const { n, d, atoms } = shape;
  const mean = new Float64Array(atoms);
  const p = Math.min(d, atoms + 1); // the pursuit sees `atoms` axes; the last row that comes in may need one more
  const x = new Float32Array(p);
  x[0] = 1;
  for (let draw = 0; draw < draws; draw++) {
    const rows = drawHeads({ n, d, p }, buildRandomStream(seed, [draw]));
    let known = 1; // axes that the pursuit has fixed
    const { rSquared } = await recode(x, rows, { atoms, signal, onPick: (row) => turnNextAxis(rows, row, known++) });
    for (let k = 0; k < atoms; k++) mean[k] += (rSquared[Math.min(k, rSquared.length - 1)] ?? 0) / draws;
  }
  return mean;
}

/** The first `p` coordinates of `n` rows uniform on the sphere in `d` dimensions, [n, p]. */
function drawHeads({ n, d, p }: { n: number; d: number; p: number }, stream: RandomStream): UnitRows {
  const values = new Float32Array(n * p);
  const normals = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    let square = d > p ? drawChiSquare(d - p, stream) : 0;
    for (let z = 0; z < p; z++) {
      normals[z] = stream.nextNormal();
      square += normals[z] * normals[z];
    }
    for (let z = 0; z < p; z++) values[i * p + z] = normals[z] / Math.sqrt(square);
  }
  return { n, d: p, values };
}

/** Puts all that `row` has beyond the first `known` axes on the next one. */
function turnNextAxis({ d: p, values }: UnitRows, row: number, known: number): void {
  if (known >= p) return;
  let rest = 1;
  for (let z = 0; z < p; z++) {
    if (z < known) rest -= values[row * p + z] ** 2;
    else values[row * p + z] = 0;
  }
  values[row * p + known] = Math.sqrt(Math.max(0, rest));
}

/** A sum of `degrees` squared standard normals. Above one degree by the gamma sampler of Marsaglia and Tsang (2000). */
function drawChiSquare(degrees: number, stream: RandomStream): number {
  if (degrees === 1) return stream.nextNormal() ** 2;
  const scale = degrees / 2 - 1 / 3;
  const spread = 1 / Math.sqrt(9 * scale);
  for (;;) {
    const normal = stream.nextNormal();
    const cube = (1 + spread * normal) ** 3;
    const uniform = stream.nextUniform();
    if (cube <= 0 || uniform === 0) continue;
    if (naturalLogarithm(uniform) < normal ** 2 / 2 + scale * (1 - cube + naturalLogarithm(cube)))
      return 2 * scale * cube;
  }
}
