/**
 * Gemma Scope 2 (Google DeepMind): `<kind>/layer_L_width_W_l0_S[_seed_1][_affine]/params.safetensors`, and `config.json` where it was published.
 *
 * Tensors in lower case: `w_enc` [d, n], `w_dec` [n, d], `b_enc`, `b_dec`, `threshold` [n]: JumpReLU that reads x itself. Kinds: resid_post, mlp_out,
 * attn_out (in the space of hook_z), transcoder. The facts stand in the names of folders, too. Forty places have an official twin,
 * `..._seed_1`; the one without is taken for seed 0.
 */
import * as v from 'valibot';
import type { SourceFolder } from '../files/byte-source.ts';
import { findJsonObject, parseConfig, provenanceField } from '../files/json-file.ts';
import type { JsonObject } from '../files/strict-json.ts';
import { type CheckpointFormat, type CheckpointOptions, plainEncoding } from './checkpoint.ts';
import { findInPath, nameBelow } from './folder-names.ts';
import type { Statement } from './identity.ts';
import { parseSeed } from './seed.ts';
import { getDecoderPart, openPublished, type PublishedLayout } from './published-layout.ts';
import { markTranscoder, transcoderHookpoint } from './transcoder.ts';

const CONFIG = 'config.json';
const SKIP = 'affine_skip_connection';

const configSchema = v.object({
  hf_hook_point_in: provenanceField(v.union([v.string(), v.array(v.string())])),
  model_name: provenanceField(v.string()),
  type: provenanceField(v.string()),
});

/** Where the kinds lie, as SAELens names them. Transcoders read what enters the MLP. */
const PLACES: Readonly<Record<string, string>> = {
  resid_post: 'hook_resid_post',
  mlp_out: 'hook_mlp_out',
  attn_out: 'attn.hook_z',
  transcoder: 'hook_mlp_in',
};

/** The same by the names that the configuration uses. */
const PLACES_BY_MODULE: readonly [RegExp, string][] = [
  [/\.self_attn\.o_proj\.input$/, 'attn.hook_z'],
  [/\.pre_feedforward_layernorm\.output$/, 'hook_mlp_in'],
  [/\.post_feedforward_layernorm\.output$/, 'hook_mlp_out'],
  [/^model\.layers\.\d+\.output$/, 'hook_resid_post'],
];

export const gemmaScope2: CheckpointFormat = {
  name: 'gemma-scope-2',
  description: 'Gemma Scope 2: params.safetensors with w_dec and w_enc, kinds and layers in the folders.',

  recognises({ tensors }) {
    return tensors?.has('w_dec') && tensors.has('w_enc') && tensors.has('threshold') ? 'CONTENT' : 'NO';
  },

  async open(folder, options) {
    const config = await findJsonObject(folder, CONFIG);
    const stated = parseConfig(configSchema, config ?? {}, CONFIG);
    return openPublished(folder, options, (weights) => {
      const decoder = weights.tensors.get('w_dec')?.entry.shape ?? [];
      const encoder = weights.tensors.get('w_enc')?.entry.shape ?? [];
      if (decoder.length === 3)
        return openParts(folder, { options, stated, config, decoders: decoder[1], isCrosscoder: encoder.length === 3 });
      const isTranscoder = weights.tensors.has(SKIP) || stated.type === 'transcoder' || isKind(folder, 'transcoder');
      return {
        format: 'gemma-scope-2',
        architecture: 'JUMP_RELU',
        decoder: { name: 'w_dec', orientation: 'LATENTS_BY_WIDTH' },
        encoder: { name: 'w_enc', orientation: 'WIDTH_BY_LATENTS' },
        encoderBias: 'b_enc',
        decoderBias: 'b_dec',
        threshold: { name: 'threshold' },
        skip: weights.tensors.has(SKIP) ? { name: SKIP, orientation: 'WIDTH_BY_LATENTS' } : null,
        encoding: { ...plainEncoding, subtractsDecoderBias: false },
        isTranscoder,
        statements: markTranscoderIf(isTranscoder, [...listStatements(folder, stated)]),
        config,
        otherFiles: config === null ? [] : [CONFIG],
      };
    });
  },
};

type Stated = v.InferOutput<typeof configSchema>;

/**
 * One decoder of a cross-layer transcoder (`params_layer_N`: `w_dec` [n, layers, d], of the layer that it reads), or of a crosscoder (`w_enc` [layers, d, n], too: its
 * codes sum over layers, so only the decoder is kept). The bias of a cross-layer transcoder is that of its own layer's output.
 */
