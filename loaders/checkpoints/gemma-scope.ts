/**
 * Gemma Scope (Google DeepMind): `layer_L/width_W/average_l0_A/params.npz` in repositories named after model and place.
 *
 * `W_enc` [d, n], `W_dec` [n, d], `b_enc`, `b_dec`, `threshold` [n]: JumpReLU that reads x itself. Attention dictionaries live in the space of
 * hook_z; those of the embedding were trained on vectors divided by sqrt(d), a scalar that changes no direction. Nothing is stated in a file.
 */
import type { SourceFolder } from '../files/byte-source.ts';
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { findInPath, nameBelow } from './folder-names.ts';
import type { Statement } from './identity.ts';
import { openPublished } from './published-layout.ts';
import { markTranscoder, transcoderHookpoint } from './transcoder.ts';

/** Places by the last part of a repository's name, as SAELens names them. */
const PLACES: Readonly<Record<string, string>> = {
  res: 'hook_resid_post',
  mlp: 'hook_mlp_out',
  att: 'attn.hook_z',
  transcoders: 'ln2.hook_normalized',
};

export const gemmaScope: CheckpointFormat = {
  name: 'gemma-scope',
  description: 'Gemma Scope: params.npz with W_dec, W_enc and threshold, layers and widths in the folders.',

  recognises({ name, tensors }) {
    const isOurs = name.endsWith('.npz') && tensors?.has('W_dec') && tensors.has('W_enc') && tensors.has('threshold');
    if (isOurs) return 'CONTENT';
    return name === 'params.npz' ? 'NAME' : 'NO';
  },

  open(folder, options) {
    return openPublished(folder, options, () => {
      const isEmbedding = findInPath(folder, /^embedding$/) !== null;
      return {
        format: 'gemma-scope',
        architecture: 'JUMP_RELU',
        decoder: { name: 'W_dec', orientation: 'LATENTS_BY_WIDTH' },
        encoder: { name: 'W_enc', orientation: 'WIDTH_BY_LATENTS' },
        encoderBias: 'b_enc',
        decoderBias: 'b_dec',
        threshold: { name: 'threshold' },
        encoding: {
          ...plainEncoding,
          subtractsDecoderBias: false,
          unsupported: isEmbedding
            ? 'it was trained on embeddings divided by sqrt(d), which activations here are not'
            : null,
        },
        isTranscoder: findInPath(folder, /gemma-scope-\w+-(?:pt|it)-transcoders/) !== null,
        statements: listStatements(folder, isEmbedding),
        config: null,
      };
    });
  },
};

function listStatements(folder: SourceFolder, isEmbedding: boolean): Statement[] {
  const repository = findInPath(folder, /gemma-scope-(2b|9b|27b)-(pt|it)-(res|mlp|att|transcoders)/);
  const layer = findInPath(folder, /^layer_(\d+)$/);
  if (repository === null) return [];
  const [name, size, kind, place] = repository.match;
  const statement: Statement = {
    values: {
      model: `google/gemma-2-${size}${kind === 'it' ? '-it' : ''}`,
      hookpoint: isEmbedding ? 'hook_embed' : layer && `blocks.${layer.match[1]}.${PLACES[place]}`,
      runGroup: nameBelow(folder, { from: repository.at, last: folder.pathComponents.at(-1) ?? '' }),
    },
    because: {
      model: `the folder "${name}" of Gemma Scope`,
      hookpoint: `the folders "${name}" and "${isEmbedding ? 'embedding' : layer?.match[0]}"`,
      runGroup: 'the path',
    },
  };
  if (place !== 'transcoders') return [statement];
  return markTranscoder([statement], (input) =>
    transcoderHookpoint(input, input.replace('ln2.hook_normalized', 'hook_mlp_out')),
  );
}
