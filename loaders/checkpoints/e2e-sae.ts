/**
 * e2e_sae (Apollo Research): `samples_N.pt` with `final_config.yaml`.
 *
 * Tensors are named by their hook, dots written as dashes: `blocks-6-hook_resid_pre.encoder.0.weight` [n, d], `.encoder.0.bias`, `.decoder.weight` [d, n], `.decoder.bias`. ReLU that reads x
 * itself; the decoder's columns are normalised when they are used, so only their directions count.
 */
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { firstTensor, openPublished, unsupported } from './published-layout.ts';
import { seedField } from './seed.ts';
import { findYamlObject } from '../files/yaml-file.ts';
import * as v from 'valibot';
import { parseConfig, provenanceField } from '../files/json-file.ts';

const CONFIG = 'final_config.yaml';
const ENCODER = '.encoder.0.weight';

const configSchema = v.object({
  seed: provenanceField(seedField),
  tlens_model_name: v.nullish(v.string()),
  n_samples: v.nullish(v.number()),
});

export const e2eSae: CheckpointFormat = {
  name: 'e2e-sae',
  description: 'e2e_sae (Apollo Research): samples_N.pt with tensors named by their hook, and final_config.yaml.',

  recognises({ tensors }) {
    const encoder = [...(tensors?.keys() ?? [])].find((name) => name.endsWith(ENCODER));
    return encoder && tensors?.has(encoder.replace(ENCODER, '.decoder.weight')) ? 'CONTENT' : 'NO';
  },

  async open(folder, options) {
    const config = await findYamlObject(folder, CONFIG);
    const { seed, tlens_model_name: model } = parseConfig(configSchema, config ?? {}, CONFIG);
    return openPublished(folder, options, (weights) => {
      const hooks = [...weights.tensors.keys()]
        .filter((name) => name.endsWith(ENCODER))
        .map((name) => name.slice(0, -ENCODER.length));
      if (hooks.length !== 1)
        throw unsupported(
          options.weights,
          `it holds the dictionaries of ${hooks.length} hooks (${hooks.join(', ')}); expected one`,
          "Save each hook's part of the state dict in a file of its own.",
        );
      const [hook] = hooks;
      return {
        format: 'e2e-sae',
        architecture: 'RELU_L1',
        decoder: { name: `${hook}.decoder.weight`, orientation: 'WIDTH_BY_LATENTS' },
        encoder: { name: `${hook}${ENCODER}`, orientation: 'LATENTS_BY_WIDTH' },
        encoderBias: `${hook}.encoder.0.bias`,
        decoderBias: firstTensor(weights, [`${hook}.decoder.bias`]),
        encoding: { ...plainEncoding, subtractsDecoderBias: false },
        statements: [
          {
            values: { model, hookpoint: hook.replaceAll('-', '.'), initSeed: seed },
            because: { initSeed: `"seed" of ${CONFIG}, which the trainer uses for weights and data alike` },
          },
        ],
        config,
        otherFiles: config === null ? [] : [CONFIG],
      };
    });
  },
};
