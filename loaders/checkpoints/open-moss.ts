/**
 * OpenMOSS's newer layouts: `sae_weights.safetensors` with `config.json`. They look like SAELens's by name and are not.
 *
 * Llama Scope R1 Distill: `decoder.weight` [d, n], `encoder.weight` [n, d], `log_jumprelu_threshold` [n]. llamascopium: `W_E` [d, n], `W_D` [n, d], `b_E`, `b_D`,
 * `activation_function.log_jumprelu_threshold`, and the mean norms of activations as scalars by hook. JumpReLU (or TopK) that reads x itself, scaled by sqrt(d) over that norm.
 */
import * as v from 'valibot';
import type { TensorSet } from '../containers/tensor-set.ts';
import { findJsonObject, parseConfig } from '../files/json-file.ts';
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { findInPath } from './folder-names.ts';
import { getScalar } from './matrix-layout.ts';
import { firstTensor, openPublished, unsupported } from './published-layout.ts';
import { markTranscoder, transcoderHookpoint } from './transcoder.ts';

const CONFIG = 'config.json';
const THRESHOLDS = ['log_jumprelu_threshold', 'activation_function.log_jumprelu_threshold'];
const NORMS = 'dataset_average_activation_norm.';

const configSchema = v.object({
  sae_type: v.nullish(v.string()),
  sparse_dictionary_type: v.nullish(v.string()),
  hook_point_in: v.nullish(v.string()),
  hook_point_out: v.nullish(v.string()),
  d_model: v.nullish(v.number()),
  act_fn: v.nullish(v.string()),
  top_k: v.nullish(v.number()),
  norm_activation: v.nullish(v.string()),
  sparsity_include_decoder_norm: v.nullish(v.boolean()),
  use_glu_encoder: v.nullish(v.boolean()),
});
type Config = v.InferOutput<typeof configSchema>;

export const openMoss: CheckpointFormat = {
  name: 'open-moss',
  description:
    'OpenMOSS (Llama Scope R1 Distill, llamascopium): sae_weights.safetensors with config.json, W_D or log_jumprelu_threshold.',

  recognises({ tensors }) {
    const isNew = tensors?.has('W_E') && tensors.has('W_D');
    const isDistill = tensors?.has('log_jumprelu_threshold') && tensors.has('decoder.weight');
    return isNew || isDistill ? 'CONTENT' : 'NO';
  },

  async open(folder, options) {
    const config = await findJsonObject(folder, CONFIG);
    const stated = parseConfig(configSchema, config ?? {}, CONFIG);
    const kind = stated.sparse_dictionary_type ?? stated.sae_type ?? 'sae';
    if (kind !== 'sae')
      throw unsupported(
        options.weights,
        `it is OpenMOSS's "${kind}"; expected a sparse autoencoder or transcoder`,
        'Import its dictionaries of type "sae".',
      );
    return openPublished(folder, options, async (weights) => {
      const isNew = weights.tensors.has('W_D');
      const threshold = firstTensor(weights, THRESHOLDS);
      const isTopK = stated.act_fn === 'topk';
      return {
        format: 'open-moss',
        architecture: isTopK ? 'TOPK' : threshold === null ? 'RELU_L1' : 'JUMP_RELU',
        k: isTopK ? stated.top_k : null,
        decoder: isNew
          ? { name: 'W_D', orientation: 'LATENTS_BY_WIDTH' }
          : { name: 'decoder.weight', orientation: 'WIDTH_BY_LATENTS' },
        encoder: isNew
          ? { name: 'W_E', orientation: 'WIDTH_BY_LATENTS' }
          : { name: 'encoder.weight', orientation: 'LATENTS_BY_WIDTH' },
        encoderBias: isNew ? 'b_E' : 'encoder.bias',
        decoderBias: firstTensor(weights, ['b_D', 'decoder.bias']),
        threshold: threshold === null ? null : { name: threshold, read: Math.exp },
        isTranscoder: (stated.hook_point_out ?? stated.hook_point_in) !== stated.hook_point_in,
        encoding: await stateEncoding(stated, weights),
        statements: stateIdentity(
          stated,
          folder.pathComponents.at(-1) ?? null,
          findInPath(folder, /R1-Distill|llama_scope_r1/i) !== null,
        ),
        config,
        otherFiles: config === null ? [] : [CONFIG],
      };
    });
  },
};

async function stateEncoding(config: Config, weights: TensorSet) {
  const norm = `${NORMS}${config.hook_point_in ?? ''}`;
  const isScaled = config.norm_activation === 'dataset-wise';
  const isKnown = isScaled && weights.tensors.has(norm) && typeof config.d_model === 'number';
  return {
    ...plainEncoding,
    subtractsDecoderBias: false,
    ranksByDecoderNorm: config.sparsity_include_decoder_norm === true,
    inputScale: isKnown
      ? Math.sqrt(config.d_model ?? 1) / (await getScalar(weights, norm)())
      : plainEncoding.inputScale,
    unsupported: config.use_glu_encoder
      ? 'its encoder is gated by a second one, which is not kept'
      : isScaled && !isKnown
        ? 'inputs are scaled by the mean norm of activations, which its files do not state'
        : null,
  };
}

function stateIdentity(config: Config, folderName: string | null, isDistill: boolean) {
  const { hook_point_in: input, hook_point_out: output } = config;
  const statement = {
    values: {
      hookpoint: input,
      model: isDistill ? 'deepseek-ai/DeepSeek-R1-Distill-Llama-8B' : nameModel(folderName),
    },
    because: { model: isDistill ? 'the folder of Llama Scope R1 Distill' : `the folder "${folderName}"` },
  };
  return output && input && output !== input
    ? markTranscoder([statement], (place) => transcoderHookpoint(place, output))
    : [statement];
}

/** `qwen3-1.7b-L15R` is how llamascopium names folders. */
function nameModel(folder: string | null): string | null {
  const size = folder?.match(/^qwen3-(\d+(?:\.\d+)?)b-L\d+/i)?.[1];
  return size === undefined ? null : `Qwen/Qwen3-${size}B`;
}
