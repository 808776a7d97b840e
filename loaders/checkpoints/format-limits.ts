/** What checkpoint formats cannot say, refused the same way by every writer. */
import { ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';
import type { FinishedDictionary } from './finished-dictionary.ts';

/** A refusal: `fault` completes "Cannot write X as FORMAT: ". */
export function cannotExpress(
  dictionary: FinishedDictionary,
  why: { format: string; fault: string; hint: string },
): ReseedError {
  return new ReseedError(
    'FORMAT_CANNOT_EXPRESS',
    `Cannot write "${clip(dictionary.name)}" as ${why.format}: ${why.fault}`,
    { hint: why.hint },
  );
}

/** The parts that every format needs. Throws `FORMAT_CANNOT_EXPRESS` where one is missing, and for transcoders. */
export function getCommonParts(
  dictionary: FinishedDictionary,
  format: string,
): { encoderBias: Float32Array; decoderBias: Float32Array } {
  const { encoderBias, decoderBias, encoding, facts, identity } = dictionary;
  const refuse = (fault: string) =>
    cannotExpress(dictionary, {
      format,
      fault,
      hint: 'Only dictionaries with encoder, both biases and one place for input and output can be written.',
    });
  if (!facts.hasEncoder) throw refuse('it has no encoder; expected encoder rows');
  if (encoderBias === null) throw refuse('its encoder bias is not known; expected one per latent');
  if (decoderBias === null) throw refuse('its decoder bias is not known; expected one per dimension');
  if (encoding.inputScale !== 1)
    throw refuse(`its input is scaled by ${encoding.inputScale}; expected activations as the model gives them`);
  if (encoding.unsupported !== null) throw refuse(`${encoding.unsupported}; expected weights that decide the codes`);
  if (identity.hookpoint?.includes(' -> ') === true)
    throw refuse('it is a transcoder, whose skip connection is not kept; expected an autoencoder');
  return { encoderBias, decoderBias };
}

/** `k`, which the TopK kinds need. */
export function getK(dictionary: FinishedDictionary, format: string): number {
  const { k } = dictionary.facts;
  if (k !== null) return k;
  throw cannotExpress(dictionary, {
    format,
    fault: 'its k is not known; expected the number of active latents',
    hint: 'Import it again with a configuration that states k.',
  });
}
