/**
 * How far training moved a dictionary from where it began: cosine of each final decoder row with its own initial row.
 *
 * In: final decoder rows, and the seed from which `initial-state.ts` draws the initial ones again. Out: their mean and quantiles.
 */
import { Turns } from '../turns.ts';
import type { InitialRows } from './options/training-option.ts';
import { drawInitialRow } from './step/initial-state.ts';
import type { TrainedDictionary } from './trained-dictionary.ts';

/** Cosines of final with initial decoder rows. */
export interface InitialDistance {
  readonly meanDecoderCosine: number;
  /** Ascending; the first is the least cosine, the last the greatest. */
  readonly quantiles: readonly { readonly fraction: number; readonly cosine: number }[];
  /** Latents counted: all. */
  readonly latents: number;
}

/** From the least to the greatest, with the quartiles and the outer twentieths. */
const FRACTIONS = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

/** Numbers drawn between two turns of the event loop: some milliseconds. */
const DRAWN_TOGETHER = 100_000;

/** The distance of `trained` from the initial decoder rows of `seed`. O(n d), one row at a time. Throws the signal's reason once it is aborted. */
export async function measureInitialDistance(
  { decoder, nLatents: n, dIn: d }: Pick<TrainedDictionary, 'decoder' | 'nLatents' | 'dIn'>,
  { seed, initialRows, signal }: { seed: number; initialRows: InitialRows; signal?: AbortSignal },
): Promise<InitialDistance> {
  const turns = new Turns({ signal });
  const cosines = new Float64Array(n);
  const initial = new Float32Array(d);
  const rowsTogether = Math.ceil(DRAWN_TOGETHER / d);
  for (let i = 0; i < n; i++) {
    if (i % rowsTogether === 0) await turns.yield();
    drawInitialRow({ seed, i, side: 'DECODER', initialRows }, initial);
    cosines[i] = cosine(decoder.subarray(i * d, (i + 1) * d), initial);
  }
  const total = cosines.reduce((sum, value) => sum + value, 0);
  cosines.sort();
  return {
    meanDecoderCosine: total / n,
    quantiles: FRACTIONS.map((fraction) => ({ fraction, cosine: interpolate(cosines, fraction * (n - 1)) })),
    latents: n,
  };
}

/** Summed in float64. */
function cosine(x: Float32Array, y: Float32Array): number {
  let [dot, xx, yy] = [0, 0, 0];
  for (let z = 0; z < x.length; z++) {
    dot += x[z] * y[z];
    xx += x[z] * x[z];
    yy += y[z] * y[z];
  }
  return xx > 0 && yy > 0 ? dot / Math.sqrt(xx * yy) : 0;
}

/** The value at a position between two of `ordered`. */
function interpolate(ordered: Float64Array, position: number): number {
  const [low, high] = [Math.floor(position), Math.ceil(position)];
  return ordered[low] + (ordered[high] - ordered[low]) * (position - low);
}
