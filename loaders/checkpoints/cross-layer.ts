/**
 * Cross-layer transcoders, whose latents have a decoder row for each of several layers: one decoder on request, else refused by name.
 *
 * Layouts: `W_decs.i` [n, d], `b_decs.i` and `encoder.weight` [n, d] with `cfg.json` (forks of sparsify); `W_dec_N` [n, layers from N on, d] in a file of its own and
 * `W_enc_N` in another, with `config.yaml` (circuit-tracer). Those of Gemma Scope 2 and dictionary_learning are told by their own formats.
 */
import * as v from 'valibot';
import type { SourceFolder } from '../files/byte-source.ts';
import { findJsonObject, parseConfig } from '../files/json-file.ts';
import { findYamlObject } from '../files/yaml-file.ts';
import {
  type Architecture,
  type Checkpoint,
  type CheckpointFormat,
  type CheckpointOptions,
  plainEncoding,
} from './checkpoint.ts';
import { inferFromPath } from './path-identity.ts';
import { getDecoderPart, openPublished, unsupported } from './published-layout.ts';
import { transcoderHookpoint } from './transcoder.ts';
import { readRunConfig } from './checkpoint-provenance.ts';

const FORK_CONFIG = 'cfg.json';
const CONFIG = 'config.yaml';

const forkSchema = v.object({ activation: v.nullish(v.string()), k: v.nullish(v.number()) });
const configSchema = v.object({
  model_name: v.nullish(v.string()),
  feature_input_hook: v.nullish(v.string()),
  feature_output_hook: v.nullish(v.string()),
});

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  topk: 'TOPK',
  relu: 'RELU_L1',
  batchtopk: 'BATCH_TOPK',
  batch_topk: 'BATCH_TOPK',
};

type Opening = CheckpointOptions & { weights: string };

export const crossLayer: CheckpointFormat = {
  name: 'cross-layer',
  description:
    'Cross-layer transcoders of circuit-tracer and forks of sparsify: W_dec_N [n, layers, d], or W_decs.0 and on; one decoder on request, else refused by name.',

  recognises({ tensors }) {
    const names = [...(tensors?.keys() ?? [])];
    return names.some((name) => /^W_decs\.\d+$|^W_(?:enc|dec)_\d+$/.test(name)) ? 'CONTENT' : 'NO';
  },

  async open(folder, options) {
    const layer = /^W_(?:enc|dec)_(\d+)\./.exec(options.weights)?.[1];
    return layer === undefined ? openFork(folder, options) : openCircuit(folder, { options, layer: Number(layer) });
  },
};

async function openFork(folder: SourceFolder, options: Opening): Promise<Checkpoint> {
  const config = await findJsonObject(folder, FORK_CONFIG);
  const { activation, k } = parseConfig(forkSchema, config ?? {}, FORK_CONFIG);
  const run = await readRunConfig(folder);
  return openPublished(folder, options, (weights) => {
    const names = [...weights.tensors.keys()].filter((name) => /^W_decs\.\d+$/.test(name));
    const index = getDecoderPart(options, { what: 'a cross-layer transcoder', decoders: names.length });
    const hookpoint = [...run, inferFromPath(folder.pathComponents, options.weights)].find(
      ({ values }) => typeof values.hookpoint === 'string',
    )?.values.hookpoint;
    const isCounting = activation !== 'relu' && typeof k === 'number' && Number.isSafeInteger(k) && k > 0;
    return {
      format: 'cross-layer',
      architecture: ARCHITECTURES[activation ?? 'topk'] ?? 'OTHER',
      k: isCounting ? k : null,
      decoder: { name: `W_decs.${index}`, orientation: 'LATENTS_BY_WIDTH' },
      encoder: { name: 'encoder.weight', orientation: 'LATENTS_BY_WIDTH' },
      encoderBias: 'encoder.bias',
      decoderBias: weights.tensors.has(`b_decs.${index}`) ? `b_decs.${index}` : null,
      encoding: { ...plainEncoding, subtractsDecoderBias: false },
      statements: [
        {
          values: { hookpoint: hookpoint ? transcoderHookpoint(`${hookpoint}.input`, `decoder ${index}`) : null },
          because: { hookpoint: `the path, and decoder ${index} of "${options.weights}"` },
        },
        ...run,
      ],
      config,
      otherFiles: config === null ? [] : [FORK_CONFIG],
    };
  });
}

async function openCircuit(
  folder: SourceFolder,
  { options, layer }: { options: Opening; layer: number },
): Promise<Checkpoint> {
  const config = await findYamlObject(folder, CONFIG);
  const stated = parseConfig(configSchema, config ?? {}, CONFIG);
  return openPublished(folder, options, (weights) => {
    const name = `W_dec_${layer}`;
    const shape = weights.tensors.get(name)?.entry.shape;
    if (shape === undefined)
      throw unsupported(
        options.weights,
        `it is the encoder of a cross-layer transcoder; expected the file of its decoders, ${name}.safetensors`,
        'Name that file, and which of its decoders, with decoderPart (command line: --decoder-part).',
      );
    const index = getDecoderPart(options, { what: 'a cross-layer transcoder', decoders: shape[1] ?? 1 });
    const input = `blocks.${layer}.${stated.feature_input_hook ?? 'mlp.hook_in'}`;
    const output = `blocks.${layer + index}.${stated.feature_output_hook ?? 'hook_mlp_out'}`;
    return {
      format: 'cross-layer',
      architecture: 'RELU_L1',
      decoder: { name, orientation: 'LATENTS_BY_WIDTH', part: { index, order: 'LATENTS_FIRST' } },
      encoder: null,
      encoding: { ...plainEncoding, unsupported: 'its encoder lies in another file and is not kept' },
      statements: [
        {
          values: { model: stated.model_name, hookpoint: transcoderHookpoint(input, output) },
          because: { hookpoint: `decoder ${index} of "${options.weights}", and ${CONFIG}` },
        },
      ],
      config,
      otherFiles: config === null ? [] : [CONFIG],
    };
  });
}
