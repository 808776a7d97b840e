/**
 * Temporal SAEs: `latest_ckpt.safetensors` with `conf.yaml`. `D` [n, d] are the decoder's rows, `b` [1, d] its bias.
 *
 * What fires depends on the tokens before, by attention layers that are not kept: decoder only.
 */
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { findInPath } from './folder-names.ts';
import { findYamlObject } from '../files/yaml-file.ts';
import { openPublished } from './published-layout.ts';

const CONFIG = 'conf.yaml';

export const temporal: CheckpointFormat = {
  name: 'temporal',
  description: 'Temporal SAEs: latest_ckpt.safetensors with D and attn_layers. Decoder only.',

  recognises({ tensors }) {
    const names = [...(tensors?.keys() ?? [])];
    return tensors?.has('D') && tensors.has('b') && names.some((name) => name.startsWith('attn_layers.'))
      ? 'CONTENT'
      : 'NO';
  },

  async open(folder, options) {
    const config = await findYamlObject(folder, CONFIG);
    const layer = findInPath(folder, /^layer_(\d+)$/);
    const model = findInPath(folder, /^(gemma-2-\d+b|llama-3\.1-8b)$/i);
    return openPublished(folder, options, () => ({
      format: 'temporal',
      architecture: 'OTHER',
      decoder: { name: 'D', orientation: 'LATENTS_BY_WIDTH' },
      encoder: null,
      encoding: {
        ...plainEncoding,
        unsupported: 'what fires depends on the tokens before, by attention layers that are not kept',
      },
      statements: [
        {
          values: {
            hookpoint: layer && `blocks.${layer.match[1]}.hook_resid_post`,
            model: model && `google/${model.match[0].toLowerCase()}`,
          },
          because: { hookpoint: `the folder "${layer?.match[0]}"`, model: `the folder "${model?.match[0]}"` },
        },
      ],
      config,
      otherFiles: config === null ? [] : [CONFIG],
    }));
  },
};
