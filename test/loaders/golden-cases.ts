/**
 * The golden checkpoints: tiny ones of every format, dtype and architecture, with what a loader must find in them.
 *
 * Every number is a multiple of 1/8 below 16, which F16, BF16, F32 and F64 all hold exactly. `write-golden.ts` writes them to `golden/`.
 */
import { encodeTensor, type WrittenDtype, type WrittenTensor, writeSafetensors } from './write-safetensors.ts';

/** One golden checkpoint: files by path below `golden/<name>/`, the folder to open, and what to expect. */
export interface GoldenCase {
  name: string;
  path: string;
  files: Record<string, Uint8Array | object>;
  expected: Expected;
}

export interface Expected {
  format: string;
  facts: object;
  identity: object;
  /** [field, value] of every guess. */
  guesses: [string, string][];
  files: string[];
  decoder: number[][];
  encoder: number[][];
  decoderBias: number[];
  encoderBias: number[];
  threshold: number[] | null;
  firingFrequency: number[] | null;
}

const n = 6;
const d = 4;

/** The same sequence on every machine: Lehmer's generator. */
function numbers(seed: number): (count: number) => number[] {
  let state = seed;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return ((state % 255) - 127) / 8;
  };
  return (count) => Array.from({ length: count }, next);
}

function rows(values: number[], width = d): number[][] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}

function transpose(values: number[], width = d): number[] {
  const matrix = rows(values, width);
  return Array.from({ length: width }, (_, j) => matrix.map((row) => row[j])).flat();
}

const nobody = {
  model: null,
  revision: null,
  hookpoint: null,
  normalisation: 'none',
  runGroup: null,
  initSeed: null,
  dataSeed: null,
  dataset: null,
  tokens: null,
  portalId: null,
};
const baseFacts = { nLatents: n, dIn: d, k: null, l1Coefficient: null, hasEncoder: true };

interface Recipe {
  name: string;
  seed: number;
  dtype?: WrittenDtype;
  path: string;
  cfg: object;
  others?: Record<string, object>;
  facts: object;
  identity: object;
  guesses: [string, string][];
}

function sparsifyCase(recipe: Recipe & { skip?: boolean; sharded?: boolean }): GoldenCase {
  const draw = numbers(recipe.seed);
  const values = { decoder: draw(n * d), encoder: draw(n * d), encoderBias: draw(n), decoderBias: draw(d) };
  const dtype = recipe.dtype ?? 'F32';
  const tensors: Record<string, WrittenTensor> = {
    W_dec: encodeTensor(dtype, [n, d], values.decoder),
    b_dec: encodeTensor(dtype, [d], values.decoderBias),
    'encoder.bias': encodeTensor(dtype, [n], values.encoderBias),
    'encoder.weight': encodeTensor(dtype, [n, d], values.encoder),
  };
  if (recipe.skip) tensors.W_skip = encodeTensor(dtype, [d, d], draw(d * d));
  const weights = recipe.sharded ? shard(tensors) : { 'sae.safetensors': writeSafetensors(tensors) };
  return {
    name: recipe.name,
    path: recipe.path,
    files: { ...placed(recipe.path, { ...weights, 'cfg.json': recipe.cfg }), ...recipe.others },
    expected: {
      format: 'sparsify',
      facts: { ...baseFacts, ...recipe.facts },
      identity: { ...nobody, ...recipe.identity },
      guesses: recipe.guesses,
      files: [
        ...Object.keys(weights).toSorted((a, b) => Number(a.endsWith('.json')) - Number(b.endsWith('.json'))),
        'cfg.json',
      ],
      decoder: rows(values.decoder),
      encoder: rows(values.encoder),
      decoderBias: values.decoderBias,
      encoderBias: values.encoderBias,
      threshold: null,
      firingFrequency: null,
    },
  };
}

function shard(tensors: Record<string, WrittenTensor>): Record<string, Uint8Array | object> {
  const { W_dec, ...rest } = tensors;
  const names = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const weightMap = Object.fromEntries(
    Object.keys(tensors).map((tensor) => [tensor, names[tensor === 'W_dec' ? 0 : 1]]),
  );
  const total = Object.values(tensors).reduce((sum, tensor) => sum + tensor.bytes.length, 0);
  return {
    [names[0]]: writeSafetensors({ W_dec }, { format: 'pt' }),
    [names[1]]: writeSafetensors(rest, { format: 'pt' }),
    'model.safetensors.index.json': { metadata: { total_size: total }, weight_map: weightMap },
  };
}

