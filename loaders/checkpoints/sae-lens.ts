/**
 * Checkpoints of SAELens: `cfg.json`, `sae_weights.safetensors`, perhaps `sparsity.safetensors` and `runner_cfg.json`.
 *
 * Tensors: `W_dec` [n, d] rows, `W_enc` [d, n] columns, `b_enc` [n], `b_dec` [d]; gated has `b_gate`, `b_mag`, `r_mag` instead of `b_enc`, and the
 * gate decides what fires; jumprelu has `threshold` [n] (`log_threshold` in old training checkpoints). A `scaling_factor` [n] of old files scales activations by latent: no direction changes.
 */
import type { SourceFolder } from '../files/byte-source.ts';
import type { Checkpoint, CheckpointFormat, CheckpointOptions } from './checkpoint.ts';
import { resolveIdentity } from './identity.ts';
import { findJsonObject, readJsonObject } from '../files/json-file.ts';
import type { JsonObject } from '../files/strict-json.ts';
import { assertStorable, getMatrix, getScalar, getVector } from './matrix-layout.ts';
import { foldDecoderNorms } from './folded-norms.ts';
import { openDictionary } from './open-dictionary.ts';
import { inferFromPath } from './path-identity.ts';
import { findL1Coefficient, type ProvenanceStatement, readSidecars, readTrainInfo } from './checkpoint-provenance.ts';
import { parseSaeLensConfig, type SaeLensConfig } from './sae-lens-config.ts';
import { closeAll, openTensorSet, type TensorSet } from '../containers/tensor-set.ts';
import { readSparsity } from './sae-lens-sparsity.ts';
import { openUnwhitening } from './unwhitening.ts';
import { markTranscoder, noteWidths, transcoderHookpoint } from './transcoder.ts';

const CONFIG = 'cfg.json';
const RUNNER_CONFIG = 'runner_cfg.json';
const WEIGHTS = 'sae_weights.safetensors';
/** One number for all latents, in training checkpoints of BatchTopK. */
const TOPK_THRESHOLD = 'topk_threshold';

export const saeLens: CheckpointFormat = {
  name: 'sae-lens',
  description: 'SAELens: cfg.json and sae_weights.safetensors with W_dec and W_enc.',

  async recognises({ name, tensors }, folder) {
    const isOurs = tensors?.has('W_dec') && (tensors.has('W_enc') || name === WEIGHTS);
    if (isOurs && (await folder.has(CONFIG))) return 'CONTENT';
    return name === WEIGHTS ? 'NAME' : 'NO';
  },

  async open(folder, options): Promise<Checkpoint> {
    const stated = await readJsonObject(folder, CONFIG);
    const config = parseSaeLensConfig(stated, await readRunner(folder));
    const { nLatents, dOut } = config;
    // Rows of the decoder live in the space of the output.
    const dIn = config.isTranscoder ? dOut : config.dIn;
    assertStorable({ nLatents, dIn });
    const widths = config.isTranscoder ? noteWidths({ input: config.dIn, output: dOut }) : null;
    const statements = await readStatements(folder, { config, options, weights: options.weights });
    const { identity, guesses } = resolveIdentity(statements);

    const tensorSets: TensorSet[] = [];
    try {
      const weights = await openTensorSet(folder, options.weights);
      tensorSets.push(weights);
      const sparsity = await readSparsity(folder, nLatents);
      if (sparsity.set !== null) tensorSets.push(sparsity.set);
      const { subtractsDecoderBias } = config.encoding;
      const whitening = config.isWhitened
        ? await openUnwhitening(folder, { d: dIn, subtracts: subtractsDecoderBias })
        : null;
      if (whitening !== null) tensorSets.push(whitening.set);
      const skip = config.hasSkip
        ? getMatrix(weights, { name: 'W_skip', n: dIn, d: config.dIn, format: 'LATENTS_BY_WIDTH' })
        : null;
      const storedDecoder = getMatrix(weights, {
        name: 'W_dec',
        n: nLatents,
        d: dIn,
        format: 'LATENTS_BY_WIDTH',
        asked: options.decoderOrientation,
      });
      const storedEncoder =
        widths !== null || (config.isDecoderOnly && !weights.tensors.has('W_enc'))
          ? null
          : getMatrix(weights, { name: 'W_enc', n: nLatents, d: dIn, format: 'WIDTH_BY_LATENTS' });
      const storedBias = storedEncoder === null ? null : getEncoderBias(weights, config);
      const { decoder, encoder, encoderBias } =
        config.foldsDecoderNorm && storedEncoder !== null && storedBias !== null
          ? foldDecoderNorms({ decoder: storedDecoder, encoder: storedEncoder, encoderBias: storedBias })
          : { decoder: storedDecoder, encoder: storedEncoder, encoderBias: storedBias };
      const decoderBias = getVector(weights, 'b_dec', dIn);
      return await openDictionary({
        format: 'sae-lens',
        facts: {
          architecture: config.architecture,
          nLatents,
          dIn,
          k: config.k,
          l1Coefficient: findL1Coefficient(statements),
          hasEncoder: encoder !== null,
        },
        encoding: widths === null ? config.encoding : { ...config.encoding, unsupported: widths.unsupported },
        identity,
        guesses: [...guesses, ...sparsity.notes, ...(widths === null ? [] : [widths.guess])],
        config: stated,
        folder,
        tensorSets,
        otherFiles: [CONFIG],
        decoder: whitening === null ? decoder : whitening.decoder(decoder),
        encoder: encoder === null || whitening === null ? encoder : whitening.encoder(encoder),
        encoderBias,
        threshold: getThreshold(weights, config),
        firingFrequency: sparsity.frequency,
        decoderBias: whitening === null ? decoderBias : whitening.decoderBias(decoderBias),
        magnitude: getMagnitude(weights, config),
        skip,
      });
    } catch (error) {
      await closeAll(tensorSets.flatMap((set) => set.sources));
      throw error;
    }
  },
};

