/**
 * A finished dictionary -> the files of SAELens 6 (`SAE.load_from_disk`): `sae_weights.safetensors`, `cfg.json`, `runner_cfg.json` with the
 * seed, and `sparsity.safetensors` where the firing frequency is known.
 *
 * W_enc is [d, n]: a chunk of encoder rows is transposed in memory and written as d stretches. As in SAELens itself, BatchTopK is saved as
 * jumprelu with its threshold, and only `runner_cfg.json` says how it was trained.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from './checkpoint.ts';
import type { CheckpointWriter, FinishedDictionary } from './finished-dictionary.ts';
import { cannotExpress, getCommonParts, getK } from './format-limits.ts';
import { readChunks } from '../containers/row-chunks.ts';
import { openSafetensorsWriter, type SafetensorsWriter } from '../containers/safetensors-writer.ts';

const FORMAT = 'sae-lens';

/** The first release with this form of `cfg.json`; SAELens reads anything older by other rules. */
const FORM_VERSION = '6.0.0';

/** What SAELens adds to a frequency before it takes the logarithm. */
const FREQUENCY_EPSILON = 1e-10;

/** Writes in flight: as many as the thread pool has threads, twice. */
const WRITES_AT_ONCE = 8;

/** SAELens's class for inference and for training, by architecture. */
const KINDS: Partial<Record<Architecture, { kind: string; trainedAs: string }>> = {
  RELU_L1: { kind: 'standard', trainedAs: 'standard' },
  TOPK: { kind: 'topk', trainedAs: 'topk' },
  BATCH_TOPK: { kind: 'jumprelu', trainedAs: 'batchtopk' },
  JUMP_RELU: { kind: 'jumprelu', trainedAs: 'jumprelu' },
  GATED: { kind: 'gated', trainedAs: 'gated' },
};

/** What SAELens can do to its input. */
const NORMALISATIONS = ['none', 'expected_average_only_in', 'layer_norm', 'constant_norm_rescale'];

/** Options of the model's loading that our names of normalisation carry (`none + fold_ln`). */
const PROCESSING = ['center_writing_weights', 'fold_ln'];

export const saeLensWriter: CheckpointWriter = {
  check(dictionary) {
    getCommonParts(dictionary, FORMAT);
    getVectors(dictionary);
    parseNormalisation(dictionary);
    if (dictionary.encoding.ranksByDecoderNorm && dictionary.facts.architecture !== 'TOPK')
      throw cannotExpress(dictionary, {
        format: FORMAT,
        fault: 'its thresholds meet activations times decoder norms; expected that of TOPK alone',
        hint: 'Only TopK dictionaries of this kind can be written.',
      });
    if (dictionary.facts.architecture === 'TOPK') getK(dictionary, FORMAT);
  },

  async write(dictionary, { folder, onRows }) {
    const { nLatents: n, dIn: d } = dictionary.facts;
    const { decoderBias } = getCommonParts(dictionary, FORMAT);
    const vectors = Object.entries(getVectors(dictionary));
    const writer = await openSafetensorsWriter(path.join(folder, 'sae_weights.safetensors'), {
      tensors: [
        { name: 'W_dec', dtype: 'F32', shape: [n, d] },
        { name: 'W_enc', dtype: 'F32', shape: [d, n] },
        { name: 'b_dec', dtype: 'F32', shape: [d] },
        ...vectors.map(([name]) => ({ name, dtype: 'F32' as const, shape: [n] })),
      ],
      metadata: { format: 'pt' },
    });
    try {
      for await (const { start, count, rows } of readChunks(dictionary, 'DECODER')) {
        await writer.write('W_dec', { at: start * d, values: rows });
        onRows(count);
      }
      for await (const { start, count, rows } of readChunks(dictionary, 'ENCODER')) {
        await writeColumns(writer, { start, count, rows, n, d });
        onRows(count);
      }
      await writer.write('b_dec', { at: 0, values: decoderBias });
      for (const [name, values] of vectors) await writer.write(name, { at: 0, values });
    } catch (error) {
      await writer.discard();
      throw error;
    }
    await writer.finish();
    if (dictionary.firingFrequency !== null) await writeSparsity(folder, dictionary.firingFrequency);
    const { cfg, runner } = buildConfigs(dictionary);
    await writeFile(path.join(folder, 'cfg.json'), `${JSON.stringify(cfg, null, 1)}\n`);
    await writeFile(path.join(folder, 'runner_cfg.json'), `${JSON.stringify(runner, null, 1)}\n`);
  },
};

/** Rows [start, start + count) of E as columns of W_enc [d, n]. */
async function writeColumns(
  writer: SafetensorsWriter,
  part: { start: number; count: number; rows: Float32Array; n: number; d: number },
): Promise<void> {
  const { start, count, rows, n, d } = part;
  let next = 0;
  const write = async () => {
    while (next < d) {
      const z = next++;
      const column = new Float32Array(count);
      for (let i = 0; i < count; i++) column[i] = rows[i * d + z];
      await writer.write('W_enc', { at: z * n + start, values: column });
    }
  };
  await Promise.all(Array.from({ length: Math.min(WRITES_AT_ONCE, d) }, write));
}