function saeLensCase(
  recipe: Recipe & { kind: 'standard' | 'gated' | 'jumprelu' | 'log-jumprelu'; log10?: number[]; skip?: boolean },
): GoldenCase {
  const draw = numbers(recipe.seed);
  const values = {
    decoder: draw(n * d),
    encoder: draw(n * d),
    encoderBias: draw(n),
    decoderBias: draw(d),
    threshold: draw(n).map(Math.abs),
  };
  const dtype = recipe.dtype ?? 'F32';
  const vector = (list: number[]) => encodeTensor(dtype, [list.length], list);
  const tensors: Record<string, WrittenTensor> = {
    W_enc: encodeTensor(dtype, [d, n], transpose(values.encoder)),
    W_dec: encodeTensor(dtype, [n, d], values.decoder),
    b_dec: vector(values.decoderBias),
    ...(recipe.kind === 'gated'
      ? { b_gate: vector(values.encoderBias), b_mag: vector(draw(n)), r_mag: vector(draw(n)) }
      : { b_enc: vector(values.encoderBias) }),
    ...(recipe.kind === 'jumprelu' ? { threshold: vector(values.threshold) } : {}),
    ...(recipe.kind === 'log-jumprelu' ? { log_threshold: vector(values.threshold.map(() => 0)) } : {}),
    ...(recipe.skip ? { W_skip: encodeTensor(dtype, [d, d], draw(d * d)) } : {}),
  };
  const sparsity: Record<string, Uint8Array> =
    recipe.log10 === undefined
      ? {}
      : { 'sparsity.safetensors': writeSafetensors({ sparsity: encodeTensor('F32', [n], recipe.log10) }) };
  const own = { 'sae_weights.safetensors': writeSafetensors(tensors), ...sparsity, 'cfg.json': recipe.cfg };
  const thresholds = {
    standard: null,
    gated: null,
    jumprelu: values.threshold,
    'log-jumprelu': values.threshold.map(() => 1),
  };
  return {
    name: recipe.name,
    path: recipe.path,
    files: { ...placed(recipe.path, own), ...recipe.others },
    expected: {
      format: 'sae-lens',
      facts: { ...baseFacts, ...recipe.facts },
      identity: { ...nobody, ...recipe.identity },
      guesses: recipe.guesses,
      files: Object.keys(own),
      decoder: rows(values.decoder),
      encoder: rows(values.encoder),
      decoderBias: values.decoderBias,
      encoderBias: values.encoderBias,
      threshold: thresholds[recipe.kind],
      firingFrequency: recipe.log10?.map((log) => (log === -10 ? 0 : 10 ** log)) ?? null,
    },
  };
}

function placed(path: string, files: Record<string, Uint8Array | object>): Record<string, Uint8Array | object> {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [`${path}/${name}`, file]));
}

const v6 = (fields: object, metadata: object) => ({
  d_in: d,
  d_sae: n,
  dtype: 'float32',
  device: 'cuda',
  apply_b_dec_to_input: true,
  normalize_activations: 'none',
  reshape_activations: 'none',
  ...fields,
  metadata: {
    sae_lens_version: '6.5.0',
    sae_lens_training_version: '6.5.0',
    model_name: 'gpt2',
    hook_name: 'blocks.8.hook_resid_pre',
    ...metadata,
  },
});
const gpt2 = { model: 'gpt2', hookpoint: 'blocks.8.hook_resid_pre' };

