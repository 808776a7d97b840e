/**
 * OpenAI's sparse_autoencoder: one `.pt` for each layer, `<location>_v5_32k/autoencoders/<layer>.pt`.
 *
 * `decoder.weight` [d, n] columns, `encoder.weight` [n, d], `latent_bias` [n], `pre_bias` [d], which is subtracted from inputs. Where the activation is TopK,
 * inputs are first normalised to mean 0 and standard deviation 1 (their space is another one); k is stored with the weights.
 */
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { findInPath } from './folder-names.ts';
import type { Statement } from './identity.ts';
import { openPublished } from './published-layout.ts';

/** Their names of places, as TransformerLens calls them. */
const PLACES: Readonly<Record<string, string>> = {
  resid_post_attn: 'hook_resid_mid',
  resid_post_mlp: 'hook_resid_post',
  resid_delta_attn: 'hook_attn_out',
  resid_delta_mlp: 'hook_mlp_out',
  mlp_post_act: 'mlp.hook_post',
};

export const openAi: CheckpointFormat = {
  name: 'open-ai',
  description: "OpenAI's sparse_autoencoder: <layer>.pt with latent_bias and pre_bias.",

  recognises({ tensors }) {
    return tensors?.has('latent_bias') && tensors.has('pre_bias') && tensors.has('decoder.weight') ? 'CONTENT' : 'NO';
  },

  open(folder, options) {
    return openPublished(folder, options, ({ values }) => {
      const isTopK = values.get('activation') === 'TopK';
      const k = values.get('activation_state_dict.k');
      const place = findInPath(
        folder,
        /^(resid_post_attn|resid_post_mlp|resid_delta_attn|resid_delta_mlp|mlp_post_act)_(v\d+_\w+)$/,
      );
      const layer = options.weights.match(/^(\d+)\.pt$/)?.[1];
      const statement: Statement = {
        values: {
          model: 'gpt2',
          hookpoint: place && layer !== undefined ? `blocks.${layer}.${PLACES[place.match[1]]}` : null,
          normalisation: isTopK ? 'layer_norm' : 'none',
          runGroup: place && layer !== undefined ? `${place.match[0]}/${layer}` : null,
        },
        because: {
          model: 'OpenAI published dictionaries of GPT-2 small',
          hookpoint: `the folder "${place?.match[0]}" and the file "${options.weights}"`,
          runGroup: 'the path',
        },
      };
      return {
        format: 'open-ai',
        architecture: isTopK ? 'TOPK' : 'RELU_L1',
        k: isTopK && typeof k === 'number' ? k : null,
        decoder: { name: 'decoder.weight', orientation: 'WIDTH_BY_LATENTS' },
        encoder: { name: 'encoder.weight', orientation: 'LATENTS_BY_WIDTH' },
        encoderBias: 'latent_bias',
        decoderBias: 'pre_bias',
        encoding: plainEncoding,
        statements: [statement],
        config: Object.fromEntries(values),
      };
    });
  },
};
