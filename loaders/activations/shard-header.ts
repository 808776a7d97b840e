/** One activation shard -> where its rows are. No activation is read. */
import { ReseedError } from '../../src/errors.ts';
import { type ActivationManifest, TENSOR } from './activation-manifest.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { type FloatDtype, isFloatDtype } from '../containers/dtype.ts';
import { readSafetensorsHeader } from '../containers/safetensors.ts';

/** Rows [rows, width] that begin at byte `offset` of the file. */
export interface ShardHeader {
  rows: number;
  width: number;
  dtype: FloatDtype;
  offset: number;
}

/**
 * The checked header of a shard. `dIn` is the width that it must have, `expected` what the manifest says of it; null where nothing is said.
 * Throws `SHARD_CHANGED`, `TENSOR_MISSING`, `TENSOR_BAD_SHAPE`, `SAFETENSORS_*`.
 */
export async function readShardHeader(
  source: ByteSource,
  from: { dIn: number | null; expected: ActivationManifest['files'][number] | null },
): Promise<ShardHeader> {
  const { expected } = from;
  if (expected !== null && expected.bytes !== source.size)
    throw shardChanged(source.name, `it has ${source.size} bytes; expected ${expected.bytes} by the manifest`);
  const { tensors } = await readSafetensorsHeader(source);
  const tensor = tensors.get(TENSOR) ?? (tensors.size === 1 ? [...tensors.values()][0] : undefined);
  if (tensor === undefined) {
    throw new ReseedError(
      'TENSOR_MISSING',
      `Cannot read activations from "${clip(source.name)}": it has ${tensors.size} tensors and none is called "${TENSOR}"; expected one`,
      { hint: `Keep one tensor [tokens, d] per file, or call it "${TENSOR}".` },
    );
  }
  const [rows, width] = tensor.shape;
  const fits = tensor.shape.length === 2 && rows > 0 && width > 0 && (from.dIn === null || width === from.dIn);
  if (!fits || (expected !== null && rows !== expected.tokens)) {
    const wanted = `[${expected?.tokens ?? 'tokens'}, ${from.dIn ?? 'd'}]`;
    throw new ReseedError(
      'TENSOR_BAD_SHAPE',
      `Cannot read activations from "${clip(source.name)}": its shape is [${clip(tensor.shape.join(', '))}]; expected ${wanted}`,
      { hint: 'All shards of a folder have one row per token and the same width.' },
    );
  }
  if (!isFloatDtype(tensor.dtype)) {
    throw new ReseedError(
      'SAFETENSORS_UNKNOWN_DTYPE',
      `Cannot read activations from "${clip(source.name)}": its dtype is ${tensor.dtype}; expected F32, F16, BF16 or F64`,
      { hint: 'Save the activations as floating-point numbers of at least 16 bits.' },
    );
  }
  return { rows, dtype: tensor.dtype, offset: tensor.offset, width };
}

/** The refusal of a shard that is not the one of the manifest. */
export function shardChanged(name: string, fault: string): ReseedError {
  return new ReseedError('SHARD_CHANGED', `Cannot use "${clip(name)}": ${fault}`, {
    hint: 'Copy the shard again from where it was made, or harvest again.',
  });
}