/** All golden checkpoints, by name. */
export const goldenCases: readonly GoldenCase[] = [
  sparsifyCase({
    name: 'sparsify-f32',
    seed: 1,
    path: 'topk-run/seed3/layers.2.mlp',
    cfg: {
      activation: 'topk',
      expansion_factor: 3,
      normalize_decoder: true,
      num_latents: n,
      k: 2,
      multi_topk: false,
      d_in: d,
    },
    facts: { architecture: 'TOPK', k: 2 },
    identity: { hookpoint: 'layers.2.mlp', runGroup: 'topk-run', initSeed: 3 },
    guesses: [
      ['hookpoint', 'layers.2.mlp'],
      ['runGroup', 'topk-run'],
      ['initSeed', '3'],
    ],
  }),
  sparsifyCase({
    name: 'sparsify-bf16-run-config',
    seed: 2,
    dtype: 'BF16',
    path: 'my-run/layers.6/seed1',
    cfg: {
      activation: 'groupmax',
      expansion_factor: 32,
      num_latents: n,
      k: 3,
      skip_connection: false,
      transcode: false,
      d_in: d,
    },
    others: {
      'my-run/config.json': {
        sae: { activation: 'groupmax' },
        hookpoints: ['layers.5', 'layers.6'],
        init_seeds: [1, 2],
        model: 'EleutherAI/pythia-160m',
        revision: null,
        dataset: 'EleutherAI/pile',
        shuffle_seed: 42,
        lr: null,
      },
    },
    facts: { architecture: 'OTHER', k: 3 },
    identity: {
      model: 'EleutherAI/pythia-160m',
      dataset: 'EleutherAI/pile',
      dataSeed: 42,
      hookpoint: 'layers.6',
      runGroup: 'my-run',
      initSeed: 1,
    },
    guesses: [
      ['hookpoint', 'layers.6'],
      ['runGroup', 'my-run'],
      ['initSeed', '1'],
    ],
  }),
  sparsifyCase({
    name: 'sparsify-f16-old',
    seed: 3,
    dtype: 'F16',
    path: 'sae-pythia_seed7-32x/best/gpt_neox.layers.3.mlp',
    // Written before there was a choice of activations; d_in times expansion_factor would be n if num_latents were 0.
    cfg: { expansion_factor: 8, normalize_decoder: true, num_latents: n, k: 32, signed: false, d_in: d },
    facts: { architecture: 'TOPK', k: 32 },
    identity: { hookpoint: 'gpt_neox.layers.3.mlp', runGroup: 'sae-pythia-32x/best', initSeed: 7 },
    guesses: [
      ['hookpoint', 'gpt_neox.layers.3.mlp'],
      ['runGroup', 'sae-pythia-32x/best'],
      ['initSeed', '7'],
      ['architecture', 'TOPK'],
    ],
  }),
  sparsifyCase({
    name: 'sparsify-f64-relu-train-info',
    seed: 4,
    dtype: 'F64',
    path: 'relu/seed2/layers.2.mlp',
    cfg: { activation: 'relu', expansion_factor: 16, num_latents: n, k: 0, d_in: d },
    others: {
      'relu/seed2/layers.2.mlp/train_info.json': {
        d,
        N: n,
        mode: 'relu',
        seed: 2,
        dataseed: 0,
        train_tokens: 5_477_376,
        lambda: 0.25,
        hookpoint: 'layers.2.mlp.output',
      },
    },
    facts: { architecture: 'RELU_L1', l1Coefficient: 0.25 },
    identity: { hookpoint: 'layers.2.mlp', runGroup: 'relu', initSeed: 2, dataSeed: 0, tokens: 5_477_376 },
    guesses: [
      ['hookpoint', 'layers.2.mlp'],
      ['runGroup', 'relu'],
    ],
  }),
  sparsifyCase({
    name: 'sparsify-sidecars',
    seed: 5,
    path: 'runs/a/seed1/layers.2.mlp',
    cfg: { activation: 'topk', num_latents: n, k: 2, d_in: d },
    others: {
      'reseed.json': { model: 'far', revision: 'r1', dataset: 'stories', normalisation: 'layer_norm' },
      'runs/a/reseed.json': { model: 'near', runGroup: 'group a', tokens: 12, l1Coefficient: 0.5 },
      'runs/a/seed1/layers.2.mlp/reseed.json': {
        initSeed: 9,
        dataSeed: 4,
        portalId: 'm/2-set',
        hookpoint: 'layers.2.mlp.out',
      },
    },
    facts: { architecture: 'TOPK', k: 2, l1Coefficient: 0.5 },
    identity: {
      model: 'near',
      revision: 'r1',
      hookpoint: 'layers.2.mlp.out',
      normalisation: 'layer_norm',
      runGroup: 'group a',
      initSeed: 9,
      dataSeed: 4,
      dataset: 'stories',
      tokens: 12,
      portalId: 'm/2-set',
    },
    guesses: [],
  }),
  sparsifyCase({
    name: 'sparsify-sharded',
    seed: 6,
    path: 'run/layers.0',
    sharded: true,
    cfg: { activation: 'topk', num_latents: n, k: 1, d_in: d },
    facts: { architecture: 'TOPK', k: 1 },
    identity: { hookpoint: 'layers.0', runGroup: 'run' },
    guesses: [
      ['hookpoint', 'layers.0'],
      ['runGroup', 'run'],
    ],
  }),
  sparsifyCase({
    name: 'sparsify-skip-transcoder',
    seed: 7,
    path: 'transcoders/layers.4.mlp/seed0',
    skip: true,
    cfg: { activation: 'topk', num_latents: n, k: 1, d_in: d, transcode: true, skip_connection: true },
    facts: { architecture: 'TOPK', k: 1 },
    identity: { hookpoint: 'layers.4.mlp.input -> layers.4.mlp.output', runGroup: 'transcoders', initSeed: 0 },
    guesses: [
      ['hookpoint', 'layers.4.mlp.input -> layers.4.mlp.output'],
      ['runGroup', 'transcoders'],
      ['initSeed', '0'],
    ],
  }),
  saeLensCase({
    name: 'sae-lens-v6-standard',
    kind: 'standard',
    seed: 11,
    path: 'standard-seed1/blocks.8.hook_resid_pre',
    log10: [-1, -2, -10, 0, -3, -10],
    cfg: v6(
      { architecture: 'standard' },
      { neuronpedia_id: 'gpt2-small/8-res-jb', dataset_path: 'Skylion007/openwebtext' },
    ),
    others: {
      'standard-seed1/blocks.8.hook_resid_pre/runner_cfg.json': {
        sae: { architecture: 'standard', l1_coefficient: 5, d_in: d, d_sae: n },
        model_name: 'gpt2',
        training_tokens: 300_000_000,
        seed: 1,
        model_from_pretrained_kwargs: { center_writing_weights: true, center_unembed: true },
      },
    },
    facts: { architecture: 'RELU_L1', l1Coefficient: 5 },
    identity: {
      ...gpt2,
      normalisation: 'none + center_writing_weights',
      runGroup: 'standard',
      initSeed: 1,
      dataset: 'Skylion007/openwebtext',
      tokens: 300_000_000,
      portalId: 'gpt2-small/8-res-jb',
    },
    guesses: [
      ['runGroup', 'standard'],
      ['initSeed', '1'],
    ],
  }),
  saeLensCase({
    name: 'sae-lens-v6-gated',
    kind: 'gated',
    seed: 12,
    dtype: 'F16',
    path: 'gated/seed5',
    cfg: v6({ architecture: 'gated', normalize_activations: 'expected_average_only_in' }, { hook_head_index: 3 }),
    facts: { architecture: 'GATED' },
    identity: {
      ...gpt2,
      hookpoint: 'blocks.8.hook_resid_pre[head 3]',
      normalisation: 'expected_average_only_in',
      runGroup: 'gated',
      initSeed: 5,
    },
    guesses: [
      ['runGroup', 'gated'],
      ['initSeed', '5'],
    ],
  }),
  saeLensCase({
    name: 'sae-lens-v6-jumprelu',
    kind: 'jumprelu',
    seed: 13,
    dtype: 'BF16',
    path: 'jump',
    cfg: v6({ architecture: 'jumprelu' }, {}),
    facts: { architecture: 'JUMP_RELU' },
    identity: { ...gpt2, runGroup: 'jump' },
    guesses: [['runGroup', 'jump']],
  }),
  saeLensCase({
    name: 'sae-lens-v6-topk',
    kind: 'standard',
    seed: 14,
    path: 'topk',
    cfg: v6({ architecture: 'topk', k: 3, rescale_acts_by_decoder_norm: true }, {}),
    facts: { architecture: 'TOPK', k: 3 },
    identity: { ...gpt2, runGroup: 'topk' },
    guesses: [['runGroup', 'topk']],
  }),
  saeLensCase({
    name: 'sae-lens-v6-matryoshka',
    kind: 'jumprelu',
    seed: 15,
    path: 'checkpoints/x7f/50000',
    cfg: v6({ architecture: 'jumprelu' }, {}),
    others: {
      'checkpoints/x7f/50000/runner_cfg.json': {
        sae: { architecture: 'matryoshka_batchtopk', k: 3, matryoshka_widths: [2, 6] },
        seed: 42,
      },
    },
    facts: { architecture: 'BATCH_TOPK', k: 3 },
    identity: { ...gpt2, runGroup: 'x7f/50000', initSeed: 42 },
    guesses: [
      ['runGroup', 'x7f/50000'],
      ['initSeed', '42'],
    ],
  }),
  saeLensCase({
    name: 'sae-lens-old-flat',
    kind: 'standard',
    seed: 16,
    path: 'old',
    log10: [-10, -1, -1, -1, -1, -1],
    cfg: {
      d_in: d,
      expansion_factor: 1.5,
      model_name: 'gpt2-small',
      hook_point: 'blocks.{layer}.attn.hook_z',
      hook_point_layer: 2,
      hook_point_head_index: null,
      activation_fn_str: 'relu',
      activation_fn_kwargs: {},
      normalize_activations: true,
      dataset_path: 'Skylion007/openwebtext',
      total_training_tokens: 1_000,
      l1_coefficient: 8e-5,
      seed: 42,
      dtype: 'torch.float32',
      neuronpedia_id: null,
    },
    facts: { architecture: 'RELU_L1', l1Coefficient: 8e-5 },
    identity: {
      model: 'gpt2-small',
      hookpoint: 'blocks.2.attn.hook_z',
      normalisation: 'expected_average_only_in',
      runGroup: 'old',
      initSeed: 42,
      dataset: 'Skylion007/openwebtext',
      tokens: 1_000,
    },
    guesses: [
      ['runGroup', 'old'],
      ['initSeed', '42'],
    ],
  }),
  saeLensCase({
    name: 'sae-lens-old-topk',
    kind: 'standard',
    seed: 17,
    path: 'old-topk',
    cfg: {
      d_in: d,
      d_sae: n,
      architecture: 'standard',
      model_name: 'gpt2',
      hook_name: 'blocks.8.hook_resid_pre',
      activation_fn: 'topk',
      activation_fn_kwargs: { k: 4 },
    },
    facts: { architecture: 'TOPK', k: 4 },
    identity: { ...gpt2, runGroup: 'old-topk' },
    guesses: [['runGroup', 'old-topk']],
  }),
  saeLensCase({
    name: 'sae-lens-old-log-threshold',
    kind: 'log-jumprelu',
    seed: 18,
    path: 'old-jump',
    cfg: {
      d_in: d,
      d_sae: n,
      architecture: 'jumprelu',
      model_name: 'gpt2',
      hook_name: 'blocks.8.hook_resid_pre',
      normalize_activations: null,
    },
    facts: { architecture: 'JUMP_RELU' },
    identity: { ...gpt2, runGroup: 'old-jump' },
    guesses: [['runGroup', 'old-jump']],
  }),
  saeLensCase({
    name: 'sae-lens-skip-transcoder',
    kind: 'standard',
    seed: 19,
    skip: true,
    path: 'transcoder',
    cfg: v6(
      { architecture: 'skip_transcoder', d_out: d, apply_b_dec_to_input: false },
      { hook_name: 'blocks.8.ln2.hook_normalized', hook_name_out: 'blocks.8.hook_mlp_out' },
    ),
    facts: { architecture: 'RELU_L1' },
    identity: {
      model: 'gpt2',
      hookpoint: 'blocks.8.ln2.hook_normalized -> blocks.8.hook_mlp_out',
      runGroup: 'transcoder',
    },
    guesses: [
      ['hookpoint', 'blocks.8.ln2.hook_normalized -> blocks.8.hook_mlp_out'],
      ['runGroup', 'transcoder'],
    ],
  }),
];

/** Bytes of a file of a case: JSON is indented by two spaces and ends with a newline. */
export function fileBytes(file: Uint8Array | object): Uint8Array {
  return file instanceof Uint8Array ? file : new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`);
}
