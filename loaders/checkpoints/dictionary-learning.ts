/**
 * dictionary_learning (saprmarks): `ae.pt` with `config.json`; pushed to a hub: `model.safetensors` with `config.json` {activation_dim, dict_size}.
 *
 * Classes with torch's Linear store `encoder.weight` [n, d] and `decoder.weight` [d, n]; JumpReluAutoEncoder and MatryoshkaBatchTopKSAE store `W_enc` [d, n]
 * and `W_dec` [n, d]. The bias that is subtracted from inputs is called `bias`, `b_dec` or `decoder_bias`; JumpReLU and AutoEncoderNew subtract none.
 * `threshold` is one number for all latents (-1: not set) or one per latent; AutoEncoderTopK has one that its `encode` does not use.
 */
import * as v from 'valibot';
import type { TensorSet } from '../containers/tensor-set.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import { findJsonObject, parseConfig, provenanceField } from '../files/json-file.ts';
import type { JsonObject } from '../files/strict-json.ts';
import { type Architecture, type CheckpointFormat, type CheckpointOptions, plainEncoding } from './checkpoint.ts';
import type { Statement } from './identity.ts';
import { getScalar } from './matrix-layout.ts';
import { seedField } from './seed.ts';
import { getDecoderPart, openPublished, type PublishedLayout, unsupported } from './published-layout.ts';

const CONFIG = 'config.json';

