/**
 * Transcoders of circuit-tracer (mwhanna and others): `layer_N.safetensors`, one for each layer of a model, with `config.yaml`.
 *
 * `W_enc` [n, d] and `W_dec` [n, d], `b_enc`, `b_dec`: ReLU from what enters the MLP to what it adds. Cross-layer ones (`W_enc_N`, `W_dec_N` [n, layers, d]) are a format of their own.
 */
import * as v from 'valibot';
import { parseConfig } from '../files/json-file.ts';
import { findYamlObject } from '../files/yaml-file.ts';
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import type { Statement } from './identity.ts';
import { openPublished } from './published-layout.ts';
import { markTranscoder, transcoderHookpoint } from './transcoder.ts';

const CONFIG = 'config.yaml';
const FILE = /^layer_(\d+)\.safetensors$/;

const configSchema = v.object({
  model_name: v.nullish(v.string()),
  feature_input_hook: v.nullish(v.string()),
  feature_output_hook: v.nullish(v.string()),
});

export const layerTranscoders: CheckpointFormat = {
  name: 'layer-transcoders',
  description: 'Transcoders of circuit-tracer: layer_N.safetensors with W_enc and W_dec [n, d], and config.yaml.',

  async recognises({ name, tensors }, folder) {
    const encoder = tensors?.get('W_enc');
    const decoder = tensors?.get('W_dec');
    const isOurs = FILE.test(name) && encoder?.length === 2 && decoder?.length === 2 && encoder[0] === decoder[0];
    return isOurs && !(await folder.has('cfg.json')) ? 'CONTENT' : 'NO';
  },

  async open(folder, options) {
    const config = await findYamlObject(folder, CONFIG);
    const stated = parseConfig(configSchema, config ?? {}, CONFIG);
    const [, layer] = FILE.exec(options.weights) ?? [];
    const input = stated.feature_input_hook ?? 'mlp.hook_in';
    const output = stated.feature_output_hook ?? 'hook_mlp_out';
    const repository = folder.pathComponents.findLast((name) => /transcoder/i.test(name));
    const statement: Statement = {
      values: {
        model: stated.model_name,
        hookpoint: layer === undefined ? null : `blocks.${layer}.${input}`,
        runGroup: repository,
      },
      because: { hookpoint: `the file "${options.weights}" and ${CONFIG}`, runGroup: `the folder "${repository}"` },
    };
    return openPublished(folder, options, () => ({
      format: 'layer-transcoders',
      architecture: 'RELU_L1',
      decoder: { name: 'W_dec', orientation: 'LATENTS_BY_WIDTH' },
      encoder: { name: 'W_enc', orientation: 'LATENTS_BY_WIDTH' },
      encoderBias: 'b_enc',
      decoderBias: 'b_dec',
      encoding: { ...plainEncoding, subtractsDecoderBias: false },
      statements: markTranscoder([statement], (place) => transcoderHookpoint(place, `blocks.${layer}.${output}`)),
      isTranscoder: true,
      config,
      otherFiles: config === null ? [] : [CONFIG],
    }));
  },
};
