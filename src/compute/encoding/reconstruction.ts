/**
 * Latents that fire -> the activation that a dictionary makes of them, and how far it is from the one it was shown.
 *
 * In: sparse latent activations of `count` tokens, with the activations [count, d] that they were encoded from. Out: float64.
 */
import { findRescaling, type InputNormalisation } from './input-normalisation.ts';
import type { SparseActivations } from './sparse-activations.ts';

/** What rebuilds: xhat = sum_i f_i D_i / scale_i + bias, with the normalisation of the input undone. */
export interface DecoderWeights {
  readonly d: number;
  readonly rows: Float32Array; // [n, d]
  readonly bias: Float32Array | null; // [d]
  readonly scale: Float32Array | null; // [n]
  readonly normalisation: InputNormalisation;
}

/** Writes xhat of token `t`, whose activation is `x` [d], to `into` [d]. */
export function rebuildToken(
  { d, rows, bias, scale, normalisation }: DecoderWeights,
  of: { x: Float32Array; fired: SparseActivations; t: number; into: Float64Array },
): void {
  const { fired, t, into } = of;
  if (bias === null) into.fill(0);
  else into.set(bias);
  for (let at = fired.offsets[t]; at < fired.offsets[t + 1]; at++) {
    const latent = fired.indices[at];
    const value = scale === null ? fired.values[at] : fired.values[at] / scale[latent];
    for (let z = 0; z < d; z++) into[z] += value * rows[latent * d + z];
  }
  if (normalisation === 'none') return;
  const { factor, shift } = findRescaling(of.x, normalisation);
  for (let z = 0; z < d; z++) into[z] = into[z] * factor + shift;
}

/** |x - xhat|^2 of each token. [count] */
export function measureErrors(decoder: DecoderWeights, x: Float32Array, fired: SparseActivations): Float64Array {
  const { d } = decoder;
  const into = new Float64Array(d);
  return Float64Array.from({ length: fired.count }, (_, t) => {
    const token = x.subarray(t * d, (t + 1) * d);
    rebuildToken(decoder, { x: token, fired, t, into });
    let error = 0;
    for (let z = 0; z < d; z++) error += (token[z] - into[z]) ** 2;
    return error;
  });
}

/** Mean over the tokens of |x - mean x|^2; `x` is [count, d]. 0 for one token. */
export function meanVariance(x: Float32Array, d: number): number {
  const count = x.length / d;
  const mean = new Float64Array(d);
  for (let at = 0; at < x.length; at++) mean[at % d] += x[at] / count;
  let sum = 0;
  for (let at = 0; at < x.length; at++) sum += (x[at] - mean[at % d]) ** 2;
  return sum / count;
}

/** Length of what each latent adds to a reconstruction per unit of its activation, before a normalisation is undone. [n] */
export function measureRows({ d, rows, scale }: DecoderWeights): Float64Array {
  return Float64Array.from({ length: rows.length / d }, (_, i) => {
    let squares = 0;
    for (let z = i * d; z < (i + 1) * d; z++) squares += rows[z] ** 2;
    return Math.sqrt(squares) / (scale === null ? 1 : scale[i]);
  });
}