/** The vectors [n] of the dictionary's class, by tensor name. Throws `FORMAT_CANNOT_EXPRESS`. */
function getVectors(dictionary: FinishedDictionary): Record<string, Float32Array> {
  const { architecture } = dictionary.facts;
  const { threshold, gate } = dictionary;
  const { encoderBias } = getCommonParts(dictionary, FORMAT);
  const refuse = (fault: string) =>
    cannotExpress(dictionary, { format: FORMAT, fault, hint: 'Import it again from a checkpoint that has it.' });
  if (KINDS[architecture] === undefined)
    throw refuse(`its architecture is ${architecture}; expected one that is known`);
  if (architecture === 'GATED') {
    if (gate === null) throw refuse('it is gated and its magnitude path is not kept; expected bias and scale of it');
    return { b_gate: encoderBias, b_mag: gate.bias, r_mag: gate.logScale };
  }
  if (architecture === 'JUMP_RELU' || architecture === 'BATCH_TOPK') {
    if (threshold === null) throw refuse('its threshold is not known; expected one per latent');
    return { b_enc: encoderBias, threshold };
  }
  return { b_enc: encoderBias };
}

async function writeSparsity(folder: string, firingFrequency: Float32Array): Promise<void> {
  const writer = await openSafetensorsWriter(path.join(folder, 'sparsity.safetensors'), {
    tensors: [{ name: 'sparsity', dtype: 'F32', shape: [firingFrequency.length] }],
  });
  try {
    const values = firingFrequency.map((frequency) => Math.log10(frequency + FREQUENCY_EPSILON));
    await writer.write('sparsity', { at: 0, values });
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.finish();
}

/** SAELens's own name, and the options of the model's loading. Throws `FORMAT_CANNOT_EXPRESS`. */
function parseNormalisation(dictionary: FinishedDictionary): { own: string; processing: string[] } {
  const [own, ...processing] = dictionary.identity.normalisation.split(' + ');
  if (NORMALISATIONS.includes(own) && processing.every((name) => PROCESSING.includes(name))) return { own, processing };
  throw cannotExpress(dictionary, {
    format: FORMAT,
    fault: `its input normalisation is "${dictionary.identity.normalisation}"; expected ${NORMALISATIONS.join(', ')}`,
    hint: 'SAELens has no such normalisation. Fold it into the weights before the import, if it can be.',
  });
}

function buildConfigs(dictionary: FinishedDictionary): {
  cfg: Record<string, unknown>;
  runner: Record<string, unknown>;
} {
  const { facts, identity } = dictionary;
  const { own, processing } = parseNormalisation(dictionary);
  const place = splitHead(identity.hookpoint);
  const { kind, trainedAs } = KINDS[facts.architecture] ?? { kind: 'standard', trainedAs: 'standard' };
  const hasK = facts.architecture === 'TOPK' || facts.architecture === 'BATCH_TOPK';
  const shape = { d_in: facts.dIn, d_sae: facts.nLatents, dtype: 'float32', device: 'cpu' };
  return {
    cfg: {
      architecture: kind,
      ...shape,
      ...(kind === 'topk' && { k: facts.k, rescale_acts_by_decoder_norm: dictionary.encoding.ranksByDecoderNorm }),
      apply_b_dec_to_input: dictionary.encoding.subtractsDecoderBias,
      normalize_activations: own,
      reshape_activations: place.isByHeads ? 'hook_z' : 'none',
      metadata: {
        sae_lens_version: FORM_VERSION,
        sae_lens_training_version: null, // trained or converted by another program
        model_name: identity.model,
        ...place.stated,
        dataset_path: identity.dataset,
        neuronpedia_id: identity.portalId,
        ...(processing.length > 0 && {
          model_from_pretrained_kwargs: Object.fromEntries(processing.map((name) => [name, true])),
        }),
      },
    },
    runner: {
      sae: {
        architecture: trainedAs,
        ...shape,
        ...(hasK && facts.k !== null && { k: facts.k }),
        ...(facts.l1Coefficient !== null && { l1_coefficient: facts.l1Coefficient }),
      },
      model_name: identity.model,
      ...place.stated,
      dataset_path: identity.dataset,
      training_tokens: identity.tokens,
      ...(identity.initSeed !== null && { seed: identity.initSeed }),
    },
  };
}

/** SAELens's fields for the place, and whether activations come there by heads, all of which the dictionary reads as one vector. */
function splitHead(hookpoint: string | null): { stated: Record<string, unknown>; isByHeads: boolean } {
  const [, name, head] = /^(.*)\[head (\d+)\]$/.exec(hookpoint ?? '') ?? [];
  if (head !== undefined) return { stated: { hook_name: name, hook_head_index: Number(head) }, isByHeads: false };
  return { stated: { hook_name: hookpoint }, isByHeads: hookpoint?.endsWith('hook_z') === true };
}