/**
 * The configuration of the run. Several dictionaries trained together have one in the folder above; its seed is not the init seed of each.
 */
async function readRunner(folder: SourceFolder): Promise<JsonObject | null> {
  const own = await findJsonObject(folder, RUNNER_CONFIG);
  if (own !== null) return own;
  const shared = await findJsonObject(folder, `../${RUNNER_CONFIG}`);
  return shared === null ? null : { ...shared, seed: null };
}

/** `<id>/<tokens>/`: what SAELens saves on the way has been trained on so many tokens, not on all that were planned. */
function stateTokens({ pathComponents }: SourceFolder, planned: number | null): ProvenanceStatement[] {
  const name = pathComponents.at(-1) ?? '';
  const tokens = /^\d{1,15}$/.test(name) ? Number(name) : null;
  if (tokens === null || planned === null || tokens > planned) return [];
  return [{ values: { tokens }, because: { tokens: `the folder "${name}", a checkpoint on the way to ${planned}` } }];
}

async function readStatements(
  folder: SourceFolder,
  from: { config: SaeLensConfig; options: CheckpointOptions; weights: string },
): Promise<ProvenanceStatement[]> {
  const statements: ProvenanceStatement[] = [
    { values: from.options.identity ?? {} },
    ...(await readSidecars(folder)),
    ...stateTokens(folder, from.config.statement.values.tokens ?? null),
    from.config.statement,
    ...(await readTrainInfo(folder)),
    inferFromPath(folder.pathComponents, from.weights),
  ];
  const output = from.config.hookOut ?? 'an unstated output';
  return from.config.isTranscoder
    ? markTranscoder(statements, (input) => transcoderHookpoint(input, output))
    : statements;
}

function getEncoderBias(weights: TensorSet, config: SaeLensConfig): () => Promise<Float32Array> {
  if (config.kind !== 'gated') return getVector(weights, 'b_enc', config.nLatents);
  return getVector(weights, 'b_gate', config.nLatents);
}

function getMagnitude(weights: TensorSet, { kind, nLatents }: SaeLensConfig) {
  if (kind !== 'gated') return null;
  return { bias: getVector(weights, 'b_mag', nLatents), logScale: getVector(weights, 'r_mag', nLatents) };
}

function getThreshold(weights: TensorSet, config: SaeLensConfig): (() => Promise<Float32Array>) | null {
  if (weights.tensors.has(TOPK_THRESHOLD)) {
    const read = getScalar(weights, TOPK_THRESHOLD);
    return async () => new Float32Array(config.nLatents).fill(await read());
  }
  if (!config.kind.startsWith('jumprelu')) return null;
  if (!weights.tensors.has('log_threshold')) return getVector(weights, 'threshold', config.nLatents);
  const read = getVector(weights, 'log_threshold', config.nLatents);
  return async () => (await read()).map((value) => Math.exp(value));
}
