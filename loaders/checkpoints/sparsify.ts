/**
 * Checkpoints of EleutherAI's sparsify (`SparseCoder.save_to_disk`): `cfg.json` and `sae.safetensors`.
 *
 * Tensors: `W_dec` [n, d] rows, `encoder.weight` [n, d], `encoder.bias` [n], `b_dec` [d], and `W_skip` [d, d] where the configuration says
 * skip_connection. The files name neither seed, model nor hookpoint: these are in the path and in the configuration of the run.
 * The first versions saved `sae.pt`, and the decoder as torch's Linear: `decoder.weight` [d, n].
 */
import * as v from 'valibot';
import type { SourceFolder } from '../files/byte-source.ts';
import {
  type Architecture,
  type Checkpoint,
  type CheckpointFormat,
  type CheckpointOptions,
  type Guess,
  plainEncoding,
} from './checkpoint.ts';
import { resolveIdentity } from './identity.ts';
import { isReseedError } from '../../src/errors.ts';
import { badFile, findJsonObject, parseConfig, readJsonObject } from '../files/json-file.ts';
import { assertStorable, getMatrix, getVector } from './matrix-layout.ts';
import { openDictionary } from './open-dictionary.ts';
import { inferFromPath } from './path-identity.ts';
import {
  findL1Coefficient,
  type ProvenanceStatement,
  readRunConfig,
  readSidecars,
  readTrainInfo,
} from './checkpoint-provenance.ts';
import { closeAll, openTensorSet } from '../containers/tensor-set.ts';
import { markTranscoder, transcoderHookpoint } from './transcoder.ts';

const CONFIG = 'cfg.json';
const WEIGHTS = ['sae.safetensors', 'sae.pt'];

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const configSchema = v.object({
  d_in: size,
  activation: v.nullish(v.string()),
  expansion_factor: v.nullish(size),
  num_latents: v.nullish(count),
  k: v.nullish(count),
  transcode: v.nullish(v.boolean(), false),
  skip_connection: v.nullish(v.boolean(), false),
  gram_lookup: v.nullish(v.boolean(), false),
  lookup_max_order: v.nullish(count),
});
type Config = v.InferOutput<typeof configSchema>;

/** Other activations become OTHER: `groupmax` keeps the largest of each of k groups. Forks add `relu` (with an L1 term) and `batchtopk`. */
const ARCHITECTURES: Record<string, Architecture> = {
  topk: 'TOPK',
  relu: 'RELU_L1',
  batchtopk: 'BATCH_TOPK',
  batch_topk: 'BATCH_TOPK',
};

export const sparsify: CheckpointFormat = {
  name: 'sparsify',
  description:
    'EleutherAI sparsify: cfg.json and sae.safetensors (or sae.pt) with W_dec (or decoder.weight) and encoder.weight.',

  async recognises({ name, tensors }, folder) {
    if (tensors?.has('encoder.weight') && tensors.has('W_dec')) return 'CONTENT';
    const isOld = tensors?.has('encoder.weight') && tensors.has('decoder.weight') && tensors.has('b_dec');
    if (isOld && (await hasConfig(folder))) return 'CONTENT';
    return WEIGHTS.includes(name) ? 'NAME' : 'NO';
  },

  async open(folder, options): Promise<Checkpoint> {
    const stated = await readJsonObject(folder, CONFIG);
    const config = parseConfig(configSchema, stated, CONFIG);
    const dIn = config.d_in;
    const nLatents = countLatents(config);
    assertStorable({ nLatents, dIn });
    const { statements, guesses } = await readStatements(folder, { config, options, weights: options.weights });

    const tensors = await openTensorSet(folder, options.weights);
    try {
      const matrix = { n: nLatents, d: dIn, format: 'LATENTS_BY_WIDTH' } as const;
      const skip = config.skip_connection
        ? getMatrix(tensors, { name: 'W_skip', n: dIn, d: dIn, format: 'LATENTS_BY_WIDTH' })
        : null;
      const { identity, guesses: identityGuesses } = resolveIdentity(statements);
      return await openDictionary({
        format: 'sparsify',
        facts: {
          architecture: ARCHITECTURES[config.activation ?? 'topk'] ?? 'OTHER',
          nLatents,
          dIn,
          k: config.k === 0 ? null : (config.k ?? null),
          l1Coefficient: findL1Coefficient(statements),
          hasEncoder: true,
        },
        encoding: { ...plainEncoding, subtractsDecoderBias: !config.transcode },
        identity,
        guesses: [...identityGuesses, ...guesses],
        config: stated,
        folder,
        tensorSets: [tensors],
        otherFiles: [CONFIG],
        decoder: getMatrix(tensors, {
          ...matrix,
          name: 'W_dec',
          ...(tensors.tensors.has('decoder.weight') && {
            name: 'decoder.weight',
            format: 'WIDTH_BY_LATENTS' as const,
          }),
          asked: options.decoderOrientation,
        }),
        encoder: getMatrix(tensors, { ...matrix, name: 'encoder.weight' }),
        encoderBias: getVector(tensors, 'encoder.bias', nLatents),
        threshold: null,
        firingFrequency: null,
        decoderBias: getVector(tensors, 'b_dec', dIn),
        skip,
      });
    } catch (error) {
      await closeAll(tensors.sources);
      throw error;
    }
  },
};

/** A `cfg.json` that sparsify writes: the tensors of its first versions have names that others use. */
async function hasConfig(folder: SourceFolder): Promise<boolean> {
  try {
    const config = await findJsonObject(folder, CONFIG);
    return config !== null && 'd_in' in config && ('expansion_factor' in config || 'num_latents' in config);
  } catch (error) {
    if (isReseedError(error, 'CONFIG_BAD')) return false;
    throw error;
  }
}

/** `num_latents`, where 0 means `d_in` times `expansion_factor`. */
function countLatents(config: Config): number {
  if (config.num_latents) return config.num_latents;
  if (typeof config.expansion_factor === 'number') return config.d_in * config.expansion_factor;
  throw badFile(CONFIG, 'it has neither "num_latents" nor "expansion_factor"; expected one of them');
}

async function readStatements(
  folder: SourceFolder,
  from: { config: Config; options: CheckpointOptions; weights: string },
): Promise<{ statements: ProvenanceStatement[]; guesses: Guess[] }> {
  const { config } = from;
  const guesses: Guess[] = [];
  if (typeof config.activation !== 'string') {
    guesses.push({
      field: 'architecture',
      value: 'TOPK',
      because: `${CONFIG} has no activation; versions of sparsify that write none know only TopK`,
    });
  }
  const own: ProvenanceStatement = { values: {} };
  if (config.gram_lookup) {
    // The encoder sees what an n-gram table leaves over: not the activations themselves.
    own.values.normalisation = `n-gram residual of order ${config.lookup_max_order ?? 4}`;
  }
  const statements: ProvenanceStatement[] = [
    { values: from.options.identity ?? {} },
    ...(await readSidecars(folder)),
    own,
    ...(await readTrainInfo(folder)),
    ...(await readRunConfig(folder)),
    inferFromPath(folder.pathComponents, from.weights),
  ];
  // sparsify transcodes from the input of a module to its output.
  const marked = config.transcode
    ? markTranscoder(statements, (module) => transcoderHookpoint(`${module}.input`, `${module}.output`))
    : statements;
  return { statements: marked, guesses };
}
