/**
 * What is done to an activation before it enters a dictionary, by the names that checkpoints use (SAELens 6, `normalize_activations`).
 *
 * In: activations [count, d]. Out: new activations of the same shape.
 */

/** Normalisations that can be computed from one activation alone. */
export const inputNormalisations = ['none', 'layer_norm', 'constant_norm_rescale'] as const;

export type InputNormalisation = (typeof inputNormalisations)[number];

/** What SAELens adds to a standard deviation before it divides by it. */
const LAYER_NORM_EPSILON = 1e-5;

/**
 * `x` [count, d] normalised, minus `centre` [d], in `into` [count, d], which may not be `x`.
 *
 * layer_norm: (x - mean) / (std + 1e-5) with the standard deviation of d - 1 degrees of freedom. constant_norm_rescale: x sqrt(d) / |x|.
 */
export function prepareInputs(
  x: Float32Array,
  how: { d: number; normalisation: InputNormalisation; centre: Float32Array | null; into: Float32Array },
): void {
  const { d, centre, into } = how;
  for (let from = 0; from < x.length; from += d) {
    const { shift, factor } = findScaling(x.subarray(from, from + d), how.normalisation);
    for (let z = 0; z < d; z++) into[from + z] = (x[from + z] - shift) * factor - (centre === null ? 0 : centre[z]);
  }
}

/** What one activation is shifted and multiplied by: (x - shift) factor. */
function findScaling(x: Float32Array, normalisation: InputNormalisation): { shift: number; factor: number } {
  const d = x.length;
  if (normalisation === 'layer_norm') {
    const { mean, deviation } = findMoments(x);
    return { shift: mean, factor: 1 / (deviation + LAYER_NORM_EPSILON) };
  }
  if (normalisation === 'constant_norm_rescale') {
    let squares = 0;
    for (const value of x) squares += value * value;
    return { shift: 0, factor: squares === 0 ? 0 : Math.sqrt(d / squares) };
  }
  return { shift: 0, factor: 1 };
}

/**
 * What a normalised reconstruction of the activation `x` [d] is multiplied by, and what is then added, to be compared with `x` (SAELens 6,
 * `run_time_activation_ln_out`: the standard deviation without what was added to it).
 */
export function findRescaling(x: Float32Array, normalisation: InputNormalisation): { factor: number; shift: number } {
  if (normalisation === 'layer_norm') {
    const { mean, deviation } = findMoments(x);
    return { factor: deviation, shift: mean };
  }
  const { factor } = findScaling(x, normalisation);
  return { factor: factor === 0 ? 0 : 1 / factor, shift: 0 };
}

function findMoments(x: Float32Array): { mean: number; deviation: number } {
  let mean = 0;
  for (const value of x) mean += value;
  mean /= x.length;
  let squares = 0;
  for (const value of x) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (x.length - 1)) };
}