const text = provenanceField(v.string());
const whole = provenanceField(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const trainerSchema = v.object({
  dict_class: text,
  lm_name: text,
  submodule_name: text,
  layer: provenanceField(v.union([v.number(), v.string()])),
  seed: provenanceField(seedField),
  k: v.nullish(v.number()),
  l1_penalty: provenanceField(v.number()),
});
const configSchema = v.object({
  trainer: v.nullish(trainerSchema),
  buffer: provenanceField(v.object({ io: text })),
  activation_dim: whole,
  dict_size: whole,
});
type Trainer = v.InferOutput<typeof trainerSchema>;

interface DictionaryClass {
  architecture: Architecture;
  subtracts: boolean;
}

const CLASSES: Readonly<Record<string, DictionaryClass>> = {
  AutoEncoder: { architecture: 'RELU_L1', subtracts: true },
  AutoEncoderNew: { architecture: 'RELU_L1', subtracts: false },
  GatedAutoEncoder: { architecture: 'GATED', subtracts: true },
  JumpReluAutoEncoder: { architecture: 'JUMP_RELU', subtracts: false },
  AutoEncoderTopK: { architecture: 'TOPK', subtracts: true },
  BatchTopKSAE: { architecture: 'BATCH_TOPK', subtracts: true },
  MatryoshkaBatchTopKSAE: { architecture: 'BATCH_TOPK', subtracts: true },
};

export const dictionaryLearning: CheckpointFormat = {
  name: 'dictionary-learning',
  description: 'dictionary_learning: ae.pt (or model.safetensors) with config.json, in any of its classes.',

  async recognises({ name, tensors }, folder) {
    const isPair = tensors?.has('encoder.weight') && tensors.has('decoder.weight');
    const isDirect = tensors?.has('W_enc') && tensors.has('W_dec');
    if (isPair || isDirect) return (await hasConfig(folder)) ? 'CONTENT' : 'NO';
    return name === 'ae.pt' ? 'NAME' : 'NO';
  },

  async open(folder, options) {
    const config = await findJsonObject(folder, CONFIG);
    const { trainer, buffer } = parseConfig(configSchema, config ?? {}, CONFIG);
    return openPublished(folder, options, async (weights) => {
      const shape = weights.tensors.get('decoder.weight')?.entry.shape;
      if (shape?.length === 3) return describeCrosscoder(weights, { options, config, models: shape[0] });
      const name = trainer?.dict_class ?? guessClass(weights);
      if (!Object.hasOwn(CLASSES, name))
        throw unsupported(
          options.weights,
          `its class is ${name}; expected one of ${Object.keys(CLASSES).join(', ')}`,
          'Other classes are not read yet.',
        );
      const { architecture, subtracts } = CLASSES[name];
      const k = architecture === 'TOPK' || architecture === 'BATCH_TOPK' ? await findK(weights, trainer) : null;
      return {
        format: 'dictionary-learning',
        architecture,
        k,
        l1Coefficient: trainer?.l1_penalty ?? null,
        ...placeTensors(weights),
        threshold: await findThreshold(weights, architecture),
        encoding: { ...plainEncoding, subtractsDecoderBias: subtracts },
        statements: trainer ? [stateTrainer(trainer, buffer?.io ?? null)] : [],
        config,
        otherFiles: config === null ? [] : [CONFIG],
      };
    });
  },
};

/** One decoder of a crosscoder: `decoder.weight` [models, n, d]. Its codes sum over the encoders of all models, so only the decoder is kept. */
function describeCrosscoder(
  weights: TensorSet,
  of: { options: CheckpointOptions & { weights: string }; config: JsonObject | null; models: number },
): PublishedLayout {
  const { options, config, models } = of;
  const index = getDecoderPart(options, { what: `a crosscoder over ${models} models`, decoders: models });
  return {
    format: 'dictionary-learning',
    architecture: weights.tensors.has('k') ? 'BATCH_TOPK' : 'RELU_L1',
    decoder: { name: 'decoder.weight', orientation: 'LATENTS_BY_WIDTH', part: { index, order: 'PARTS_FIRST' } },
    encoder: null,
    encoderBias: 'encoder.bias',
    decoderBias: { name: 'decoder.bias', part: index },
    encoding: {
      ...plainEncoding,
      subtractsDecoderBias: false,
      unsupported: `its codes are sums over the encoders of ${models} models, which are not kept`,
    },
    statements: [],
    config,
    otherFiles: config === null ? [] : [CONFIG],
  };
}

/** A `config.json` that the library writes: other libraries have one, too. */
async function hasConfig(folder: SourceFolder): Promise<boolean> {
  try {
    const config = await findJsonObject(folder, CONFIG);
    return config !== null && ('trainer' in config || ('activation_dim' in config && 'dict_size' in config));
  } catch {
    return false;
  }
}

function placeTensors(
  weights: TensorSet,
): Pick<PublishedLayout, 'decoder' | 'encoder' | 'encoderBias' | 'decoderBias' | 'magnitude'> {
  const has = (name: string) => weights.tensors.has(name);
  if (has('W_dec'))
    return {
      decoder: { name: 'W_dec', orientation: 'LATENTS_BY_WIDTH' },
      encoder: { name: 'W_enc', orientation: 'WIDTH_BY_LATENTS' },
      encoderBias: 'b_enc',
      decoderBias: 'b_dec',
    };
  return {
    decoder: { name: 'decoder.weight', orientation: 'WIDTH_BY_LATENTS' },
    encoder: { name: 'encoder.weight', orientation: 'LATENTS_BY_WIDTH' },
    encoderBias: has('gate_bias') ? 'gate_bias' : 'encoder.bias',
    decoderBias: ['b_dec', 'bias', 'decoder_bias', 'decoder.bias'].find(has) ?? null,
    magnitude: has('gate_bias') ? { bias: 'mag_bias', logScale: 'r_mag' } : null,
  };
}

/** Of weights without a trainer's configuration: the classes differ in the names of their tensors. */
function guessClass({ tensors }: TensorSet): string {
  if (tensors.has('gate_bias')) return 'GatedAutoEncoder';
  if (tensors.has('group_sizes')) return 'MatryoshkaBatchTopKSAE';
  if (tensors.has('W_dec')) return 'JumpReluAutoEncoder';
  if (tensors.has('k')) return 'a TopK or BatchTopK that no configuration names';
  return tensors.has('bias') ? 'AutoEncoder' : 'AutoEncoderNew';
}

async function findK(weights: TensorSet, trainer: Trainer | null | undefined): Promise<number | null> {
  const k = weights.tensors.has('k') ? await getScalar(weights, 'k')() : trainer?.k;
  return typeof k === 'number' && Number.isSafeInteger(k) && k > 0 ? k : null;
}

/** What decides whether a latent fires; null where the class does not use it. Training that has not set it leaves -1: then all that is above zero fires. */
async function findThreshold(weights: TensorSet, architecture: Architecture): Promise<PublishedLayout['threshold']> {
  if (architecture === 'JUMP_RELU') return { name: 'threshold' };
  if (architecture !== 'BATCH_TOPK' || !weights.tensors.has('threshold')) return null;
  return { value: await getScalar(weights, 'threshold')() };
}

function stateTrainer(trainer: Trainer, io: string | null): Statement {
  const { submodule_name: module, layer } = trainer;
  return {
    values: { model: trainer.lm_name, initSeed: trainer.seed, hookpoint: nameHookpoint({ module, layer, io }) },
    because: {
      hookpoint: `"submodule_name" of ${CONFIG}`,
      initSeed: `"seed" of ${CONFIG}, which the trainer uses for weights`,
    },
  };
}

/** `resid_post_layer_8` and its like, which people give as names of submodules. */
function nameHookpoint(from: {
  module: string | null | undefined;
  layer: number | string | null | undefined;
  io: string | null;
}): string | null {
  const [, kind, layer] =
    /^(resid_post|resid_pre|mlp_out|attention_out|attn_out)_layer_(\d+)$/.exec(from.module ?? '') ?? [];
  if (kind !== undefined) return `blocks.${layer}.hook_${kind.replace('attention_out', 'attn_out')}`;
  if (from.module) return from.module;
  return from.layer === null || from.layer === undefined ? null : `layers.${from.layer}`;
}
