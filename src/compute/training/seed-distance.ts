/**
 * How far apart dictionaries of several seeds are at one moment of training, and each from where it began: cosines of decoder rows.
 *
 * In: decoder rows of every seed after the same steps. Out: means. Seeds that come together are stabilised by training; seeds that were near each
 * other from the beginning, by how they began (arXiv 2606.02061 keeps the two apart).
 */
import { Turns } from '../turns.ts';
import type { InitialRows } from './options/training-option.ts';
import { drawInitialRows } from './step/initial-state.ts';

/** Decoder rows of one seed, of any length; a row of zeros has cosine 0 with all. */
export interface SeedRows {
  readonly seed: number;
  readonly decoder: Float32Array; // [n, d]
}

export interface SeedDistance {
  /** Mean over seeds and latents: the row with the one that it began as. */
  readonly initialCosine: number;
  /** Mean over pairs of seeds and latents: row i of one with row i of the other; null for one seed. */
  readonly sameIndexCosine: number | null;
  /** Mean over pairs of seeds, both ways, and {@link compared} latents: a row with its nearest in the other seed; null for one seed. */
  readonly nearestCosine: number | null;
  /** Latents of each seed whose nearest were looked for: all, or as many as is quick, evenly spaced. */
  readonly compared: number;
}

/** Multiplications that the search for the nearest may take: below a second. */
const NEAREST_WORK = 2 ** 29;

/** The distance between `seeds`, all of [n, d]. Throws the signal's reason once it is aborted. */
export async function measureSeedDistance(
  seeds: readonly SeedRows[],
  { n, d, initialRows, signal }: { n: number; d: number; initialRows: InitialRows; signal?: AbortSignal },
): Promise<SeedDistance> {
  const turns = new Turns({ signal });
  const rows = seeds.map(({ decoder }) => scaleRows(decoder, d));
  let initial = 0;
  for (const [at, { seed }] of seeds.entries()) {
    const { values } = await drawInitialRows({ seed, n, d, side: 'DECODER', initialRows }, signal);
    initial += meanOfRows(n, (i) => dot(rows[at], values, { i, j: i, d }));
  }
  const ways = seeds.length * (seeds.length - 1);
  const compared = ways === 0 ? n : Math.max(1, Math.min(n, Math.floor(NEAREST_WORK / (ways * n * d))));
  let [same, nearest] = [0, 0];
  for (const [a, rowsA] of rows.entries()) {
    for (const [b, rowsB] of rows.entries()) {
      if (a === b) continue;
      same += meanOfRows(n, (i) => dot(rowsA, rowsB, { i, j: i, d }));
      for (let z = 0; z < compared; z++) {
        nearest += findNearest(rowsA, rowsB, { i: Math.floor((z * n) / compared), n, d }) / compared;
        await turns.spend(n * d);
      }
    }
  }
  return {
    initialCosine: initial / seeds.length,
    sameIndexCosine: ways === 0 ? null : same / ways,
    nearestCosine: ways === 0 ? null : nearest / ways,
    compared,
  };
}

function findNearest(a: Float32Array, b: Float32Array, { i, n, d }: { i: number; n: number; d: number }): number {
  let best = -1;
  for (let j = 0; j < n; j++) best = Math.max(best, dot(a, b, { i, j, d }));
  return best;
}

/** Row i of `a` times row j of `b`, in float64. */
function dot(a: Float32Array, b: Float32Array, { i, j, d }: { i: number; j: number; d: number }): number {
  let sum = 0;
  for (let z = 0; z < d; z++) sum += a[i * d + z] * b[j * d + z];
  return sum;
}

/** Each row scaled to unit length; zeros stay. */
function scaleRows(values: Float32Array, d: number): Float32Array {
  const scaled = values.slice();
  for (let start = 0; start < values.length; start += d) {
    let square = 0;
    for (let z = start; z < start + d; z++) square += values[z] ** 2;
    if (square > 0) for (let z = start; z < start + d; z++) scaled[z] /= Math.sqrt(square);
  }
  return scaled;
}

function meanOfRows(n: number, of: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of(i);
  return sum / n;
}
