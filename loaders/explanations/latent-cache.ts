/**
 * One file of a delphi cache of activations -> its entries, a chunk at a time, and stretches of its tokens.
 *
 * `latents/<hook>/<first>_<last>.safetensors` (delphi, `latents/cache.py`): `locations` [nnz, 3], whole numbers (sequence, position, latent - first);
 * `activations` [nnz]; `tokens` [sequences, length], which may be left out. Both ends of the range of latents belong to it. Nothing is promised
 * of the order of the entries.
 */
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { DTYPE_BITS, decodeFloats, type FloatDtype, isFloatDtype } from '../containers/dtype.ts';
import { readSafetensorsHeader } from '../containers/safetensors.ts';
import type { TensorEntry } from '../containers/tensor-entry.ts';
import { decodeWholeNumbers, isWholeDtype, type WholeDtype } from '../containers/integer-tensor.ts';

/** Entries read at a time: 3.5 MB at most. */
const ENTRIES_PER_READ = 128 * 1024;

export interface CacheChunk {
  /** Number of the first entry. */
  readonly from: number;
  /** As the file says them; nothing is checked. */
  readonly locations: Float64Array; // [entries, 3]
  readonly activations: Float32Array; // [entries]
}

/** The checked header of a cache. It borrows the source. */
export interface LatentCacheReader {
  readonly entries: number;
  /** Of `tokens`; null where they were left out. */
  readonly corpus: { readonly sequences: number; readonly length: number } | null;
  /** All entries in the order of the file. */
  readChunks(): AsyncGenerator<CacheChunk, void, void>;
  /** Token ids [from, from + count) of a sequence. Throws `RangeError` outside of the corpus. */
  readTokens(at: { sequence: number; from: number; count: number }): Promise<Float64Array>;
}

/** Reads the header. Throws `SAFETENSORS_*`, and `FILE_BAD` where tensors are missing or of another shape or dtype. */
export async function readLatentCache(source: ByteSource): Promise<LatentCacheReader> {
  const { tensors } = await readSafetensorsHeader(source);
  const locations = wholeTensor(source, tensors.get('locations'), { name: 'locations', shape: '[entries, 3]' });
  if (locations.shape.length !== 2 || locations.shape[1] !== 3) throw badShape(source, locations, '[entries, 3]');
  const [entries] = locations.shape;
  const activations = floatTensor(source, tensors.get('activations'));
  if (activations.shape.length !== 1 || activations.shape[0] !== entries)
    throw badShape(source, activations, `[${entries}], one for each of "locations"`);
  const stated = tensors.get('tokens');
  const tokens = stated && wholeTensor(source, stated, { name: 'tokens', shape: '[sequences, length]' });
  if (tokens && (tokens.shape.length !== 2 || tokens.shape[1] === 0))
    throw badShape(source, tokens, '[sequences, length]');
  const corpus = tokens ? { sequences: tokens.shape[0], length: tokens.shape[1] } : null;
  return {
    entries,
    corpus,
    async *readChunks() {
      for (let from = 0; from < entries; from += ENTRIES_PER_READ) {
        const count = Math.min(ENTRIES_PER_READ, entries - from);
        const [where, values] = await Promise.all([
          readPart(source, locations, { at: 3 * from, count: 3 * count }),
          readPart(source, activations, { at: from, count }),
        ]);
        yield {
          from,
          locations: decodeWholeNumbers(where, locations.dtype),
          activations: decodeFloats(values, activations.dtype),
        };
      }
    },
    async readTokens({ sequence, from, count }) {
      if (!tokens || !corpus || sequence >= corpus.sequences || from + count > corpus.length)
        throw new RangeError(`Tokens ${from} to ${from + count} of sequence ${sequence} are outside "${source.name}"`);
      const bytes = await readPart(source, tokens, { at: sequence * corpus.length + from, count });
      return decodeWholeNumbers(bytes, tokens.dtype);
    },
  };
}

function readPart(source: ByteSource, tensor: TensorEntry, { at, count }: { at: number; count: number }) {
  const bytes = DTYPE_BITS[tensor.dtype] / 8;
  return source.read(tensor.offset + at * bytes, count * bytes);
}

function wholeTensor(
  source: ByteSource,
  tensor: TensorEntry | undefined,
  expected: { name: string; shape: string },
): TensorEntry & { dtype: WholeDtype } {
  if (tensor === undefined)
    throw bad(source, `it has no tensor "${expected.name}"; expected whole numbers ${expected.shape}`);
  const { dtype } = tensor;
  if (isWholeDtype(dtype)) return { ...tensor, dtype };
  throw bad(source, `"${tensor.name}" has dtype ${dtype}; expected whole numbers of 16, 32 or 64 bits`);
}

function floatTensor(source: ByteSource, tensor: TensorEntry | undefined): TensorEntry & { dtype: FloatDtype } {
  if (tensor === undefined) throw bad(source, 'it has no tensor "activations"; expected one number per entry');
  const { dtype } = tensor;
  if (isFloatDtype(dtype)) return { ...tensor, dtype };
  throw bad(source, `"activations" has dtype ${dtype}; expected F16, BF16, F32 or F64`);
}

function badShape(source: ByteSource, tensor: TensorEntry, expected: string): ReseedError {
  return bad(source, `"${tensor.name}" has shape [${clip(tensor.shape.join(', '))}]; expected ${expected}`);
}

function bad(source: ByteSource, fault: string): ReseedError {
  return new ReseedError('FILE_BAD', `Cannot read "${clip(source.name)}": ${fault}`, {
    hint: 'Give the file as delphi wrote it, or leave it out; nothing of the cache was kept.',
  });
}