function openParts(
  folder: SourceFolder,
  of: {
    options: CheckpointOptions & { weights: string };
    stated: Stated;
    config: JsonObject | null;
    decoders: number;
    isCrosscoder: boolean;
  },
): PublishedLayout {
  const { options, stated, config, decoders, isCrosscoder } = of;
  const what = `Gemma Scope 2's ${isCrosscoder ? 'crosscoder' : 'cross-layer transcoder'}`;
  const index = getDecoderPart(options, { what, decoders });
  const places = Array.isArray(stated.hf_hook_point_in) ? stated.hf_hook_point_in.map((one) => nameHookpoint(one)) : [];
  const [, layer] = /^params_layer_(\d+)\./.exec(options.weights) ?? [];
  const input = isCrosscoder ? `crosscoder of ${decoders} layers` : `blocks.${layer ?? '?'}.hook_mlp_in`;
  const output = isCrosscoder ? (places[index] ?? `decoder ${index}`) : `blocks.${index}.hook_mlp_out`;
  return {
    format: 'gemma-scope-2',
    architecture: 'JUMP_RELU',
    decoder: { name: 'w_dec', orientation: 'LATENTS_BY_WIDTH', part: { index, order: 'LATENTS_FIRST' } },
    encoder: isCrosscoder ? null : { name: 'w_enc', orientation: 'WIDTH_BY_LATENTS' },
    encoderBias: 'b_enc',
    decoderBias: isCrosscoder ? { name: 'b_dec', part: index } : null,
    threshold: { name: 'threshold' },
    encoding: {
      ...plainEncoding,
      subtractsDecoderBias: false,
      unsupported: isCrosscoder
        ? `its codes are sums over the encoders of ${decoders} layers, which are not kept`
        : null,
    },
    statements: [
      {
        values: { hookpoint: transcoderHookpoint(input, output) },
        because: { hookpoint: `decoder ${index} of "${options.weights}"` },
      },
      ...listStatements(folder, stated),
    ],
    config,
    otherFiles: config === null ? [] : [CONFIG],
  };
}

function* listStatements(folder: SourceFolder, config: Stated): Generator<Statement> {
  const repository = findInPath(folder, /gemma-scope-2-(270m|1b|4b|12b|27b)-(pt|it)/);
  const place = findInPath(folder, /^layer_(\d+)_width_\w+?(?:_seed_(\d+))?(?:_affine)?$/);
  if (typeof config.model_name === 'string') yield { values: { model: nameModel(config.model_name) } };
  const hookpoint = nameHookpoint(typeof config.hf_hook_point_in === 'string' ? config.hf_hook_point_in : null);
  if (hookpoint !== null) yield { values: { hookpoint } };
  if (repository !== null) {
    const [name, size, kind] = repository.match;
    yield {
      values: { model: nameModel(`gemma-3-${size}-${kind}`) },
      because: { model: `the folder "${name}" of Gemma Scope 2` },
    };
  }
  if (place === null) return;
  const [name, layer, seed] = place.match;
  const kind = Object.keys(PLACES).find((one) => isKind(folder, one));
  yield {
    values: {
      hookpoint: kind === undefined ? null : `blocks.${layer}.${PLACES[kind]}`,
      initSeed: parseSeed(seed ?? 0),
      runGroup: nameBelow(folder, { from: repository?.at ?? place.at - 1, last: name.replace(/_seed_\d+/, '') }),
    },
    because: {
      hookpoint: `the folders "${kind}" and "${name}"`,
      initSeed: seed === undefined ? 'its twin would be named _seed_1' : `the folder "${name}"`,
      runGroup: 'the path without its seed',
    },
  };
}

function isKind(folder: SourceFolder, kind: string): boolean {
  return folder.pathComponents.some((name) => name === kind || name.startsWith(`${kind}_`));
}

/** Gemma 3's name on the hub: the smallest pretrained model has no suffix. */
function nameModel(stated: string): string {
  const name = stated.replace(/^google\//, '').replace('gemma-v3-', 'gemma-3-');
  return `google/${name.replace(/^(gemma-3-270m)-pt$/, '$1')}`;
}

function nameHookpoint(module: string | null | undefined): string | null {
  const layer = module?.match(/^model\.layers\.(\d+)\./)?.[1];
  const place = PLACES_BY_MODULE.find(([pattern]) => pattern.test(module ?? ''));
  return layer === undefined || place === undefined ? null : `blocks.${layer}.${place[1]}`;
}

function markTranscoderIf(isTranscoder: boolean, statements: Statement[]): Statement[] {
  if (!isTranscoder) return statements;
  return markTranscoder(statements, (input) =>
    transcoderHookpoint(input, input.replace('hook_mlp_in', 'hook_mlp_out')),
  );
}
