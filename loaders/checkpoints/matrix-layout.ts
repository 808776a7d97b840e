/**
 * Tensors of a set, checked: is it there, are its elements floats, has it the shape that the configuration implies, and which way round is it.
 */
import { ReseedError } from '../../src/errors.ts';
import type { Orientation } from './checkpoint.ts';
import { type FloatDtype, isFloatDtype } from '../containers/dtype.ts';
import { clip } from '../files/clip.ts';
import { decodeWholeNumbers, isWholeDtype } from '../containers/integer-tensor.ts';
import { openRows, readAll, type RowReader } from '../containers/tensor-rows.ts';
import type { Tensor, TensorSet } from '../containers/tensor-set.ts';

/** More latents than any published dictionary (2^24 was the largest trained), and the row number still fits everywhere. */
const MAX_LATENTS = 16_777_216;

/** pgvector's limit for a stored vector. */
const MAX_WIDTH = 16_000;

/** Throws `DICTIONARY_TOO_LARGE` unless a dictionary of this size can be stored. */
export function assertStorable(size: { nLatents: number; dIn: number }): void {
  if (size.nLatents <= MAX_LATENTS && size.dIn <= MAX_WIDTH) return;
  throw new ReseedError(
    'DICTIONARY_TOO_LARGE',
    `Cannot import a dictionary of ${size.nLatents} latents and ${size.dIn} dimensions; expected at most ${MAX_LATENTS} and ${MAX_WIDTH}`,
    { hint: 'A vector column holds at most 16,000 dimensions. Split the dictionary by latents if it has too many.' },
  );
}

/** The tensor of that name, whose elements are floats. Throws `TENSOR_MISSING`, `SAFETENSORS_UNKNOWN_DTYPE`. */
export function getTensor(set: TensorSet, name: string): Tensor & { dtype: FloatDtype } {
  const tensor = set.tensors.get(name);
  if (tensor === undefined) {
    throw new ReseedError(
      'TENSOR_MISSING',
      `Cannot import the checkpoint: it has no tensor "${name}"; expected one besides ${listed(set)}`,
      {
        hint: 'Check that the file is complete and that the format is the right one.',
      },
    );
  }
  const { dtype } = tensor.entry;
  if (!isFloatDtype(dtype)) {
    throw new ReseedError(
      'SAFETENSORS_UNKNOWN_DTYPE',
      `Cannot import "${clip(name)}": its dtype is ${dtype}; expected F32, F16, BF16, F64, F8_E4M3 or F8_E5M2`,
      {
        hint: 'Save the weights as floating-point numbers.',
      },
    );
  }
  return { ...tensor, dtype };
}

/** A vector of exactly `length` elements, read when asked for. Throws as {@link getTensor} and `TENSOR_BAD_SHAPE`. */
export function getVector(set: TensorSet, name: string, length: number): () => Promise<Float32Array> {
  const tensor = getTensor(set, name);
  if (!isShape(tensor, [length])) throw badShape(tensor, `[${length}]`);
  return () => readAll(tensor, tensor.dtype);
}

/** A single number, whatever shape it was saved in and whatever numbers it is of, read when asked for. Throws `TENSOR_MISSING`, `TENSOR_BAD_SHAPE`. */
export function getScalar(set: TensorSet, name: string): () => Promise<number> {
  const found = set.tensors.get(name);
  const isOne = found !== undefined && found.entry.shape.every((length) => length === 1);
  if (isOne && isWholeDtype(found.entry.dtype)) {
    const { dtype, offset, bytes } = found.entry;
    return async () => decodeWholeNumbers(await found.source.read(offset, bytes), dtype)[0];
  }
  const tensor = getTensor(set, name);
  if (!isOne) throw badShape(tensor, 'a single number');
  return async () => (await readAll(tensor, tensor.dtype))[0];
}

/**
 * Rows of a matrix of n latents and width d.
 *
 * `format` is the orientation that the format prescribes, null if it leaves it open; `asked` what the importer insists on, which wins. The
 * shape must agree. Throws as {@link getTensor}, `TENSOR_BAD_SHAPE`, and `ORIENTATION_AMBIGUOUS` where nothing decides and n = d.
 */
export function getMatrix(
  set: TensorSet,
  matrix: { name: string; n: number; d: number; format: Orientation | null; asked?: Orientation | undefined },
): RowReader {
  const { name, n, d } = matrix;
  const tensor = getTensor(set, name);
  const shapes = { LATENTS_BY_WIDTH: [n, d], WIDTH_BY_LATENTS: [d, n] };
  const decided = matrix.asked ?? matrix.format;
  if (decided === null && n === d && isShape(tensor, [n, d])) {
    throw new ReseedError(
      'ORIENTATION_AMBIGUOUS',
      `Cannot import "${clip(name)}": it is ${n} x ${d} and the format does not say which way; expected an explicit orientation`,
      {
        hint: 'State decoderOrientation: LATENTS_BY_WIDTH if row i is latent i, WIDTH_BY_LATENTS if column i is.',
      },
    );
  }
  const orientation = decided ?? (isShape(tensor, shapes.LATENTS_BY_WIDTH) ? 'LATENTS_BY_WIDTH' : 'WIDTH_BY_LATENTS');
  if (!isShape(tensor, shapes[orientation])) {
    throw badShape(tensor, `[${shapes[orientation].join(', ')}] (${n} latents of width ${d})`);
  }
  return openRows(tensor, { n, d, dtype: tensor.dtype, orientation });
}

function isShape(tensor: Tensor, shape: readonly number[]): boolean {
  return tensor.entry.shape.length === shape.length && shape.every((length, i) => tensor.entry.shape[i] === length);
}

function badShape(tensor: Tensor, expected: string): ReseedError {
  const shape = clip(tensor.entry.shape.join(', '));
  return new ReseedError(
    'TENSOR_BAD_SHAPE',
    `Cannot import "${clip(tensor.entry.name)}": its shape is [${shape}]; expected ${expected}`,
    {
      hint: 'The configuration next to the weights belongs to another file, or the tensor is stored the other way round (decoderOrientation).',
    },
  );
}

function listed(set: TensorSet): string {
  return clip([...set.tensors.keys()].toSorted().join(', ')) || 'others';
}
