/**
 * Weights as they are stored, with the conventions of their format -> what encodes and rebuilds activations as the model gives them.
 *
 * Scales and norms are folded into rows, biases and thresholds, so that encoders know nothing of formats.
 */
import type { EncodingConventions } from '../../../loaders/checkpoints/checkpoint.ts';
import type { EncoderKind, EncoderWeights } from '../../compute/encoding/encoder-weights.ts';
import type { InputNormalisation } from '../../compute/encoding/input-normalisation.ts';
import type { DecoderWeights } from '../../compute/encoding/reconstruction.ts';

/** Both sides of a dictionary. */
export interface EncodingWeights {
  encoder: EncoderWeights;
  decoder: DecoderWeights;
}

/** Arrays are used in place where nothing has to be folded in. */
export interface StoredWeights {
  architecture: EncoderKind;
  k: number | null;
  n: number;
  d: number;
  conventions: EncodingConventions;
  normalisation: InputNormalisation;
  decoderRows: Float32Array; // [n, d]
  encoderRows: Float32Array; // [n, d]
  encoderBias: Float32Array | null; // [n]
  decoderBias: Float32Array | null; // [d]
  threshold: Float32Array | null; // [n]
  magnitudeBias: Float32Array | null; // [n]
  magnitudeLogScale: Float32Array | null; // [n]
}

/** What encodes with `stored`, and what rebuilds. */
export function buildEncodingWeights(stored: StoredWeights): EncodingWeights {
  const { architecture: kind, k, n, d, conventions, normalisation, decoderBias, threshold } = stored;
  const { magnitudeBias, magnitudeLogScale } = stored;
  const { subtractsDecoderBias, ranksByDecoderNorm, inputScale } = conventions;
  const norms = ranksByDecoderNorm ? rowNorms(stored.decoderRows, d) : null;
  const scale = kind === 'TOPK' ? norms : null;
  const outputBias = decoderBias && scaled(decoderBias, 1 / inputScale);
  return {
    encoder: {
      kind,
      n,
      d,
      k,
      rows: scaled(stored.encoderRows, inputScale),
      bias: stored.encoderBias ?? new Float32Array(n),
      normalisation,
      centre: subtractsDecoderBias ? outputBias : null,
      scale,
      // z |D_i| > t is z > t / |D_i|: activations themselves stay as they are.
      threshold: norms && threshold ? threshold.map((t, i) => t / norms[i]) : threshold,
      magnitude: magnitudeBias && magnitudeLogScale && { bias: magnitudeBias, logScale: magnitudeLogScale },
    },
    decoder: { d, rows: scaled(stored.decoderRows, 1 / inputScale), bias: outputBias, scale, normalisation },
  };
}

/** `values` times `factor`; themselves where that changes nothing. */
function scaled(values: Float32Array, factor: number): Float32Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

function rowNorms(rows: Float32Array, d: number): Float32Array {
  return Float32Array.from({ length: rows.length / d }, (_, i) => Math.hypot(...rows.subarray(i * d, (i + 1) * d)));
}
