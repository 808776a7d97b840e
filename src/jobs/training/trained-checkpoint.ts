/**
 * A trained dictionary in memory -> a {@link Checkpoint}, so that it is surveyed, hashed and loaded exactly as an import is.
 */
import { type Checkpoint, type Identity, plainEncoding } from '../../../loaders/checkpoints/checkpoint.ts';
import type { TrainedDictionary } from '../../compute/training/trained-dictionary.ts';

/** Name of the format in provenance: no file was read. */
export const TRAINED_FORMAT = 'reseed-training';

/** The checkpoint. `config` is what provenance shows. Rows are views: the dictionary must not change meanwhile. */
export function buildTrainedCheckpoint(
  trained: TrainedDictionary,
  told: { identity: Identity; l1Coefficient: number | null; config: Record<string, unknown> },
): Checkpoint {
  const { nLatents: n, dIn: d } = trained;
  return {
    format: TRAINED_FORMAT,
    facts: {
      architecture: trained.architecture,
      nLatents: n,
      dIn: d,
      k: trained.k,
      l1Coefficient: told.l1Coefficient,
      hasEncoder: true,
    },
    encoding: plainEncoding,
    identity: told.identity,
    guesses: [],
    config: told.config,
    files: [],
    tensorNames: { DECODER: 'decoder', ENCODER: 'encoder' },
    readRows: async (side, { start, count }) =>
      (side === 'DECODER' ? trained.decoder : trained.encoder).subarray(start * d, (start + count) * d),
    readScalars: async () => ({
      encoderBias: trained.encoderBias,
      threshold: expandThreshold(trained),
      magnitudeBias: trained.magnitude?.bias ?? null,
      magnitudeLogScale: trained.magnitude?.logScale ?? null,
      firingFrequency: trained.logFrequency.map((log) => 10 ** log),
    }),
    readDecoderBias: async () => trained.decoderBias,
    skip: null,
    hashFiles: async () => [],
    close: async () => {},
  };
}

/** One threshold per latent; BATCH_TOPK has one for all. */
function expandThreshold({ threshold, nLatents }: TrainedDictionary): Float32Array | null {
  if (threshold === null || threshold.length === nLatents) return threshold;
  return new Float32Array(nLatents).fill(threshold[0]);
}
