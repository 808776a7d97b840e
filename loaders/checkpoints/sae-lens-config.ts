/**
 * `cfg.json` and `runner_cfg.json` of SAELens, any version -> what they say, under one set of names.
 *
 * Version 6 keeps model, hook and Neuronpedia id under `metadata` and the training configuration in `runner_cfg.json` (its `sae` part holds
 * what belongs to the dictionary). Before, everything was flat, under older names for some fields, and partly of other types.
 */
import * as v from 'valibot';
import { type Architecture, type EncodingConventions, plainEncoding } from './checkpoint.ts';
import { badFile, parseConfig, provenanceField } from '../files/json-file.ts';
import { seedField } from './seed.ts';
import type { ProvenanceStatement } from './checkpoint-provenance.ts';
import type { JsonObject, JsonValue } from '../files/strict-json.ts';

/** What both files say together. */
export interface SaeLensConfig {
  dIn: number;
  /** Width of the output; another than `dIn` only in transcoders. */
  dOut: number;
  nLatents: number;
  architecture: Architecture;
  /** SAELens's own name for what is in the file: it decides which tensors must be there. */
  kind: string;
  isTranscoder: boolean;
  hasSkip: boolean;
  /** Ranks by activation times decoder norm under one threshold, as SAELens trains: what its final save folds into the weights. */
  foldsDecoderNorm: boolean;
  /** Trained on whitened activations, and not folded. */
  isWhitened: boolean;
  /** Kinds whose codes need more than encoder rows, if they have any. */
  isDecoderOnly: boolean;
  /** Where a transcoder's output goes. */
  hookOut: string | null;
  k: number | null;
  encoding: EncodingConventions;
  statement: ProvenanceStatement;
}

const RENAMED: Record<string, string> = {
  hook_point: 'hook_name',
  hook_point_layer: 'hook_layer',
  hook_point_head_index: 'hook_head_index',
  activation_fn_str: 'activation_fn',
  total_training_tokens: 'training_tokens',
};

/** How a dictionary was trained, by SAELens's name for its class. Others become OTHER. */
const ARCHITECTURES: Record<string, Architecture> = {
  standard: 'RELU_L1',
  gated: 'GATED',
  jumprelu: 'JUMP_RELU',
  topk: 'TOPK',
  batchtopk: 'BATCH_TOPK',
  matryoshka_batchtopk: 'BATCH_TOPK',
  transcoder: 'RELU_L1',
  skip_transcoder: 'RELU_L1',
  jumprelu_transcoder: 'JUMP_RELU',
  jumprelu_skip_transcoder: 'JUMP_RELU',
};

const WHITENING = 'covariance_whitening';
/** What fires is found by pursuit, or depends on the tokens before. */
const DECODER_ONLY = ['matching_pursuit', 'temporal'];

/** Options of the model that change activations, and so the space. Others change the output only. */
const PROCESSING = ['center_writing_weights', 'fold_ln'];

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const anyText = v.nullish(
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? null : text)),
  ),
);
const fields = {
  architecture: anyText,
  activation_fn: anyText,
  activation_fn_kwargs: v.nullish(v.object({ k: v.nullish(v.number()) })),
  k: v.nullish(v.number()),
  l1_coefficient: provenanceField(v.pipe(v.number(), v.minValue(0))),
  model_name: anyText,
  model_from_pretrained_kwargs: v.nullish(v.record(v.string(), v.unknown())),
  hook_name: anyText,
  hook_name_out: anyText,
  hook_layer: v.nullish(v.number()),
  hook_head_index: v.nullish(v.number()),
  dataset_path: provenanceField(v.string()),
  neuronpedia_id: anyText,
  normalize_activations: v.nullish(v.union([v.boolean(), v.string()])),
  training_tokens: provenanceField(count),
  seed: provenanceField(seedField),
};
const configSchema = v.object({
  ...fields,
  d_in: size,
  d_sae: v.nullish(size),
  d_out: v.nullish(size),
  apply_b_dec_to_input: v.nullish(v.boolean()),
  rescale_acts_by_decoder_norm: v.nullish(v.boolean()),
  expansion_factor: v.nullish(v.number()),
});
const runnerSchema = v.object(fields);
type Config = v.InferOutput<typeof configSchema>;
type Runner = v.InferOutput<typeof runnerSchema>;

