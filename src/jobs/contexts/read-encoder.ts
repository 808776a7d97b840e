/** A stored dictionary -> what encodes with it, by the conventions of the format that it came from. */
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { SpaceRow } from '../../../db/stores/catalogue.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { readDictionaryWeights } from '../../../db/stores/dictionary-weights.ts';
import { readRows } from '../../../db/stores/latents.ts';
import type { Session } from '../../../db/connect/session.ts';
import { joinNormalisation } from '../../../loaders/checkpoints/normalisation.ts';
import type { EncoderKind } from '../../compute/encoding/encoder-weights.ts';
import { type InputNormalisation, inputNormalisations } from '../../compute/encoding/input-normalisation.ts';
import { ReseedError } from '../../errors.ts';
import { encodingOf } from '../checkpoints/stored-dictionary.ts';
import { buildEncodingWeights, type EncodingWeights } from './encoding-weights.ts';

export type { EncodingWeights } from './encoding-weights.ts';

const KINDS: readonly EncoderKind[] = ['TOPK', 'BATCH_TOPK', 'RELU_L1', 'GATED', 'JUMP_RELU'];

/** Whether a dictionary can encode, before anything is read. Throws `CANNOT_ENCODE`, `NO_WEIGHTS`. */
export function checkCanEncode(dictionary: DictionaryRow, space: SpaceRow): void {
  const { architecture, hasEncoder, k } = dictionary;
  assertWeights([dictionary], 'encode');
  if (!hasEncoder) throw cannotEncode(dictionary, 'it has no encoder; expected encoder rows');
  if (!KINDS.some((kind) => kind === architecture))
    throw cannotEncode(dictionary, `its architecture is ${architecture}; expected one of ${KINDS.join(', ')}`);
  if (architecture === 'TOPK' && k === null)
    throw cannotEncode(dictionary, 'its k is not known; expected one in its configuration');
  const normalisation = normalisationOf(dictionary, space);
  if (!inputNormalisations.some((name) => name === normalisation))
    throw cannotEncode(
      dictionary,
      `its inputs are normalised by "${normalisation}", which activations alone do not determine; expected ${inputNormalisations.join(', ')}`,
    );
  const { unsupported } = encodingOf(dictionary);
  if (unsupported !== null) throw cannotEncode(dictionary, `${unsupported}; expected weights that decide the codes`);
  if (space.hookpoint.includes(' -> ') || dictionary.config?.transcode === true)
    throw cannotEncode(dictionary, 'it is a transcoder; expected a dictionary that reads and writes one place');
}

/** Reads both sides. Throws `CANNOT_ENCODE` for what {@link checkCanEncode} refuses, and where a part that the architecture needs was not kept. */
export async function readEncoder(
  s: Session,
  of: { dictionary: DictionaryRow; space: SpaceRow },
): Promise<EncodingWeights> {
  const { dictionary, space } = of;
  checkCanEncode(dictionary, space);
  const { spaceId, id: dictionaryId, nLatents: n, dIn: d, architecture } = dictionary;
  const range = { spaceId, dictionaryId, start: 0, count: n, d };
  const weights = await readDictionaryWeights(s, { spaceId, id: dictionaryId, n });
  const { threshold, magnitudeBias, magnitudeLogScale } = weights;
  if ((architecture === 'JUMP_RELU' || architecture === 'BATCH_TOPK') && threshold === null)
    throw cannotEncode(dictionary, 'its threshold is not known; expected one for every latent');
  if (architecture === 'GATED' && (magnitudeBias === null || magnitudeLogScale === null))
    throw cannotEncode(dictionary, 'it is gated and its magnitude path was not kept; expected bias and scale of it');
  return buildEncodingWeights({
    architecture: architecture as EncoderKind,
    k: dictionary.k,
    n,
    d,
    conventions: encodingOf(dictionary),
    normalisation: normalisationOf(dictionary, space) as InputNormalisation,
    decoderRows: await readRows(s, { ...range, side: 'DECODER' }),
    encoderRows: await readRows(s, { ...range, side: 'ENCODER' }),
    ...weights,
  });
}

/** All that is done to inputs before they enter. */
export function normalisationOf(dictionary: DictionaryRow, space: SpaceRow): string {
  return joinNormalisation({
    directions: space.normalisation,
    scalar: encodingOf(dictionary).scalarNormalisation,
  });
}

function cannotEncode({ name }: DictionaryRow, fault: string): ReseedError {
  return new ReseedError('CANNOT_ENCODE', `Cannot encode with "${name}": ${fault}`, {
    hint: 'Import it again from a checkpoint that says all of this, or choose other dictionaries.',
  });
}
