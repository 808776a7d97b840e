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
  const { d, normalisation, centre, into } = how;
  for (let from = 0; from < x.length; from += d) {
    let shift = 0;
    let scale = 1;
    if (normalisation === 'layer_norm') {
      for (let z = from; z < from + d; z++) shift += x[z];
      shift /= d;
      let squares = 0;
      for (let z = from; z < from + d; z++) squares += (x[z] - shift) ** 2;
      scale = 1 / (Math.sqrt(squares / (d - 1)) + LAYER_NORM_EPSILON);
    } else if (normalisation === 'constant_norm_rescale') {
      let squares = 0;
      for (let z = from; z < from + d; z++) squares += x[z] * x[z];
      scale = squares === 0 ? 0 : Math.sqrt(d / squares);
    }
    for (let z = 0; z < d; z++) into[from + z] = (x[from + z] - shift) * scale - (centre === null ? 0 : centre[z]);
  }
}
