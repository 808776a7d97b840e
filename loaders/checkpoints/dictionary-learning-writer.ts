/**
 * A finished dictionary -> the files of dictionary_learning (`load_dictionary`): `ae.pt` and `config.json`.
 *
 * Each class of the library computes one thing: which one is it is decided by architecture and by whether the encoder subtracts the decoder's bias.
 * Decoder weights of torch's Linear are [d, n]; rows are streamed and said to be columns.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Side } from './checkpoint.ts';
import type { CheckpointWriter, FinishedDictionary } from './finished-dictionary.ts';
import { cannotExpress, getCommonParts, getK } from './format-limits.ts';
import { readChunks } from '../containers/row-chunks.ts';
import { type TorchTensor, writeTorchFile } from '../containers/torch-writer.ts';

const FORMAT = 'dictionary-learning';

/** What the library calls a threshold that no training has set. */
const UNSET = -1;

export const dictionaryLearningWriter: CheckpointWriter = {
  check(dictionary) {
    getCommonParts(dictionary, FORMAT);
    nameClass(dictionary);
    const { encoding, identity } = dictionary;
    if (encoding.ranksByDecoderNorm)
      throw refuse(dictionary, 'it ranks latents by activation times decoder norm; expected activations alone');
    if (identity.normalisation !== 'none')
      throw refuse(dictionary, `its input is normalised (${identity.normalisation}); expected raw activations`);
    listVectors(dictionary);
  },

  async write(dictionary, { folder, onRows }) {
    const { nLatents: n, dIn: d } = dictionary.facts;
    const isDirect = nameClass(dictionary) === 'JumpReluAutoEncoder';
    const rows = (side: Side) =>
      async function* rowsOf() {
        for await (const { count, rows: values } of readChunks(dictionary, side)) {
          yield values;
          onRows(count);
        }
      };
    await writeTorchFile(path.join(folder, 'ae.pt'), {
      archive: 'ae',
      tensors: [
        isDirect
          ? { name: 'W_dec', dtype: 'F32', shape: [n, d], elements: rows('DECODER') }
          : { name: 'decoder.weight', dtype: 'F32', shape: [d, n], isColumnMajor: true, elements: rows('DECODER') },
        isDirect
          ? { name: 'W_enc', dtype: 'F32', shape: [d, n], isColumnMajor: true, elements: rows('ENCODER') }
          : { name: 'encoder.weight', dtype: 'F32', shape: [n, d], elements: rows('ENCODER') },
        ...listVectors(dictionary),
      ],
    });
    await writeFile(path.join(folder, 'config.json'), `${JSON.stringify(buildConfig(dictionary), null, 1)}\n`);
  },
};

/** The class that computes what the dictionary does. Throws `FORMAT_CANNOT_EXPRESS`. */
function nameClass(dictionary: FinishedDictionary): string {
  const { architecture } = dictionary.facts;
  const { subtractsDecoderBias } = dictionary.encoding;
  if (architecture === 'RELU_L1') return subtractsDecoderBias ? 'AutoEncoder' : 'AutoEncoderNew';
  if (architecture === 'OTHER') throw refuse(dictionary, 'its architecture is OTHER; expected one that is known');
  const isJump = architecture === 'JUMP_RELU';
  if (subtractsDecoderBias === isJump)
    throw refuse(
      dictionary,
      `it is ${architecture} and its encoder reads ${isJump ? 'x - b_dec' : 'x'}; expected ${isJump ? 'x' : 'x - b_dec'}, as the library's class does`,
    );
  if (isJump) return 'JumpReluAutoEncoder';
  if (architecture === 'GATED') return 'GatedAutoEncoder';
  return architecture === 'TOPK' ? 'AutoEncoderTopK' : 'BatchTopKSAE';
}

/** The tensors that are no matrices, under the names of the class. Throws `FORMAT_CANNOT_EXPRESS`. */
function listVectors(dictionary: FinishedDictionary): TorchTensor[] {
  const { encoderBias, decoderBias } = getCommonParts(dictionary, FORMAT);
  const { gate, threshold } = dictionary;
  const name = nameClass(dictionary);
  const vector = (of: string, values: Float32Array): TorchTensor => ({
    name: of,
    dtype: 'F32',
    shape: [values.length],
    elements: () => [values],
  });
  const number = (of: string, dtype: 'F32' | 'I32', value: number): TorchTensor => ({
    name: of,
    dtype,
    shape: [],
    elements: () => [dtype === 'F32' ? Float32Array.of(value) : Int32Array.of(value)],
  });
  switch (name) {
    case 'AutoEncoder':
      return [vector('bias', decoderBias), vector('encoder.bias', encoderBias)];
    case 'AutoEncoderNew':
      return [vector('decoder.bias', decoderBias), vector('encoder.bias', encoderBias)];
    case 'GatedAutoEncoder':
      if (gate === null) throw refuse(dictionary, 'it is gated and its magnitude path is not kept; expected it');
      return [
        vector('decoder_bias', decoderBias),
        vector('gate_bias', encoderBias),
        vector('mag_bias', gate.bias),
        vector('r_mag', gate.logScale),
      ];
    case 'JumpReluAutoEncoder':
      if (threshold === null) throw refuse(dictionary, 'its threshold is not known; expected one per latent');
      return [vector('b_dec', decoderBias), vector('b_enc', encoderBias), vector('threshold', threshold)];
    default:
      return [
        vector('b_dec', decoderBias),
        vector('encoder.bias', encoderBias),
        number('k', 'I32', getK(dictionary, FORMAT)),
        number('threshold', 'F32', name === 'BatchTopKSAE' ? getOneThreshold(dictionary) : UNSET),
      ];
  }
}

/** The threshold that all latents share. Throws `FORMAT_CANNOT_EXPRESS`. */
function getOneThreshold(dictionary: FinishedDictionary): number {
  const { threshold } = dictionary;
  if (threshold === null) throw refuse(dictionary, 'its threshold is not known; expected one for all latents');
  if (threshold.some((value) => value !== threshold[0]))
    throw refuse(dictionary, 'its latents have thresholds of their own; expected one for all');
  return threshold[0];
}

function refuse(dictionary: FinishedDictionary, fault: string) {
  return cannotExpress(dictionary, { format: FORMAT, fault, hint: 'Write it as sae-lens.' });
}

function buildConfig(dictionary: FinishedDictionary): Record<string, unknown> {
  const { facts, identity } = dictionary;
  const layer = identity.hookpoint?.match(/(?:^|\.)(\d+)(?:\.|$)/)?.[1];
  return {
    trainer: {
      dict_class: nameClass(dictionary),
      activation_dim: facts.dIn,
      dict_size: facts.nLatents,
      lm_name: identity.model,
      ...(layer !== undefined && { layer: Number(layer) }),
      submodule_name: identity.hookpoint,
      ...(facts.k !== null && { k: facts.k }),
      ...(facts.l1Coefficient !== null && { l1_penalty: facts.l1Coefficient }),
      ...(identity.initSeed !== null && { seed: identity.initSeed }),
    },
    buffer: { io: 'out' },
  };
}