/** What the files say. `runner` is null where there is no `runner_cfg.json`. Throws `CONFIG_BAD`. */
export function parseSaeLensConfig(cfg: JsonObject, runner: JsonObject | null): SaeLensConfig {
  const config = parseConfig(configSchema, flatten(cfg, 'metadata'), 'cfg.json');
  const run = parseConfig(runnerSchema, runner === null ? {} : flatten(runner, 'sae'), 'runner_cfg.json');
  const kind = kindOf(config);
  const trainedAs = kindOf(run);
  // BatchTopK and Matryoshka are saved as JumpReLU, with their threshold: only the runner knows how they were trained.
  const isRebranded = kind === 'jumprelu' && trainedAs !== null && ARCHITECTURES[trainedAs] === 'BATCH_TOPK';
  const k = config.k ?? config.activation_fn_kwargs?.k ?? run.k ?? run.activation_fn_kwargs?.k;
  const architecture = ARCHITECTURES[(isRebranded ? trainedAs : kind) ?? 'standard'] ?? 'OTHER';
  const isWhitened = (config.normalize_activations ?? run.normalize_activations) === WHITENING;
  const isRanking = config.rescale_acts_by_decoder_norm === true && !isRebranded;
  // Norms of whitened rows are others than those of the rows themselves.
  const foldsDecoderNorm = isRanking && (architecture === 'BATCH_TOPK' || (architecture === 'TOPK' && isWhitened));
  return {
    dIn: config.d_in,
    dOut: config.d_out ?? config.d_in,
    nLatents: countLatents(config),
    architecture,
    kind: kind ?? 'standard',
    isTranscoder: (kind ?? '').includes('transcoder') || typeof config.d_out === 'number',
    hasSkip: (kind ?? '').includes('skip'),
    foldsDecoderNorm,
    isWhitened,
    isDecoderOnly: DECODER_ONLY.includes(kind ?? ''),
    hookOut: config.hook_name_out ?? run.hook_name_out ?? null,
    // Only these keep a number of latents; the field is also written for others.
    k:
      (architecture === 'TOPK' || architecture === 'BATCH_TOPK') &&
      typeof k === 'number' &&
      Number.isSafeInteger(k) &&
      k > 0
        ? k
        : null,
    encoding: {
      ...plainEncoding,
      subtractsDecoderBias: config.apply_b_dec_to_input !== false,
      ranksByDecoderNorm: architecture === 'TOPK' && isRanking && !foldsDecoderNorm,
    },
    statement: stateIdentity(config, run),
  };
}

/** The object with the part's fields on its own level, the part winning, under new names. */
function flatten(object: JsonObject, part: string): JsonObject {
  const nested: JsonValue | undefined = object[part];
  const flat =
    typeof nested === 'object' && nested !== null && !Array.isArray(nested) ? { ...object, ...nested } : object;
  return Object.fromEntries(
    Object.entries(flat).map(([name, value]) => [Object.hasOwn(RENAMED, name) ? RENAMED[name] : name, value]),
  );
}

function kindOf(config: Runner): string | null {
  if (config.activation_fn === 'topk' && (config.architecture ?? 'standard') === 'standard') return 'topk';
  return config.architecture ?? null;
}

function countLatents(config: Config): number {
  if (typeof config.d_sae === 'number') return config.d_sae;
  const product = config.d_in * (config.expansion_factor ?? Number.NaN);
  if (Number.isSafeInteger(product) && product > 0) return product;
  throw badFile('cfg.json', 'it has neither "d_sae" nor "expansion_factor"; expected the number of latents');
}

function stateIdentity(config: Config, run: Runner): ProvenanceStatement {
  const seed = run.seed ?? config.seed;
  const seedFile = (run.seed ?? null) !== null ? 'runner_cfg.json' : 'cfg.json';
  return {
    values: {
      model: config.model_name ?? run.model_name,
      hookpoint: nameHookpoint(config) ?? nameHookpoint(run),
      normalisation: nameNormalisation(config, run),
      dataset: config.dataset_path ?? run.dataset_path,
      tokens: run.training_tokens ?? config.training_tokens,
      portalId: config.neuronpedia_id ?? run.neuronpedia_id,
      initSeed: seed,
    },
    because: { initSeed: `"seed" of ${seedFile}, which SAELens uses for weights and data alike` },
    l1Coefficient: config.l1_coefficient ?? run.l1_coefficient,
  };
}

function nameHookpoint(config: Runner): string | null {
  if (typeof config.hook_name !== 'string') return null;
  const name = config.hook_name.replace('{layer}', String(config.hook_layer ?? '{layer}'));
  return typeof config.hook_head_index === 'number' ? `${name}[head ${config.hook_head_index}]` : name;
}

/** What is done to activations before they enter: the dictionary's own scaling and the processing of the model's weights. */
function nameNormalisation(config: Config, run: Runner): string {
  const stated = config.normalize_activations ?? run.normalize_activations ?? 'none';
  // Whitened rows are given back in the space of the activations themselves.
  const own =
    typeof stated === 'boolean'
      ? stated
        ? 'expected_average_only_in'
        : 'none'
      : stated === WHITENING
        ? 'none'
        : stated;
  const kwargs = config.model_from_pretrained_kwargs ?? run.model_from_pretrained_kwargs ?? {};
  return [own, ...PROCESSING.filter((option) => kwargs[option] === true)].join(' + ');
}
