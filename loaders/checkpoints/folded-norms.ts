/**
 * Weights that rank latents by activation times the norm of their decoder row -> the same with decoder rows of norm 1: encoder rows and biases times the norms.
 *
 * SAELens saves its finished BatchTopK and Matryoshka dictionaries so, and the states on the way as they were trained, with one threshold for activations
 * times norms. Folded, the two can be compared, and the threshold holds for activations themselves. (`_fold_norm_topk` of SAELens.)
 */
import type { RowReader } from '../containers/tensor-rows.ts';
import type { VectorReader } from './open-dictionary.ts';

/** Rows read at a time for their norms alone. */
const ROWS_TOGETHER = 1_024;
/** SAELens takes no norm for smaller. */
const MIN_NORM = 1e-8;

export function foldDecoderNorms(of: { decoder: RowReader; encoder: RowReader; encoderBias: VectorReader }): typeof of {
  const { decoder, encoder, encoderBias } = of;
  const { d, n } = decoder;
  return {
    decoder: {
      ...decoder,
      async read(range) {
        const rows = await decoder.read(range);
        const norms = findNorms(rows, d);
        return rows.map((value, at) => value / norms[Math.floor(at / d)]);
      },
    },
    encoder: {
      ...encoder,
      async read(range) {
        const norms = findNorms(await decoder.read(range), d);
        return (await encoder.read(range)).map((value, at) => value * norms[Math.floor(at / d)]);
      },
    },
    async encoderBias() {
      const bias = Float32Array.from(await encoderBias());
      for (let start = 0; start < n; start += ROWS_TOGETHER) {
        const rows = await decoder.read({ start, count: Math.min(ROWS_TOGETHER, n - start) });
        for (const [i, norm] of findNorms(rows, d).entries()) bias[start + i] *= norm;
      }
      return bias;
    },
  };
}

/** Norms of rows [count, d], in float64. */
function findNorms(rows: Float32Array, d: number): Float64Array {
  return Float64Array.from({ length: rows.length / d }, (_, i) => {
    let sum = 0;
    for (let z = i * d; z < (i + 1) * d; z++) sum += rows[z] * rows[z];
    return Math.max(MIN_NORM, Math.sqrt(sum));
  });
}
