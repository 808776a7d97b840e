/**
 * Llama Scope (OpenMOSS, 2024): `<name>/checkpoints/final.safetensors` with `<name>/hyperparams.json` and `<name>/lm_config.json` above it.
 *
 * `decoder.weight` [d, n] columns, `encoder.weight` [n, d], `encoder.bias`, `decoder.bias`, in bf16: JumpReLU with one threshold for all latents, which meets
 * pre-activations times the norm of the decoder row. Inputs are scaled by sqrt(d) over the mean norm of activations.
 */
import * as v from 'valibot';
import { findJsonObject, parseConfig, readJsonObject } from '../files/json-file.ts';
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { findInPath } from './folder-names.ts';
import { openPublished } from './published-layout.ts';
import { markTranscoder, transcoderHookpoint } from './transcoder.ts';

const CONFIG = '../hyperparams.json';
const MODEL_CONFIG = '../lm_config.json';

const configSchema = v.object({
  hook_point_in: v.string(),
  hook_point_out: v.nullish(v.string()),
  d_model: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  act_fn: v.nullish(v.string()),
  jump_relu_threshold: v.nullish(v.number()),
  top_k: v.nullish(v.number()),
  norm_activation: v.nullish(v.string()),
  dataset_average_activation_norm: v.nullish(v.object({ in: v.number() })),
  sparsity_include_decoder_norm: v.nullish(v.boolean()),
  apply_decoder_bias_to_pre_encoder: v.nullish(v.boolean()),
});
const modelSchema = v.object({ model_name: v.nullish(v.string()) });

export const llamaScope: CheckpointFormat = {
  name: 'llama-scope',
  description: 'Llama Scope: checkpoints/final.safetensors below hyperparams.json.',

  async recognises({ tensors }, folder) {
    const isPair = tensors?.has('encoder.weight') && tensors.has('decoder.weight');
    return isPair && (await folder.has(CONFIG)) ? 'CONTENT' : 'NO';
  },

  async open(folder, options) {
    const config = await readJsonObject(folder, CONFIG);
    const stated = parseConfig(configSchema, config, CONFIG);
    const model = parseConfig(modelSchema, (await findJsonObject(folder, MODEL_CONFIG)) ?? {}, MODEL_CONFIG).model_name;
    const { hook_point_in: input, hook_point_out: output, jump_relu_threshold: threshold } = stated;
    const norm = stated.norm_activation === 'dataset-wise' ? stated.dataset_average_activation_norm?.in : undefined;
    const isTopK = stated.act_fn === 'topk';
    const name = findInPath(folder, /^Llama3_1-8B-Base-L\d+\w-\d+x$/)?.match[0] ?? folder.pathComponents.at(-2) ?? null;
    const statement = {
      values: { model, hookpoint: input, runGroup: name },
      because: { runGroup: 'the folder above "checkpoints"' },
    };
    return openPublished(folder, options, () => ({
      format: 'llama-scope',
      architecture: isTopK ? 'TOPK' : 'JUMP_RELU',
      k: isTopK ? stated.top_k : null,
      decoder: { name: 'decoder.weight', orientation: 'WIDTH_BY_LATENTS' },
      encoder: { name: 'encoder.weight', orientation: 'LATENTS_BY_WIDTH' },
      encoderBias: 'encoder.bias',
      decoderBias: 'decoder.bias',
      threshold: typeof threshold === 'number' ? { value: threshold } : null,
      encoding: {
        ...plainEncoding,
        subtractsDecoderBias: stated.apply_decoder_bias_to_pre_encoder === true,
        ranksByDecoderNorm: stated.sparsity_include_decoder_norm === true,
        inputScale: typeof norm === 'number' && norm > 0 ? Math.sqrt(stated.d_model) / norm : plainEncoding.inputScale,
      },
      statements:
        output && output !== input
          ? markTranscoder([statement], (place) => transcoderHookpoint(place, output))
          : [statement],
      config,
      otherFiles: [CONFIG],
    }));
  },
};
